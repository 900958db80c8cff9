// Where a use case, enterprise or product stands: point, line or network, and the best next step.
import { useQuery } from "../../data/use_query.js";
import { html } from "../../libraries/view.js";
import { ENTITY, EntityLink } from "../../parts/entity.js";
import { FaultNote, How, Waiting } from "../../parts/notes.js";
import { number, percent, t } from "../../words/words.js";

const QUERY = `query Place($id: ID!, $over: ChainVertices!) {
  trace(id: $id, over: $over) {
    position reachesNetwork
    components(first: 3) {
      position size
      spans { closed industries { entityId } enterprises { entityId } regions { entityId } }
    }
    links(first: 4) { a { ${ENTITY} } b { ${ENTITY} } assets { ${ENTITY} } }
    step { kind position expectedGain likelihood asset { ${ENTITY} } partners { ${ENTITY} } }
  }
}`;

export function ChainPlace({ id, over }) {
  const { data, fault, again } = useQuery(QUERY, { id, over });
  return html`<section class="sheet">
    <h2>${t("place.title")}</h2>
    ${fault && html`<${FaultNote} fault=${fault} again=${again} />`}
    ${!fault && !data && html`<${Waiting} />`}
    ${data?.trace && html`<${Trace} id=${id} trace=${data.trace} />`}
    <${How}><p>${t("place.how")}</p><//>
  </section>`;
}

function Trace({ id, trace }) {
  const place = trace.position.toLowerCase();
  return html`<p class="row">
      <span class=${`position ${place}`}>${t(`position.${trace.position}`)}</span>
      <span class="small">${t(`place.${place}Means`)}</span>
    </p>
    ${trace.components.map(
      (item, at) => html`<p key=${at} class="small">
        ${t("place.spans", {
          n: item.size,
          industries: item.spans.industries.length,
          enterprises: item.spans.enterprises.length,
          regions: item.spans.regions.length,
        })}
        ${item.spans.closed && html` <span class="example">${t("place.closed")}</span>`}
      </p>`,
    )}
    ${trace.links.length > 0 &&
    html`<h3>${t("place.links")}</h3>
      <ul class="plain-list">
        ${trace.links.map((link) => html`<${Link} key=${otherOf(link, id).entityId} link=${link} id=${id} />`)}
      </ul>`}
    ${trace.step && html`<${Step} step=${trace.step} />`}`;
}

function otherOf(link, id) {
  return link.a.entityId === id ? link.b : link.a;
}

function Link({ link, id }) {
  return html`<li class="place-link">
    <${EntityLink} entity=${otherOf(link, id)} mark=${false} />
    <p class="small">${t("place.share", { names: link.assets.map((item) => item.name).join(" · ") })}</p>
  </li>`;
}

function Step({ step }) {
  return html`<h3>${t("place.step")}</h3>
    <p class="row">
      <span>${t(`step.${step.kind}`)}</span>
      ${step.asset && html`<${EntityLink} entity=${step.asset} />`}
      <span aria-hidden="true">→</span> <span class=${`position ${step.position.toLowerCase()}`}>${t(`position.${step.position}`)}</span>
    </p>
    <p class="small">
      ${t("place.gain", { gain: number(step.expectedGain, 1), likelihood: percent(step.likelihood) })}
    </p>`;
}
