// Facets: values with counts, several of which can be chosen at once.
import { html, useState } from "../../libraries/view.js";
import { number, t } from "../../words/words.js";

/** The facets of the API, with the name of each in addresses and in variables of the query. */
export const FACETS = [
  { name: "CLASS", key: "types" },
  { name: "REGION", key: "regions" },
  { name: "INDUSTRY", key: "industries" },
  { name: "STATUS", key: "statuses" },
];
const SHOWN = 8;

/** What an address chooses: a list of values for each facet. */
export function chosenOf(query) {
  return Object.fromEntries(
    FACETS.map(({ key }) => [key, (query[key] ?? "").split("|").filter(Boolean)]),
  );
}

export function Facets({ facets, chosen, onChoose }) {
  const some = Object.values(chosen).some((values) => values.length);
  const none = Object.fromEntries(FACETS.map(({ key }) => [key, []]));
  return html`<aside class="facets" aria-label=${t("facets.label")}>
    ${some &&
    html`<button class="quiet" onClick=${() => onChoose(none)}>${t("facets.clear")}</button>`}
    ${FACETS.map(({ name, key }) => {
      const values = facets.find((facet) => facet.name === name)?.values ?? [];
      const choose = (next) => onChoose({ ...chosen, [key]: next });
      return html`<${Facet} key=${name} name=${name} values=${values} chosen=${chosen[key]} onChoose=${choose} />`;
    })}
  </aside>`;
}

function Facet({ name, values, chosen, onChoose }) {
  const [all, setAll] = useState(false);
  if (values.length === 0) return null;
  const shown = all ? values : values.filter((item, at) => at < SHOWN || chosen.includes(item.key));
  return html`<fieldset class="facet">
    <legend>${t(`facets.${name}`)}</legend>
    ${shown.map(
      (item) => html`<label key=${item.key}>
        <input
          type="checkbox"
          checked=${chosen.includes(item.key)}
          onChange=${() => onChoose(toggled(chosen, item.key))}
        />
        <span>${item.label}</span>
        <span class="count">${number(item.count)}</span>
      </label>`,
    )}
    ${values.length > SHOWN &&
    html`<button class="quiet small" aria-expanded=${all ? "true" : "false"} onClick=${() => setAll(!all)}>
      ${all ? t("facets.fewer") : t("facets.more", { n: values.length - SHOWN })}
    </button>`}
  </fieldset>`;
}

function toggled(values, value) {
  return values.includes(value) ? values.filter((item) => item !== value) : [...values, value];
}
