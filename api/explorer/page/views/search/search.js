// Search: hits with facets; without a text, the catalogue of everything by class.
import { useQuery } from "../../data/use_query.js";
import { classLabel } from "../../data/ontology.js";
import { html, useEffect } from "../../libraries/view.js";
import { ClassMark, ENTITY, EntityLink, nameOf } from "../../parts/entity.js";
import { FaultNote, Waiting } from "../../parts/notes.js";
import { announce } from "../../shell/announce.js";
import { address, go } from "../../shell/router.js";
import { number, t } from "../../words/words.js";
import { Catalogue } from "./catalogue.js";
import { chosenOf, FACETS, Facets } from "./facets.js";

const PAGE = 20;
const QUERY = `query Find(
  $text: String!, $types: [ClassName!], $regions: [ID!], $industries: [ID!],
  $statuses: [String!], $first: Int!, $skip: Int!
) {
  facetedSearch(
    text: $text, types: $types, regions: $regions, industries: $industries, statuses: $statuses
  ) {
    total capped
    hits(first: $first, skip: $skip) { entity { ${ENTITY} alias description } }
    facets { name values(first: 40) { key label count } }
  }
}`;

export default function Search({ query }) {
  const chosen = chosenOf(query);
  const anything = query.q || Object.values(chosen).some((values) => values.length);
  return anything ? html`<${Hits} query=${query} chosen=${chosen} />` : html`<${Catalogue} />`;
}

function Hits({ query, chosen }) {
  const skip = Number.parseInt(query.skip ?? "0", 10) || 0;
  const asked = { text: query.q ?? "", ...chosen, first: PAGE, skip };
  const { data, fault, loading, again } = useQuery(QUERY, asked);
  const found = data?.facetedSearch;
  useEffect(() => {
    if (found) announce(t("search.count", { n: found.total }));
  }, [found]);
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  if (!found) return html`<${Waiting} />`;
  return html`<div class="found" aria-busy=${loading ? "true" : "false"}>
    <${Facets} facets=${found.facets} chosen=${chosen} onChoose=${(next) => choose(query, next)} />
    <section>
      <div class="found-head">
        <h1>${query.q ? t("search.for", { text: query.q }) : listed(chosen)}</h1>
        <p class="count">
          ${t(found.capped && query.q ? "search.capped" : "search.count", { n: found.total })}
        </p>
      </div>
      <ol class="plain-list hits">
        ${found.hits.map(
          ({ entity }) => html`<${Hit} key=${entity.entityId} entity=${entity} text=${query.q} />`,
        )}
      </ol>
      ${found.total === 0 && html`<p class="note">${t("search.none")}</p>`}
      <${Pages} query=${query} skip=${skip} total=${Math.min(found.total, 1000)} />
    </section>
  </div>`;
}

function listed(chosen) {
  return chosen.types.length ? chosen.types.map(classLabel).join(" · ") : t("title.search");
}

function choose(query, next) {
  const { skip, ...kept } = query;
  const values = FACETS.map(({ key }) => [key, next[key].join("|")]);
  go(["search"], { ...kept, ...Object.fromEntries(values) });
}

function Hit({ entity, text }) {
  const other = entity.alias.filter((item) => item !== nameOf(entity)).slice(0, 3);
  return html`<li class="hit">
    <div class="row">
      <span class="hit-name"><${EntityLink} entity=${entity} mark=${false} /></span>
      <${ClassMark} type=${entity.type} />
    </div>
    ${other.length > 0 && html`<p class="small">${other.join(" · ")}</p>`}
    ${entity.description && html`<p class="hit-text">${excerpt(entity.description, text)}</p>`}
  </li>`;
}

const LONGEST = 150;

/** The part of a text around the first word looked for. */
function excerpt(description, text) {
  if (description.length <= LONGEST) return description;
  const word = (text ?? "").trim().split(/\s+/)[0].toLowerCase();
  const at = word ? description.toLowerCase().indexOf(word) : -1;
  const start = Math.max(0, at - LONGEST / 3);
  const part = description.slice(start, start + LONGEST);
  return `${start > 0 ? "…" : ""}${part}…`;
}

function Pages({ query, skip, total }) {
  if (total <= PAGE) return null;
  const at = (value) => address(["search"], { ...query, skip: value > 0 ? String(value) : "" });
  return html`<nav class="pager" aria-label=${t("pager.label")}>
    ${skip > 0 && html`<a href=${at(skip - PAGE)}>${t("pager.before")}</a>`}
    <span class="count">${number(skip + 1)}–${number(Math.min(skip + PAGE, total))} / ${number(total)}</span>
    ${skip + PAGE < total && html`<a href=${at(skip + PAGE)}>${t("pager.after")}</a>`}
  </nav>`;
}
