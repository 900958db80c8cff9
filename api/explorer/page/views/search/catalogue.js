// The catalogue: every class that has records, what it means, and how many there are.
import { useQuery } from "../../data/use_query.js";
import { html } from "../../libraries/view.js";
import { hueOf } from "../../parts/entity.js";
import { FaultNote, Waiting } from "../../parts/notes.js";
import { address } from "../../shell/router.js";
import { number, t } from "../../words/words.js";

const QUERY = `{
  entities { totalCount groupCounts(by: TYPE) { key label count } }
  ontology { classes { name gloss } }
}`;

export function Catalogue() {
  const { data, fault, again } = useQuery(QUERY);
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  if (!data) return html`<${Waiting} />`;
  const { totalCount, groupCounts } = data.entities;
  const glosses = new Map(data.ontology.classes.map((item) => [item.name, item.gloss]));
  return html`<section>
    <h1>${t("catalogue.title")}</h1>
    <p class="small">${t("catalogue.about", { n: totalCount, classes: groupCounts.length })}</p>
    <ul class="plain-list catalogue">
      ${groupCounts.map(
        ({ key, label, count }) => html`<li key=${key}>
          <div class="catalogue-class">
            <span class=${`dot hue-${hueOf(key)}`}></span>
            <a href=${address(["search"], { types: key })}>${label}</a>
            <span class="count">${number(count)}</span>
          </div>
          <p class="small">${glosses.get(key)}</p>
        </li>`,
      )}
    </ul>
  </section>`;
}
