// What lies over the canvas: tools, the legend, and how to begin.
import { classLabel } from "../../data/ontology.js";
import { useQuery } from "../../data/use_query.js";
import { html } from "../../libraries/view.js";
import { ClassMark, ENTITY, hueOf, nameOf } from "../../parts/entity.js";
import { Picker } from "../../parts/picker.js";
import { number, t } from "../../words/words.js";
import { passes } from "./model.js";

const LEGEND = 9;

export function Tools({ canvas, act, model, lasso, setLasso, busy }) {
  const hidden = model.changed.value >= 0 ? model.hidden().length : 0;
  return html`<div class="graph-tools" role="toolbar" aria-label=${t("graph.tools")}>
    <button onClick=${() => canvas.current?.zoom(1.5)} aria-label=${t("graph.zoomIn")} title=${t("graph.zoomIn")}>+</button>
    <button onClick=${() => canvas.current?.zoom(1 / 1.5)} aria-label=${t("graph.zoomOut")} title=${t("graph.zoomOut")}>−</button>
    <button onClick=${() => canvas.current?.fit()}>${t("graph.fit")}</button>
    <button aria-pressed=${lasso ? "true" : "false"} onClick=${() => setLasso(!lasso)}>${t("graph.lasso")}</button>
    <button onClick=${act.settle}>${t("graph.settle")}</button>
    ${hidden > 0 && html`<button onClick=${act.showHidden}>${t("graph.showHidden", { n: hidden })}</button>`}
    <button onClick=${act.clear}>${t("graph.clear")}</button>
    ${busy && html`<span class="graph-busy" role="status">${t("note.waiting")}</span>`}
  </div>`;
}

export function Legend({ model }) {
  const counts = new Map();
  if (model.changed.value >= 0) {
    for (const id of model.entities()) {
      const item = model.graph.getNodeAttributes(id);
      if (passes(model.filters.value, item)) counts.set(item.class, (counts.get(item.class) ?? 0) + 1);
    }
  }
  const shown = [...counts].sort((a, b) => b[1] - a[1]).slice(0, LEGEND);
  return html`<ul class="plain-list graph-legend" aria-label=${t("graph.legend")}>
    ${shown.map(
      ([name, count]) => html`<li key=${name}>
        <span class=${`dot hue-${hueOf(name)}`}></span> ${classLabel(name)}
        <span class="count">${number(count)}</span>
      </li>`,
    )}
  </ul>`;
}

const IDEAS = `{
  allChains(first: 3) { nodes { ${ENTITY} } }
  scenarios(first: 5) { nodes { ${ENTITY} } }
}`;

export function Beginning({ onPick }) {
  const { data } = useQuery(IDEAS);
  const ideas = data ? [...data.allChains.nodes, ...data.scenarios.nodes] : [];
  return html`<div class="graph-beginning sheet">
    <h2>${t("graph.begin")}</h2>
    <${Picker} label=${t("graph.beginWith")} onPick=${(entity) => onPick(entity.entityId)} />
    ${ideas.length > 0 && html`<p class="small">${t("graph.ideas")}</p>`}
    <ul class="plain-list">
      ${ideas.map(
        (entity) => html`<li key=${entity.entityId}>
          <button class="quiet" onClick=${() => onPick(entity.entityId)}>
            <${ClassMark} type=${entity.type} bare /> ${nameOf(entity)}
          </button>
        </li>`,
      )}
    </ul>
  </div>`;
}
