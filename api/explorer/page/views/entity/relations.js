// An entity's relations: one group for each, with its count; long ones by the page.
import { ask } from "../../data/client.js";
import { labelOf } from "../../data/ontology.js";
import { useQuery } from "../../data/use_query.js";
import { html, useState } from "../../libraries/view.js";
import { ENTITY, EntityLink } from "../../parts/entity.js";
import { FaultNote, Waiting } from "../../parts/notes.js";
import { number, t } from "../../words/words.js";

const FIRST = 6;
const MORE = 50;
const COUNTS = `query Counts($id: ID!) {
  relationCounts(ids: [$id]) { counts { field count } }
}`;

export function Relations({ id, definition }) {
  const counted = useQuery(COUNTS, { id });
  const counts = new Map(
    (counted.data?.relationCounts[0]?.counts ?? []).map(({ field, count }) => [field, count]),
  );
  const groups = definition.relations.filter((item) => counts.has(item.name));
  const { data, fault, again } = useQuery(firstPages(definition, groups), { id });
  if (counted.fault ?? fault) return html`<${FaultNote} fault=${counted.fault ?? fault} again=${again} />`;
  if (!counted.data) return html`<${Waiting} />`;
  return html`<section>
    <h2>${t("entity.relations")}</h2>
    ${groups.length === 0 && html`<p class="note">${t("entity.noRelations")}</p>`}
    ${data?.node &&
    groups.map(
      (item) => html`<${Group}
        key=${item.name}
        id=${id}
        definition=${definition}
        relation=${item}
        count=${counts.get(item.name)}
        page=${data.node[item.name]}
      />`,
    )}
  </section>`;
}

function firstPages(definition, groups) {
  if (groups.length === 0) return null;
  const pages = groups.map((item) => page(item.name, FIRST));
  return `query Relations($id: ID!) { node(id: $id) { ... on ${definition.type} { ${pages.join(" ")} } } }`;
}

function page(field, first, after = "") {
  return `${field}(first: ${first}${after}) { nodes { ${ENTITY} } pageInfo { hasNextPage endCursor } }`;
}

function Group({ id, definition, relation, count, page: firstPage }) {
  const [more, setMore] = useState({ of: firstPage, pages: [] });
  const [fault, setFault] = useState(null);
  const pages = more.of === firstPage ? more.pages : [];
  const last = pages.at(-1) ?? firstPage;
  if (!firstPage) return null;

  async function next() {
    try {
      const query = `query More($id: ID!, $after: String) {
        node(id: $id) { ... on ${definition.type} { ${page(relation.name, MORE, ", after: $after")} } }
      }`;
      const found = await ask(query, { id, after: last.pageInfo.endCursor });
      setMore({ of: firstPage, pages: [...pages, found.node[relation.name]] });
    } catch (error) {
      setFault(error);
    }
  }

  return html`<div class="relation">
    <h3>${labelOf(relation)} <span class="count">${number(count)}</span></h3>
    <ul class="plain-list relation-ends">
      ${[firstPage, ...pages].flatMap((part) =>
        part.nodes.map((entity) => html`<li key=${entity.entityId}><${EntityLink} entity=${entity} /></li>`),
      )}
    </ul>
    ${last.pageInfo.hasNextPage &&
    html`<button class="quiet small" onClick=${next}>${t("entity.more")}</button>`}
    ${fault && html`<${FaultNote} fault=${fault} again=${next} />`}
  </div>`;
}
