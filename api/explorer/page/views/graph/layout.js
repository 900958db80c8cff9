// Gives nodes their places by the worker; pinned nodes stay where they are.
const NODE = 10; // numbers for each node in ForceAtlas2's matrix: x, y, then its own state
const FIXED = 9;
const MASS = 6;
const SIZE = 8;

/** A layout of a graph: `run(rounds)` starts it anew, `stop()` ends it, `onEnd` is told. */
export function layoutOf(graph, { visible, sizeOf, onEnd }) {
  const worker = new Worker(new URL("layout_worker.js", import.meta.url), { type: "module" });
  let turn = 0;
  let place = new Map();

  worker.onmessage = ({ data }) => {
    if (data.turn !== turn) return;
    graph.updateEachNodeAttributes(
      (id, item) => {
        const at = place.get(id);
        if (at === undefined || item.pinned) return item;
        return { ...item, x: data.nodes[at * NODE], y: data.nodes[at * NODE + 1] };
      },
      { attributes: ["x", "y"] },
    );
    if (data.finished) onEnd();
    else requestAnimationFrame(() => worker.postMessage({ next: true }));
  };

  function run(rounds) {
    turn += 1;
    const ids = graph.nodes().filter(visible);
    place = new Map(ids.map((id, at) => [id, at]));
    worker.postMessage({
      turn,
      rounds,
      breath: ids.length > 2000 ? 400 : 30,
      nodes: nodeMatrix(graph, ids, sizeOf),
      edges: edgeMatrix(graph, place),
      settings: settings(ids.length),
    });
  }

  function stop() {
    turn += 1;
    worker.postMessage({ stop: true });
  }

  return { run, stop, end: () => worker.terminate() };
}

function nodeMatrix(graph, ids, sizeOf) {
  const matrix = new Float32Array(ids.length * NODE);
  ids.forEach((id, at) => {
    const { x, y, pinned } = graph.getNodeAttributes(id);
    matrix[at * NODE] = x;
    matrix[at * NODE + 1] = y;
    matrix[at * NODE + MASS] = 1 + graph.degree(id);
    matrix[at * NODE + MASS + 1] = 1;
    matrix[at * NODE + SIZE] = sizeOf(id);
    matrix[at * NODE + FIXED] = pinned ? 1 : 0;
  });
  return matrix;
}

function edgeMatrix(graph, place) {
  const found = [];
  graph.forEachEdge((_, __, source, target) => {
    if (place.has(source) && place.has(target)) {
      found.push(place.get(source) * NODE, place.get(target) * NODE, 1);
    }
  });
  return Float32Array.from(found);
}

function settings(count) {
  return {
    barnesHutOptimize: count > 300,
    gravity: 0.6,
    scalingRatio: count > 2000 ? 4 : 12,
    slowDown: 1 + Math.log(count + 1),
    strongGravityMode: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    linLogMode: false,
    outboundAttractionDistribution: false,
  };
}
