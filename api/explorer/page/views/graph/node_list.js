// The list of what is shown: the same as the canvas, for keyboards and screen readers.
import { classLabel } from "../../data/ontology.js";
import { html, useState } from "../../libraries/view.js";
import { ClassMark } from "../../parts/entity.js";
import { number, t } from "../../words/words.js";
import { nodeLabel } from "./look.js";
import { passes } from "./model.js";

const LISTED = 200;

export function NodeList({ model, act }) {
  const [text, setText] = useState("");
  model.changed.value;
  const { graph } = model;
  const rows = model
    .entities()
    .map((id) => ({ id, item: graph.getNodeAttributes(id), degree: graph.degree(id) }))
    .filter(({ item }) => passes(model.filters.value, item))
    .map((row) => ({ ...row, label: nodeLabel(row.id, row.item, graph) }))
    .filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()))
    .sort((a, b) => b.degree - a.degree || (a.id < b.id ? -1 : 1));
  return html`<div class="stack wide">
    <input
      type="search"
      aria-label=${t("list.filter")}
      placeholder=${t("list.filter")}
      value=${text}
      onInput=${(event) => setText(event.target.value)}
    />
    <p class="small" role="status">${t("list.count", { n: rows.length })}</p>
    <ul class="plain-list node-list">
      ${rows.slice(0, LISTED).map(
        ({ id, item, degree, label }) => html`<li key=${id}>
          <button
            class="quiet node-button"
            aria-pressed=${model.chosen.value.has(id) ? "true" : "false"}
            onClick=${(event) => (event.shiftKey || event.ctrlKey ? act.choose([id], true) : act.goTo(id))}
            onDblClick=${() => act.open(id)}
          >
            <${ClassMark} type=${item.class} bare />
            <span class="node-name">${label}<span class="unseen">, ${classLabel(item.class)}</span></span>
            <span class="count">${number(degree)}</span>
          </button>
        </li>`,
      )}
    </ul>
    ${rows.length > LISTED && html`<p class="small">${t("list.more", { n: rows.length - LISTED })}</p>`}
  </div>`;
}
