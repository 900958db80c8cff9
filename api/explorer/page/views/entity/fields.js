// An entity's fields, each with its source.
import { labelOf } from "../../data/ontology.js";
import { html } from "../../libraries/view.js";
import { day, language, number, t } from "../../words/words.js";
import { listedProperties } from "./entity_query.js";

export function Fields({ entity, definition }) {
  const sources = new Map(entity.provenance.map((item) => [item.field, item]));
  const filled = listedProperties(definition).filter((item) => !isEmpty(entity[item.name]));
  if (filled.length === 0) return null;
  return html`<section>
    <h2>${t("entity.fields")}</h2>
    <table class="fields">
      <tbody>
        ${filled.map(
          (item) => html`<tr key=${item.name}>
            <th scope="row">${labelOf(item)}</th>
            <td>${valueOf(item, entity[item.name])}</td>
            <td class="source">${sourceOf(item, sources)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function isEmpty(value) {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function valueOf(item, value) {
  const values = Array.isArray(value) ? value : [value];
  return values.map((one, at) => html`${at > 0 && " · "}${single(item, one)}`);
}

function single(item, value) {
  const unit = language.value === "zh" ? item.unitZh : item.unitEn;
  switch (item.datatype) {
    case "TERM":
      return html`<span title=${value.gloss ?? undefined}>${value.label || value.id}</span>`;
    case "BOOLEAN":
      return t(value ? "entity.yes" : "entity.no");
    case "INTEGER":
    case "DECIMAL":
      return `${item.name.endsWith("Year") ? value : number(value, 4)}${unit ? ` ${unit}` : ""}`;
    case "DATE":
    case "DATETIME":
      return day(value);
    case "URI":
      return /^https?:\/\//.test(value)
        ? html`<a href=${value} rel="noopener noreferrer external">${value}</a>`
        : value;
    default:
      return String(value);
  }
}

function sourceOf(item, sources) {
  const keys = item.datatype === "TEXT" ? [`${item.name}_${language.value}`, `${item.name}_zh`, `${item.name}_en`] : [item.name];
  const found = keys.map((key) => sources.get(key)).find(Boolean);
  return found && html`<span title=${day(found.time)}>${found.source}</span>`;
}
