// The graph in memory, its picture by WebGL, and the step that pushes overlapping nodes apart.
export { default as Graph } from "graphology";
export { default as Sigma } from "sigma";
export { EdgeArrowProgram, EdgeRectangleProgram, NodeCircleProgram } from "sigma/rendering";
export { default as noverlap } from "graphology-layout-noverlap";
