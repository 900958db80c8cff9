// The picture as PNG and SVG, the graph as GraphML: made in the page, of what is shown.
import { boxOf, onSheet, overlap } from "./labels.js";

const LABEL = 13;
const FAMILY = "sans-serif";

/** What is shown, in the viewport's coordinates: lines, circles and the labels that fit. */
function scene(canvas, model) {
  const { sigma } = canvas;
  const { width, height } = sigma.getDimensions();
  const at = (id) => sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
  const nodes = model.graph
    .filterNodes((id) => !sigma.getNodeDisplayData(id)?.hidden)
    .map((id) => {
      const shown = sigma.getNodeDisplayData(id);
      const size = sigma.scaleSize(shown.size);
      return { ...at(id), size, colour: shown.color, label: shown.label, order: model.graph.degree(id) };
    });
  const lines = model.graph
    .filterEdges((key, _, source, target) => {
      const hidden = [source, target].some((id) => sigma.getNodeDisplayData(id)?.hidden);
      return !hidden && !sigma.getEdgeDisplayData(key)?.hidden;
    })
    .map((key) => {
      const [source, target] = model.graph.extremities(key);
      const { color, size } = sigma.getEdgeDisplayData(key);
      return { from: at(source), to: at(target), colour: color, width: size };
    });
  return { width, height, nodes, lines, labels: fitting(nodes, width), look: canvas.look() };
}

function fitting(nodes, width) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `${LABEL}px ${FAMILY}`;
  const taken = [];
  for (const node of [...nodes].sort((a, b) => b.order - a.order)) {
    if (!node.label) continue;
    const box = onSheet(boxOf(node, context.measureText(node.label).width, LABEL), node, width);
    if (taken.some(({ box: other }) => overlap(box, other))) continue;
    taken.push({ box, text: node.label, x: box.left, y: node.y + LABEL / 3 });
  }
  return taken;
}

export function asSvg(canvas, model) {
  const { width, height, nodes, lines, labels, look } = scene(canvas, model);
  const root = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(element("rect", { width, height, fill: look.paper }));
  for (const { from, to, colour, width: stroke } of lines) {
    root.append(
      element("line", { x1: round(from.x), y1: round(from.y), x2: round(to.x), y2: round(to.y), stroke: colour, "stroke-width": stroke }),
    );
  }
  for (const { x, y, size, colour } of nodes) {
    root.append(element("circle", { cx: round(x), cy: round(y), r: round(size), fill: colour }));
  }
  for (const { x, y, text } of labels) {
    const label = element("text", {
      x: round(x),
      y: round(y),
      fill: look.ink,
      stroke: look.paper,
      "stroke-width": 3,
      "paint-order": "stroke",
      "font-size": LABEL,
      "font-family": FAMILY,
    });
    label.textContent = text;
    root.append(label);
  }
  return new Blob([new XMLSerializer().serializeToString(root)], { type: "image/svg+xml" });
}

export function asPng(canvas, model) {
  const { width, height, nodes, lines, labels, look } = scene(canvas, model);
  const scale = 2;
  const sheet = Object.assign(document.createElement("canvas"), {
    width: width * scale,
    height: height * scale,
  });
  const context = sheet.getContext("2d");
  context.scale(scale, scale);
  context.fillStyle = look.paper;
  context.fillRect(0, 0, width, height);
  for (const { from, to, colour, width: stroke } of lines) {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.strokeStyle = colour;
    context.lineWidth = stroke;
    context.stroke();
  }
  for (const { x, y, size, colour } of nodes) {
    context.beginPath();
    context.arc(x, y, size, 0, Math.PI * 2);
    context.fillStyle = colour;
    context.fill();
  }
  context.font = `${LABEL}px ${FAMILY}`;
  context.lineWidth = 3;
  context.lineJoin = "round";
  for (const { x, y, text } of labels) {
    context.strokeStyle = look.paper;
    context.strokeText(text, x, y);
    context.fillStyle = look.ink;
    context.fillText(text, x, y);
  }
  return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
}

const GRAPHML = "http://graphml.graphdrawing.org/xmlns";
const SVG = "http://www.w3.org/2000/svg";
const NODE_KEYS = ["class", "zh", "en", "x", "y"];

/** GraphML of what is shown; names in both languages, places as drawn. */
export function asGraphMl(model, visible) {
  const page = document.implementation.createDocument(GRAPHML, "graphml");
  const make = (name, given = {}) => {
    const made = page.createElementNS(GRAPHML, name);
    for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
    return made;
  };
  const root = page.documentElement;
  for (const key of NODE_KEYS) {
    const type = key === "x" || key === "y" ? "double" : "string";
    root.append(make("key", { id: key, for: "node", "attr.name": key, "attr.type": type }));
  }
  root.append(make("key", { id: "relation", for: "edge", "attr.name": "relation", "attr.type": "string" }));
  const drawn = make("graph", { edgedefault: "directed" });
  root.append(drawn);
  const data = (key, value) => {
    const made = make("data", { key });
    made.textContent = String(value);
    return made;
  };
  const ids = new Set(model.entities().filter(visible));
  for (const id of ids) {
    const item = model.graph.getNodeAttributes(id);
    const node = make("node", { id });
    const known = NODE_KEYS.filter((key) => item[key] !== null && item[key] !== undefined);
    node.append(...known.map((key) => data(key, item[key])));
    drawn.append(node);
  }
  model.graph.forEachEdge((_, { relation }, source, target) => {
    if (!relation || !ids.has(source) || !ids.has(target)) return;
    const edge = make("edge", { source, target });
    edge.append(data("relation", relation));
    drawn.append(edge);
  });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(page)}`;
  return new Blob([text], { type: "application/xml" });
}

/** Hands a file to the viewer. */
export function handOver(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function element(name, given) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
  return made;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
