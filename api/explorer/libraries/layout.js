// The force layout alone, for the worker.
export { default as iterate } from "graphology-layout-forceatlas2/iterate.js";
export { default as defaults } from "graphology-layout-forceatlas2/defaults.js";
