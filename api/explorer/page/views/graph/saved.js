// Views that are kept: in this browser by name, or as a file. Names of entities are asked anew,
// so that a kept view shows no more than its viewer may see.
import { Fault } from "../../data/client.js";
import { NO_FILTERS } from "./model.js";
import { entitiesOf, linksOf } from "./queries.js";

const PLACE = "pearlnet.views";
const KIND = "pearlnet graph view";

/** What is kept of a view. */
export function keptOf(model, recipe) {
  const { classes, relations, sources, from, to } = model.filters.value;
  return {
    kind: KIND,
    version: 1,
    recipe,
    filters: { classes: [...classes], relations: [...relations], sources: [...sources], from, to },
    nodes: model.entities().map((id) => {
      const { x, y, pinned, hidden, start } = model.graph.getNodeAttributes(id);
      return { id, x, y, pinned, hidden, start: Boolean(start) };
    }),
  };
}

/** Show a kept view in place of what is shown; its recipe. Throws a Fault where it is not one. */
export async function restored(model, kept) {
  if (kept?.kind !== KIND || !Array.isArray(kept.nodes)) throw new Fault("NO_VIEW", KIND);
  const places = new Map(kept.nodes.map((node) => [String(node.id), node]));
  const found = await entitiesOf([...places.keys()]);
  model.clear();
  const ids = model.add(found);
  for (const id of ids) {
    const { x, y, pinned, hidden, start } = places.get(id);
    const place = { x: Number(x) || 0, y: Number(y) || 0 };
    const marks = { pinned: Boolean(pinned), hidden: Boolean(hidden), start: Boolean(start) };
    model.graph.mergeNodeAttributes(id, { ...place, ...marks });
  }
  model.link(await linksOf(ids));
  model.filters.value = filtersOf(kept.filters ?? {});
  model.touch();
  return Array.isArray(kept.recipe) ? kept.recipe : [];
}

function filtersOf({ classes = [], relations = [], sources = [], from = "", to = "" }) {
  const sets = { classes: new Set(classes), relations: new Set(relations), sources: new Set(sources) };
  return { ...NO_FILTERS, ...sets, from, to };
}

export function keptViews() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}

/** Keep a view under a name, or forget it if there is none. */
export function keep(name, view) {
  const views = keptViews();
  if (view === null) delete views[name];
  else views[name] = view;
  localStorage.setItem(PLACE, JSON.stringify(views));
}
