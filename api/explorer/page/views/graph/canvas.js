// The picture: sigma.js over the model, with choosing, dragging and the lasso.
import { relationLabel } from "../../data/ontology.js";
import { Sigma } from "../../libraries/graph.js";
import { hoverDrawer, labelDrawer } from "./labels.js";
import { hueColour, nodeLabel, nodeSize, palette, shortened } from "./look.js";
import { edgePasses, passes } from "./model.js";

const NAMED = 12; // so many relations of what is chosen have their names written beside them
const MANY = 4000; // with more edges than that, they are left out while the picture moves
const FOREMOST = 60;
const FONT = 'system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/**
 * Draws the model into an element.
 *
 * `on` is told what happens: `choose(ids, add)`, `open(id)`, `bubble(id)`, `moved(id)`.
 * Returns what the view steers it by.
 */
export function openCanvas(element, model, on) {
  const { graph } = model;
  let look = palette();
  let hovered = null;
  let near = null;
  let ways = new Set();
  const labels = labelDrawer(() => look, () => element.clientWidth);

  const sigma = new Sigma(graph, element, {
    allowInvalidContainer: true,
    defaultEdgeType: "arrow",
    labelFont: FONT,
    labelSize: 13,
    labelDensity: 0.9,
    labelGridCellSize: 70,
    labelRenderedSizeThreshold: 5,
    renderEdgeLabels: true,
    edgeLabelSize: 11,
    edgeLabelFont: FONT,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 8,
    stagePadding: 50,
    defaultDrawNodeLabel: labels.draw,
    defaultDrawNodeHover: hoverDrawer(() => look),
    nodeReducer: node,
    edgeReducer: edge,
  });
  sigma.on("beforeRender", () => labels.begin(foremost(), sigma.getSettings()));
  themed();

  function node(id, item) {
    if (!passes(model.filters.value, item)) return { ...item, hidden: true, label: null };
    const chosen = model.chosen.value.has(id);
    const faded = near !== null && !near.has(id);
    return {
      ...item,
      hidden: false,
      type: "circle",
      label: shortened(nodeLabel(id, item, graph)),
      size: nodeSize(graph, id, item) + (chosen ? 3 : 0),
      color: faded ? look.faded : colourOf(item),
      faded,
      chosen,
      forceLabel: chosen || item.kind === "bubble" || ways.has(id),
      highlighted: false,
      zIndex: chosen ? 2 : faded ? 0 : 1,
    };
  }

  /** What keeps its label before others: what is chosen, and what lies on the way found. */
  function foremost() {
    const ids = [...new Set([...model.chosen.value, ...ways])].slice(0, FOREMOST);
    return ids.flatMap((id) => {
      const shown = sigma.getNodeDisplayData(id);
      if (!shown || shown.hidden || !shown.label) return [];
      const place = sigma.framedGraphToViewport(shown);
      return [{ ...shown, key: id, size: sigma.scaleSize(shown.size), ...place }];
    });
  }

  function colourOf(item) {
    return item.kind === "bubble" ? look.faint : hueColour(look, item.class);
  }

  function edge(key, item) {
    const [source, target] = graph.extremities(key);
    const inWay = model.way.value.has(key);
    const out = !edgePasses(model.filters.value, item);
    const faded = near !== null && !(touches(source) || touches(target));
    const named = item.relation && (inWay || (!faded && beside(source, target)));
    return {
      hidden: out,
      color: inWay ? look.way : faded ? look.faded : near ? look.line : look.edge,
      size: inWay ? 3.5 : 1.2,
      label: named ? relationLabel(item.relation) : null,
      forceLabel: Boolean(named),
      zIndex: inWay ? 2 : faded ? 0 : 1,
    };
  }

  /** Whether an edge is one of the few of the one that is chosen, and so has its name written. */
  function beside(source, target) {
    const [one] = model.chosen.value;
    if (model.chosen.value.size !== 1 || (source !== one && target !== one)) return false;
    return graph.hasNode(one) && graph.degree(one) <= NAMED;
  }

  function touches(id) {
    return id === hovered || model.chosen.value.has(id);
  }

  /** Others fade while some are chosen, so that their surroundings stand out. */
  function focus() {
    const roots = [...model.chosen.value, hovered].filter((id) => id && graph.hasNode(id));
    const onWay = [...model.way.value].filter((key) => graph.hasEdge(key));
    ways = new Set(onWay.flatMap((key) => graph.extremities(key)));
    near = roots.length
      ? new Set([...roots.flatMap((id) => [id, ...graph.neighbors(id)]), ...ways])
      : null;
    sigma.refresh({ skipIndexation: true });
  }

  function themed() {
    look = palette();
    sigma.setSetting("labelColor", { color: look.ink });
    sigma.setSetting("edgeLabelColor", { color: look.faint });
    sigma.refresh();
  }

  steer(sigma, model, on, (id) => {
    hovered = id;
    focus();
  });

  return {
    sigma,
    focus,
    themed,
    refresh() {
      const many = graph.size > MANY;
      sigma.setSetting("hideEdgesOnMove", many);
      sigma.setSetting("defaultEdgeType", many ? "line" : "arrow");
      sigma.refresh();
    },
    fit: () => sigma.getCamera().animatedReset({ duration: 250 }),
    look: () => look,
    move(id) {
      const at = sigma.getNodeDisplayData(id);
      if (at) sigma.getCamera().animate({ x: at.x, y: at.y, ratio: Math.min(sigma.getCamera().ratio, 0.6) }, { duration: 300 });
    },
    pan(dx, dy) {
      const camera = sigma.getCamera();
      const step = camera.ratio * 0.1;
      camera.animate({ x: camera.x + dx * step, y: camera.y + dy * step }, { duration: 120 });
    },
    zoom: (factor) => sigma.getCamera().animatedZoom({ factor, duration: 150 }),
    within: (polygon) => inside(sigma, graph, polygon),
    end: () => sigma.kill(),
  };
}

function steer(sigma, model, on, hover) {
  const { graph } = model;
  let dragged = null;
  let moved = false;
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  sigma.on("clickNode", ({ node, event }) => {
    if (moved) return;
    if (graph.getNodeAttribute(node, "kind") === "bubble") on.bubble(node);
    else on.choose([node], event.original.shiftKey || event.original.ctrlKey);
  });
  sigma.on("doubleClickNode", ({ node, event }) => {
    event.preventSigmaDefault();
    if (graph.getNodeAttribute(node, "kind") === "entity") on.open(node);
  });
  sigma.on("clickStage", () => {
    if (!moved) on.choose([], false);
  });
  sigma.on("downNode", ({ node }) => {
    dragged = node;
    moved = false;
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (dragged === null) return;
    moved = true;
    graph.mergeNodeAttributes(dragged, sigma.viewportToGraph(event));
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  const drop = () => {
    if (dragged !== null && moved) on.moved(dragged);
    dragged = null;
    sigma.setCustomBBox(null);
    setTimeout(() => {
      moved = false;
    }, 0);
  };
  sigma.on("upNode", drop);
  sigma.on("upStage", drop);
}

/** The entities shown within a polygon of the viewport. */
function inside(sigma, graph, polygon) {
  return graph.filterNodes((id, item) => {
    const shown = sigma.getNodeDisplayData(id);
    if (item.kind !== "entity" || !shown || shown.hidden) return false;
    return contains(polygon, sigma.framedGraphToViewport(shown));
  });
}

function contains(polygon, { x, y }) {
  let within = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at++) {
    const [a, b] = [polygon[at], polygon[before]];
    const crosses = a.y > y !== b.y > y;
    if (crosses && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
