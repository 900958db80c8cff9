// The best matches of a demand or a supply, with why.
import { useQuery } from "../../data/use_query.js";
import { html } from "../../libraries/view.js";
import { ENTITY, EntityLink } from "../../parts/entity.js";
import { FaultNote, How, Waiting } from "../../parts/notes.js";
import { percent, t } from "../../words/words.js";

function query(field) {
  return `query Matches($id: ID!) {
    ${field}(id: $id, first: 5) {
      confident
      matches { probability entity { ${ENTITY} } providers { ${ENTITY} } evidence { words } }
    }
  }`;
}

export function Matches({ id, field }) {
  const { data, fault, again } = useQuery(query(field), { id });
  const found = data?.[field];
  return html`<section class="sheet">
    <h2>${t(`matches.${field}`)}</h2>
    ${fault && html`<${FaultNote} fault=${fault} again=${again} />`}
    ${!fault && !found && html`<${Waiting} />`}
    ${found && html`<${Ranked} found=${found} />`}
    <${How}><p>${t("matches.how")}</p><//>
  </section>`;
}

function Ranked({ found }) {
  if (!found.confident) return html`<p class="note">${t("matches.none")}</p>${found.matches.length > 0 && html`<p class="small">${t("matches.nearest")}</p><${List} matches=${found.matches.slice(0, 3)} />`}`;
  return html`<${List} matches=${found.matches} />`;
}

function List({ matches }) {
  return html`<ol class="plain-list matches">
    ${matches.map(
      ({ entity, probability, providers, evidence }) => html`<li key=${entity.entityId}>
        <div class="row">
          <${EntityLink} entity=${entity} mark=${false} />
          ${probability !== null && html`<span class="count">${percent(probability)}</span>`}
        </div>
        ${providers.length > 0 &&
        html`<div class="small row">
          ${providers.map((item) => html`<${EntityLink} key=${item.entityId} entity=${item} />`)}
        </div>`}
        ${evidence.slice(0, 1).map((item) => html`<p class="small why">${item.words}</p>`)}
      </li>`,
    )}
  </ol>`;
}
