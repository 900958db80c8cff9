// The standards that apply to an entity, and by which way.
import { useQuery } from "../../data/use_query.js";
import { html } from "../../libraries/view.js";
import { ENTITY, EntityLink } from "../../parts/entity.js";
import { FaultNote, Waiting } from "../../parts/notes.js";
import { t } from "../../words/words.js";

const SHOWN = 8;
const QUERY = `query Applicable($id: ID!, $first: Int!) {
  applicableStandards(id: $id, first: $first) {
    standard { ${ENTITY} ... on Standard { code } }
    supersededBy { ${ENTITY} }
    paths { words }
  }
}`;

export function Standards({ id }) {
  const { data, fault, again } = useQuery(QUERY, { id, first: SHOWN });
  const found = data?.applicableStandards;
  return html`<section class="sheet">
    <h2>${t("standards.title")}</h2>
    ${fault && html`<${FaultNote} fault=${fault} again=${again} />`}
    ${!fault && !found && html`<${Waiting} />`}
    ${found?.length === 0 && html`<p class="note">${t("standards.none")}</p>`}
    <ul class="plain-list matches">
      ${found?.map(
        ({ standard, supersededBy, paths }) => html`<li key=${standard.entityId}>
          <${EntityLink} entity=${standard} mark=${false} />
          ${standard.code && html` <code class="small">${standard.code}</code>`}
          ${supersededBy.length > 0 &&
          html`<p class="small superseded">${t("standards.superseded")} <${EntityLink} entity=${supersededBy[0]} mark=${false} /></p>`}
          ${paths.slice(0, 1).map((path) => html`<p class="small why">${path.words}</p>`)}
        </li>`,
      )}
    </ul>
  </section>`;
}
