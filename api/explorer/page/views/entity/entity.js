// An entity's page: its fields, its relations, and what the analyses say of it.
import { classOf, ontology } from "../../data/ontology.js";
import { useQuery } from "../../data/use_query.js";
import { html, useEffect } from "../../libraries/view.js";
import { ClassMark, graphAddress, nameOf, NoSuch } from "../../parts/entity.js";
import { Example, FaultNote, Waiting } from "../../parts/notes.js";
import { t } from "../../words/words.js";
import { ChainPlace } from "./chain_place.js";
import { entityQuery } from "./entity_query.js";
import { Fields } from "./fields.js";
import { History } from "./history.js";
import { Matches } from "./matches.js";
import { Relations } from "./relations.js";
import { Standards } from "./standards.js";

const KIND = `query Kind($id: ID!) { node(id: $id) { ... on Entity { type } } }`;
const MATCHED = new Map([
  ["Demand", "matchDemand"],
  ["Supply", "matchSupply"],
]);
const CHAINED = new Map([
  ["UseCase", "USE_CASE"],
  ["Enterprise", "ENTERPRISE"],
  ["Product", "PRODUCT"],
]);
const GUIDED = new Set(["Demand", "Supply", "UseCase", "Scenario", "Technology", "Standard"]);

export default function EntityPage({ path }) {
  const id = path.join("/");
  const { data, fault, again } = useQuery(KIND, { id });
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  if (!data || !ontology.value) return html`<${Waiting} />`;
  if (!data.node) return html`<${NoSuch} id=${id} />`;
  return html`<${OfClass} key=${id} id=${id} definition=${classOf(data.node.type)} />`;
}

function OfClass({ id, definition }) {
  const { data, fault, loading, again } = useQuery(entityQuery(definition), { id });
  const entity = data?.node;
  useEffect(() => {
    if (entity) document.title = `${nameOf(entity)} · pearlnet`;
  }, [entity]);
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  if (!entity) return html`<${Waiting} />`;
  const { name } = definition;
  return html`<article class="entity" aria-busy=${loading ? "true" : "false"}>
    <${Title} entity=${entity} type=${name} />
    <div class="entity-columns">
      <div class="entity-main">
        <${Fields} entity=${entity} definition=${definition} />
        <${Relations} id=${id} definition=${definition} />
        <${History} id=${id} />
      </div>
      <div class="entity-side">
        ${MATCHED.has(name) && html`<${Matches} id=${id} field=${MATCHED.get(name)} />`}
        ${CHAINED.has(name) && html`<${ChainPlace} id=${id} over=${CHAINED.get(name)} />`}
        ${GUIDED.has(name) && html`<${Standards} id=${id} />`}
      </div>
    </div>
  </article>`;
}

function Title({ entity, type }) {
  return html`<header class="entity-title">
    <p><${ClassMark} type=${type} /> ${entity.illustrative && html`<${Example} />`}</p>
    <h1>${nameOf(entity)}</h1>
    ${entity.alias.length > 0 && html`<p class="small">${entity.alias.join(" · ")}</p>`}
    ${entity.description && html`<p class="entity-lead">${entity.description}</p>`}
    <p class="row">
      <a class="button" href=${graphAddress(entity.entityId)}>${t("entity.inGraph")}</a>
      <code class="count">${entity.entityId}</code>
    </p>
  </header>`;
}
