// The one box for everything, in the head of every view.
import { html } from "../libraries/view.js";
import { address, go, route } from "../shell/router.js";
import { t } from "../words/words.js";
import { Picker } from "./picker.js";

export function SearchBox() {
  const { path, query } = route.value;
  const asked = (path[0] ?? "search") === "search" ? (query.q ?? "") : "";
  return html`<search class="search-box">
    <${Picker}
      label=${t("search.box")}
      value=${asked}
      onPick=${(entity) => {
        location.hash = address(["entity", entity.entityId]);
      }}
      onEnter=${(text) => go(["search"], { q: text })}
    />
  </search>`;
}
