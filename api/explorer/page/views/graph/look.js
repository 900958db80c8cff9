// How nodes and edges look: colours by class and theme, sizes by what hangs on them.
import { fieldOf, labelOf } from "../../data/ontology.js";
import { HUES, hueOf } from "../../parts/entity.js";
import { colour } from "../../shell/theme.js";
import { language, number } from "../../words/words.js";

/** The colours of the present theme, read once for many nodes. */
export function palette() {
  return {
    paper: colour("paper"),
    sheet: colour("sheet"),
    ink: colour("ink"),
    faint: colour("ink-3"),
    line: colour("line-strong"),
    edge: colour("edge"),
    faded: colour("line"),
    accent: colour("accent"),
    way: colour("focus"),
    hues: Array.from({ length: HUES }, (_, at) => colour(`hue-${at}`)),
  };
}

export function hueColour(look, className) {
  return look.hues[hueOf(className)];
}

/** The name of a node in the viewer's language; of a bubble, how many and of what. */
export function nodeLabel(id, item, graph) {
  if (item.kind === "bubble") {
    const of = graph.getNodeAttribute(item.of, "class");
    return `+${number(item.count)} ${labelOf(fieldOf(of, item.field), item.field)}`;
  }
  const [first, second] = language.value === "zh" ? [item.zh, item.en] : [item.en, item.zh];
  return first || second || id;
}

/** A label as long as fits beside a node: a Han character takes the room of two letters. */
export function shortened(label, room = 30) {
  let taken = 0;
  let end = 0;
  for (const letter of label) {
    taken += letter > "\u2e7f" ? 2 : 1;
    if (taken > room) return `${label.slice(0, end)}…`;
    end += letter.length;
  }
  return label;
}

export function nodeSize(graph, id, item) {
  if (item.kind === "bubble") return Math.min(22, 8 + Math.log10(item.count + 1) * 4);
  return Math.min(18, 5 + Math.sqrt(graph.degree(id)) * 1.3);
}

