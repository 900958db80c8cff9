// What the graph view asks of the API.
import { ask } from "../../data/client.js";
import { classOf } from "../../data/ontology.js";

const NODE = `entityId type illustrative zh: name(lang: ZH) en: name(lang: EN)
  provenance { source time }`;
const STEP = `relation forward start { ${NODE} } end { ${NODE} }`;
const CHUNK = 1000;

/** The entities of some ids that exist, however many. */
export async function entitiesOf(ids) {
  const query = `query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on Entity { ${NODE} } } }`;
  const found = [];
  for (const some of chunks(ids)) {
    found.push(...(await ask(query, { ids: some })).nodes.filter(Boolean));
  }
  return found;
}

/** All links between some new entities, and between them and those shown before. */
export async function linksOf(ids, among = []) {
  const query = `query Links($ids: [ID!]!, $among: [ID!]!) {
    links(ids: $ids, among: $among) {
      relation source { entityId } target { entityId } origin { source time }
    }
  }`;
  const found = [];
  const before = [...among];
  for (const some of chunks(ids)) {
    found.push(...(await ask(query, { ids: some, among: before })).links);
    before.push(...some);
  }
  return found;
}

/** How many relations an entity has, by field: `[{field, count}]`. */
export async function countsOf(id) {
  const query = `query Counts($id: ID!) {
    relationCounts(ids: [$id]) { counts { field count } }
  }`;
  return (await ask(query, { id })).relationCounts[0]?.counts ?? [];
}

/** A page of what a field of an entity leads to: `{nodes, pageInfo}`. */
export async function endsOf(id, type, field, first, after) {
  const query = `query Ends($id: ID!, $first: Int!, $after: String) {
    node(id: $id) { ... on ${classOf(type).type} {
      ends: ${field}(first: $first, after: $after) {
        nodes { ${NODE} } pageInfo { hasNextPage endCursor }
      }
    } }
  }`;
  return (await ask(query, { id, first, after })).node.ends;
}

/** The shortest ways between two entities: `{complete, paths}`. */
export async function waysBetween(from, to) {
  const query = `query Ways($from: ID!, $to: ID!) {
    paths(from: $from, to: $to) { complete paths { steps { ${STEP} } } }
  }`;
  return (await ask(query, { from, to })).paths;
}

function chunks(items) {
  const parts = [];
  for (let at = 0; at < items.length; at += CHUNK) parts.push(items.slice(at, at + CHUNK));
  return parts;
}
