// The graph that is shown, and what can be done to it. Nothing is drawn here.
import { fieldOf } from "../../data/ontology.js";
import { signal } from "../../libraries/view.js";

/** The id of the bubble that stands for what is not yet shown of a relation. */
export function bubbleId(id, field) {
  return `…${field}…${id}`;
}

/**
 * A model of what is shown, over a graphology graph.
 *
 * Nodes are entities (`kind` "entity": class, zh, en, sources, since, until, pinned, hidden,
 * start) or bubbles (`kind` "bubble": of, field, count). `changed` counts changes; `chosen` are
 * the ids selected; `way` the edges of the last path found.
 */
export class Model {
  constructor(Graph) {
    this.graph = new Graph({ type: "directed", multi: true });
    this.changed = signal(0);
    this.chosen = signal(new Set());
    this.way = signal(new Set());
    this.filters = signal(NO_FILTERS);
    this.cursors = new Map();
  }

  /** Tell that something changed. */
  touch() {
    this.changed.value += 1;
  }

  entities() {
    return this.graph.filterNodes((_, item) => item.kind === "entity");
  }

  /** Add entities near another that is shown, or around the middle; the ids that were new. */
  add(entities, { near = null, start = false } = {}) {
    const added = [];
    const fresh = entities.filter((entity) => !this.graph.hasNode(entity.entityId));
    fresh.forEach((entity, at) => {
      const id = entity.entityId;
      if (this.graph.hasNode(id)) return;
      this.graph.addNode(id, { ...attributes(entity), ...this.place(near, at, fresh.length), start });
      added.push(id);
    });
    if (start) {
      for (const { entityId } of entities) this.graph.setNodeAttribute(entityId, "start", true);
    }
    return added;
  }

  /** Add links whose ends are both shown; a link that stands is told its origin. */
  link(links) {
    for (const { relation, source, target, origin } of links) {
      const [from, to] = [source.entityId, target.entityId];
      if (!this.graph.hasNode(from) || !this.graph.hasNode(to)) continue;
      const key = edgeId(from, relation, to);
      const said = { relation, source: origin?.source ?? null, time: origin?.time ?? null };
      if (!this.graph.hasEdge(key)) this.graph.addDirectedEdgeWithKey(key, from, to, said);
      else if (origin) this.graph.mergeEdgeAttributes(key, said);
    }
  }

  /** Show or update the bubble of what a field still hides; none if it hides nothing. */
  bubble(id, field, count) {
    const key = bubbleId(id, field);
    if (count <= 0) {
      if (this.graph.hasNode(key)) this.graph.dropNode(key);
      return;
    }
    if (this.graph.hasNode(key)) {
      this.graph.setNodeAttribute(key, "count", count);
      return;
    }
    this.graph.addNode(key, { kind: "bubble", of: id, field, count, ...this.place(id, 0, 1) });
    this.graph.addDirectedEdge(id, key, { relation: null, source: null, time: null });
  }

  /** The ends of a field that are shown. */
  shownEnds(id, field) {
    const { relation, forward } = fieldOf(this.graph.getNodeAttribute(id, "class"), field);
    const found = new Set();
    const visit = (_, item, source, target) => {
      if (item.relation === relation) found.add(forward ? target : source);
    };
    if (forward) this.graph.forEachOutEdge(id, visit);
    else this.graph.forEachInEdge(id, visit);
    return found;
  }

  /** Take away what hangs on an entity alone and was neither pinned nor asked for. */
  collapse(id) {
    const leaves = this.graph.filterNeighbors(
      id,
      (other, item) => !item.start && !item.pinned && this.graph.neighbors(other).length === 1,
    );
    for (const leaf of leaves) this.graph.dropNode(leaf);
    for (const key of [...this.cursors.keys()]) {
      if (key.endsWith(`…${id}`)) this.cursors.delete(key);
    }
    this.forget(leaves);
    this.touch();
    return leaves.length;
  }

  set(ids, attribute, value) {
    for (const id of ids) this.graph.setNodeAttribute(id, attribute, value);
    this.touch();
  }

  choose(ids) {
    this.chosen.value = new Set(ids);
  }

  hidden() {
    return this.graph.filterNodes((_, item) => item.hidden);
  }

  clear() {
    this.graph.clear();
    this.cursors.clear();
    this.choose([]);
    this.way.value = new Set();
    this.touch();
  }

  forget(ids) {
    const gone = new Set(ids);
    this.choose([...this.chosen.value].filter((id) => !gone.has(id)));
  }

  place(near, at, count) {
    const angle = (at / Math.max(count, 1)) * 2 * Math.PI + this.graph.order;
    const middle = near && this.graph.hasNode(near) ? this.graph.getNodeAttributes(near) : null;
    const radius = middle ? 6 + Math.sqrt(count) * 2 : 10 + Math.sqrt(this.graph.order + count) * 8;
    return {
      x: (middle?.x ?? 0) + radius * Math.cos(angle),
      y: (middle?.y ?? 0) + radius * Math.sin(angle),
    };
  }
}

export const NO_FILTERS = {
  classes: new Set(),
  relations: new Set(),
  sources: new Set(),
  from: "",
  to: "",
};

/** Whether a node passes the filters: `classes`, `relations` and `sources` are those left out. */
export function passes(filters, item) {
  if (item.hidden) return false;
  if (item.kind === "bubble") return true;
  if (filters.classes.has(item.class)) return false;
  if (item.sources.length && item.sources.every((name) => filters.sources.has(name))) return false;
  if (filters.from && item.until && item.until < filters.from) return false;
  return !(filters.to && item.since && item.since.slice(0, 10) > filters.to);
}

export function edgePasses(filters, item) {
  if (filters.relations.has(item.relation)) return false;
  return !(item.source && filters.sources.has(item.source));
}

export function edgeId(source, relation, target) {
  return `${source} ${relation} ${target}`;
}

function attributes(entity) {
  const times = entity.provenance.map((item) => item.time).sort();
  return {
    kind: "entity",
    class: entity.type,
    zh: entity.zh,
    en: entity.en,
    illustrative: Boolean(entity.illustrative),
    sources: [...new Set(entity.provenance.map((item) => item.source))].sort(),
    since: times[0] ?? null,
    until: times.at(-1) ?? null,
    pinned: false,
    hidden: false,
  };
}
