// How the graph came about, so that an address, a file or a query can make it again.
//
// A recipe is a list of steps: {start: [ids]}, {open: id}, {open: id, field, first},
// {way: [from, to]}, {collapse: id}, {hide: [ids]}.
import { classOf } from "../../data/ontology.js";
import { connect, open, openField, start } from "./actions.js";
import { countsOf } from "./queries.js";

const LONGEST = 6000;

/** The recipe as the value of an address; empty if it has no step or grew too long for one. */
export function written(recipe) {
  if (recipe.length === 0) return "";
  const text = JSON.stringify(recipe.map(packed));
  return text.length > LONGEST ? "" : text;
}

/** The recipe that an address holds; none if it is not one. */
export function read(text) {
  if (!text) return [];
  try {
    const steps = JSON.parse(text);
    return Array.isArray(steps) ? steps.map(unpacked).filter(Boolean) : [];
  } catch {
    return [];
  }
}

/** Make the graph of a recipe; entities that have gone since are passed over. */
export async function made(model, recipe) {
  for (const step of recipe) await follow(model, step);
}

async function follow(model, step) {
  const there = (id) => model.graph.hasNode(id);
  if (step.start) await start(model, step.start);
  else if (step.way) await connect(model, ...step.way);
  else if (step.collapse && there(step.collapse)) model.collapse(step.collapse);
  else if (step.hide) model.set(step.hide.filter(there), "hidden", true);
  else if (step.open && there(step.open)) await reopen(model, step);
}

async function reopen(model, { open: id, field, first }) {
  if (!field) {
    await open(model, id);
    return;
  }
  const count = (await countsOf(id)).find((item) => item.field === field)?.count ?? 0;
  if (count) await openField(model, id, field, count, first);
}

function packed(step) {
  if (step.start) return ["s", ...step.start];
  if (step.way) return ["w", ...step.way];
  if (step.collapse) return ["c", step.collapse];
  if (step.hide) return ["h", ...step.hide];
  return step.field ? ["f", step.open, step.field, step.first] : ["o", step.open];
}

function unpacked(step) {
  if (!Array.isArray(step)) return null;
  const [kind, ...rest] = step;
  const [id, field, first] = rest;
  switch (kind) {
    case "s":
      return { start: rest };
    case "w":
      return { way: rest };
    case "c":
      return { collapse: id };
    case "h":
      return { hide: rest };
    case "o":
      return { open: id };
    case "f":
      return { open: id, field, first };
    default:
      return null;
  }
}

/** The recipe as one GraphQL document that any client of the API can send. */
export function asQuery(recipe, model) {
  const parts = recipe.flatMap((step, at) => part(step, at, model));
  const shown = "fragment Shown on Entity { entityId type name }";
  return `{\n${parts.map((text) => `  ${text}`).join("\n")}\n}\n\n${shown}\n`;
}

function part(step, at, model) {
  const name = `step${at + 1}`;
  if (step.start) return [`${name}: nodes(ids: ${quoted(step.start)}) { ...Shown }`];
  if (step.way) {
    const [from, to] = step.way.map((id) => JSON.stringify(id));
    return [
      `${name}: paths(from: ${from}, to: ${to}) { paths { steps { relation start { ...Shown } end { ...Shown } } } }`,
    ];
  }
  if (!step.open || !model.graph.hasNode(step.open)) return [];
  const { type, relations } = classOf(model.graph.getNodeAttribute(step.open, "class"));
  const opened = relations.filter((item) =>
    step.field ? item.name === step.field : model.shownEnds(step.open, item.name).size,
  );
  if (opened.length === 0) return [];
  const fields = opened.map((item) => `${item.name}(first: ${step.first ?? 25}) { nodes { ...Shown } }`);
  return [`${name}: node(id: ${JSON.stringify(step.open)}) { ... on ${type} { ${fields.join(" ")} } }`];
}

function quoted(ids) {
  return `[${ids.map((id) => JSON.stringify(id)).join(", ")}]`;
}
