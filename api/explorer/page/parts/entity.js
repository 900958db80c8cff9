// How an entity is shown in a line of text: its class's mark and its name, which leads to its page.
import { classLabel, ontology } from "../data/ontology.js";
import { computed, html } from "../libraries/view.js";
import { address } from "../shell/router.js";
import { t } from "../words/words.js";
import { Example } from "./notes.js";

/** What a query selects of an entity to show it by `EntityLink`. */
export const ENTITY = "entityId type name illustrative";

export const HUES = 24;
const hues = computed(() => {
  const classes = [...(ontology.value?.values() ?? [])].filter((item) => !item.abstract);
  const order = classes.sort(
    (a, b) => b.relations.length - a.relations.length || (a.name < b.name ? -1 : 1),
  );
  return new Map(order.map((item, at) => [item.name, at % HUES]));
});

/** The hue of a class, one of 24 of parts.css: the most connected classes come first. */
export function hueOf(type) {
  return hues.value.get(type) ?? 0;
}

/** The class of an entity as a dot in its hue, with its name. */
export function ClassMark({ type, bare = false }) {
  return html`<span class="class-mark" title=${classLabel(type)}>
    <span class=${`dot hue-${hueOf(type)}`}></span>${!bare && classLabel(type)}
  </span>`;
}

/** An entity's name; its page lies behind it. */
export function EntityLink({ entity, mark = true }) {
  return html`<span class="entity-link">
    ${mark && html`<${ClassMark} type=${entity.type} bare />`}
    <a href=${entityAddress(entity.entityId)}>${nameOf(entity)}</a>
    ${entity.illustrative && html`<${Example} />`}
  </span>`;
}

export function nameOf(entity) {
  return entity.name || entity.entityId;
}

export function entityAddress(id) {
  return address(["entity", id]);
}

/** The graph that begins with some entities. */
export function graphAddress(...ids) {
  return address(["graph", ...ids]);
}

/** For an id that leads nowhere. */
export function NoSuch({ id }) {
  return html`<p class="note">${t("note.noSuch", { id })}</p>`;
}
