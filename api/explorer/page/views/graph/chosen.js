// What is chosen: one entity with its relations counted, or several at once.
import { fieldOf, labelOf } from "../../data/ontology.js";
import { useQuery } from "../../data/use_query.js";
import { html, useState } from "../../libraries/view.js";
import { ClassMark, entityAddress } from "../../parts/entity.js";
import { Example, FaultNote } from "../../parts/notes.js";
import { Picker } from "../../parts/picker.js";
import { number, t } from "../../words/words.js";
import { PAGE } from "./actions.js";
import { nodeLabel } from "./look.js";

const COUNTS = `query Counts($id: ID!) {
  relationCounts(ids: [$id]) { counts { field count } }
}`;
const NAMED = 12;

export function Chosen({ model, act }) {
  const ids = [...model.chosen.value].filter((id) => model.graph.hasNode(id));
  if (ids.length === 0) return html`<p class="note">${t("chosen.hint")}</p>`;
  if (ids.length === 1) return html`<${One} key=${ids[0]} id=${ids[0]} model=${model} act=${act} />`;
  return html`<${Several} ids=${ids} model=${model} act=${act} />`;
}

function One({ id, model, act }) {
  model.changed.value;
  const item = model.graph.getNodeAttributes(id);
  return html`<div class="chosen">
    <p><${ClassMark} type=${item.class} /> ${item.illustrative && html`<${Example} />`}</p>
    <h2><a href=${entityAddress(id)}>${nodeLabel(id, item, model.graph)}</a></h2>
    <div class="row">
      <button class="main-button" onClick=${() => act.open(id)}>${t("chosen.open")}</button>
      <button onClick=${() => act.collapse(id)}>${t("chosen.collapse")}</button>
      <button aria-pressed=${item.pinned ? "true" : "false"} onClick=${() => act.pin([id], !item.pinned)}>
        ${t("chosen.pin")}
      </button>
      <button onClick=${() => act.hide([id])}>${t("chosen.hide")}</button>
    </div>
    <${Counts} id=${id} item=${item} model=${model} act=${act} />
    <${WayTo} id=${id} act=${act} />
  </div>`;
}

function Counts({ id, item, model, act }) {
  const { data, fault, again } = useQuery(COUNTS, { id });
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  const counts = [...(data?.relationCounts[0]?.counts ?? [])].sort((a, b) => b.count - a.count);
  return html`<section>
    <h3>${t("chosen.relations")}</h3>
    <ul class="plain-list chosen-relations">
      ${counts.map(({ field, count }) => {
        const label = labelOf(fieldOf(item.class, field), field);
        const shown = model.shownEnds(id, field).size;
        const next = Math.min(PAGE, count - shown);
        return html`<li key=${field}>
          <span class="chosen-relation">${label}</span>
          <span class="count">${number(shown)} / ${number(count)}</span>
          ${shown >= count
            ? html`<span class="small">${t("chosen.all")}</span>`
            : html`<button onClick=${() => act.openField(id, field, count, PAGE)}>
                +${number(next)}<span class="unseen"> ${label}</span>
              </button>`}
        </li>`;
      })}
    </ul>
  </section>`;
}

function WayTo({ id, act }) {
  const [found, setFound] = useState(null);
  return html`<section>
    <h3>${t("chosen.way")}</h3>
    <${Picker} label=${t("chosen.wayTo")} onPick=${async (entity) => setFound(await act.connect(id, entity.entityId))} />
    <${WayNote} found=${found} />
  </section>`;
}

function WayNote({ found }) {
  if (!found) return null;
  return html`<p class="small" role="status">
    ${t(found.ways ? "graph.waysFound" : "graph.noWay", { n: found.ways })}
    ${!found.complete && ` ${t("graph.wayAround")}`}
  </p>`;
}

function Several({ ids, model, act }) {
  const [found, setFound] = useState(null);
  const pinned = ids.every((id) => model.graph.getNodeAttribute(id, "pinned"));
  return html`<div class="chosen">
    <h2>${t("chosen.several", { n: ids.length })}</h2>
    <div class="row">
      <button onClick=${() => act.keepOnly(ids)}>${t("chosen.keepOnly")}</button>
      <button aria-pressed=${pinned ? "true" : "false"} onClick=${() => act.pin(ids, !pinned)}>${t("chosen.pin")}</button>
      <button onClick=${() => act.hide(ids)}>${t("chosen.hide")}</button>
      ${ids.length === 2 &&
      html`<button class="main-button" onClick=${async () => setFound(await act.connect(...ids))}>${t("chosen.between")}</button>`}
    </div>
    <${WayNote} found=${found} />
    <ul class="plain-list">
      ${ids.slice(0, NAMED).map((id) => {
        const item = model.graph.getNodeAttributes(id);
        return html`<li key=${id}>
          <button class="quiet node-button" onClick=${() => act.goTo(id)}>
            <${ClassMark} type=${item.class} bare /> ${nodeLabel(id, item, model.graph)}
          </button>
        </li>`;
      })}
    </ul>
    ${ids.length > NAMED && html`<p class="small">${t("chosen.others", { n: ids.length - NAMED })}</p>`}
  </div>`;
}
