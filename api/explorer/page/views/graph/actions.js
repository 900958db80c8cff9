// What the viewer does to the graph that needs the API, and the recipe of it for addresses.
import { classOf } from "../../data/ontology.js";
import { countsOf, endsOf, entitiesOf, linksOf, waysBetween } from "./queries.js";
import { bubbleId, edgeId } from "./model.js";

/** Relations with no more ends than this open at once; others as a bubble with their count. */
export const OPEN_AT_ONCE = 25;
/** So many more each time a bubble is opened. */
export const PAGE = 50;

/** Adds entities by id. */
export async function start(model, ids, { asked = true } = {}) {
  const missing = ids.filter((id) => !model.graph.hasNode(id));
  const found = await entitiesOf(missing);
  await join(model, model.add(found, { start: asked }));
  model.touch();
  return found.map((item) => item.entityId);
}

/** Opens an entity: small relations in full, large ones as bubbles. */
export async function open(model, id) {
  const type = model.graph.getNodeAttribute(id, "class");
  const counts = await countsOf(id);
  const added = [];
  const pages = counts.map(async ({ field, count }) => {
    const left = count - model.shownEnds(id, field).size;
    if (left <= 0) return;
    if (count > OPEN_AT_ONCE) model.bubble(id, field, left);
    else added.push(...take(model, id, type, field, (await endsOf(id, type, field, count)).nodes));
  });
  await Promise.all(pages);
  await join(model, added);
  refreshBubbles(model, counts, id);
  model.touch();
  return added;
}

/** Opens one relation of an entity: the next of its ends, at most so many. */
export async function openField(model, id, field, count, first = PAGE) {
  const type = model.graph.getNodeAttribute(id, "class");
  const key = bubbleId(id, field);
  const page = await endsOf(id, type, field, first, model.cursors.get(key));
  if (page.pageInfo.endCursor) model.cursors.set(key, page.pageInfo.endCursor);
  const added = take(model, id, type, field, page.nodes);
  await join(model, added);
  model.bubble(id, field, page.pageInfo.hasNextPage ? count - model.shownEnds(id, field).size : 0);
  model.touch();
  return added;
}

/** Shows the shortest ways between two entities; whether there are any. */
export async function connect(model, from, to) {
  const found = await waysBetween(from, to);
  const steps = found.paths.flatMap((path) => path.steps);
  const added = model.add(
    steps.flatMap((step) => [step.start, step.end]),
    { near: from },
  );
  const links = steps.map(linkOf);
  model.link(links);
  model.way.value = new Set(
    links.map((link) => edgeId(link.source.entityId, link.relation, link.target.entityId)),
  );
  await join(model, added);
  model.touch();
  return { ways: found.paths.length, complete: found.complete };
}

/** Links of what is new among itself and with what was shown. */
async function join(model, added) {
  if (added.length === 0) return;
  const fresh = new Set(added);
  const before = model.entities().filter((id) => !fresh.has(id));
  model.link(await linksOf(added, before));
}

function take(model, id, type, field, nodes) {
  const added = model.add(nodes, { near: id });
  const { relation, forward } = classOf(type).relations.find((item) => item.name === field);
  const here = { entityId: id };
  model.link(
    nodes.map((end) => ({
      relation,
      source: forward ? here : end,
      target: forward ? end : here,
    })),
  );
  return added;
}

function refreshBubbles(model, counts, id) {
  for (const { field, count } of counts) {
    if (!model.graph.hasNode(bubbleId(id, field))) continue;
    model.bubble(id, field, count - model.shownEnds(id, field).size);
  }
}

function linkOf(step) {
  const [source, target] = step.forward ? [step.start, step.end] : [step.end, step.start];
  return { relation: step.relation, source, target };
}
