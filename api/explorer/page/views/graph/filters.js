// Filters by class, relation, source and date; what is ticked is shown.
import { classLabel, relationLabel } from "../../data/ontology.js";
import { html } from "../../libraries/view.js";
import { hueOf } from "../../parts/entity.js";
import { number, t } from "../../words/words.js";
import { NO_FILTERS } from "./model.js";

export function Filters({ model }) {
  model.changed.value;
  const filters = model.filters.value;
  const change = (given) => {
    model.filters.value = { ...filters, ...given };
  };
  const { classes, relations, sources } = occurring(model);
  return html`<div class="stack wide">
    <${Ticks} title=${t("filters.classes")} counts=${classes} out=${filters.classes} labelOf=${classLabel} dot onChange=${(next) => change({ classes: next })} />
    <${Ticks} title=${t("filters.relations")} counts=${relations} out=${filters.relations} labelOf=${relationLabel} onChange=${(next) => change({ relations: next })} />
    <${Ticks} title=${t("filters.sources")} counts=${sources} out=${filters.sources} labelOf=${(name) => name} onChange=${(next) => change({ sources: next })} />
    <fieldset class="facet">
      <legend>${t("filters.dates")}</legend>
      <p class="row dates">
        <label>${t("filters.from")} <input type="date" value=${filters.from} onChange=${(event) => change({ from: event.target.value })} /></label>
        <label>${t("filters.to")} <input type="date" value=${filters.to} onChange=${(event) => change({ to: event.target.value })} /></label>
      </p>
    </fieldset>
    <button onClick=${() => change(NO_FILTERS)}>${t("filters.none")}</button>
  </div>`;
}

function occurring(model) {
  const found = { classes: new Map(), relations: new Map(), sources: new Map() };
  const count = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  model.graph.forEachNode((_, item) => {
    if (item.kind !== "entity") return;
    count(found.classes, item.class);
    for (const name of item.sources) count(found.sources, name);
  });
  model.graph.forEachEdge((_, { relation }) => relation && count(found.relations, relation));
  return found;
}

function Ticks({ title, counts, out, labelOf, dot, onChange }) {
  const shown = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (shown.length === 0) return null;
  const toggled = (key) => {
    const next = new Set(out);
    if (!next.delete(key)) next.add(key);
    return next;
  };
  return html`<fieldset class="facet">
    <legend>${title}</legend>
    ${shown.map(
      ([key, count]) => html`<label key=${key}>
        <input type="checkbox" checked=${!out.has(key)} onChange=${() => onChange(toggled(key))} />
        <span>${dot && html`<span class=${`dot hue-${hueOf(key)}`}></span> `}${labelOf(key)}</span>
        <span class="count">${number(count)}</span>
      </label>`,
    )}
  </fieldset>`;
}
