// The panel beside the canvas: what is chosen, the list of what is shown, filters, files.
import { html } from "../../libraries/view.js";
import { Picker } from "../../parts/picker.js";
import { t } from "../../words/words.js";
import { Chosen } from "./chosen.js";
import { Files } from "./files.js";
import { Filters } from "./filters.js";
import { NodeList } from "./node_list.js";

const TABS = { chosen: Chosen, list: NodeList, filters: Filters, files: Files };

export function Panel(given) {
  const { tab, setTab, act } = given;
  const Shown = TABS[tab];
  return html`<aside class="graph-panel" aria-label=${t("graph.panel")}>
    <${Picker} label=${t("graph.add")} onPick=${(entity) => act.start(entity.entityId)} />
    <div class="tabs" role="tablist" aria-label=${t("graph.panel")} onKeyDown=${(event) => arrows(event, tab, setTab)}>
      ${Object.keys(TABS).map(
        (name) => html`<button
          key=${name}
          id=${`tab-${name}`}
          role="tab"
          aria-selected=${name === tab ? "true" : "false"}
          aria-controls="graph-tab"
          tabindex=${name === tab ? 0 : -1}
          onClick=${() => setTab(name)}
        >
          ${t(`graph.tab.${name}`)}
        </button>`,
      )}
    </div>
    <div id="graph-tab" role="tabpanel" aria-labelledby=${`tab-${tab}`} class="graph-tab">
      <${Shown} ...${given} />
    </div>
  </aside>`;
}

function arrows(event, tab, setTab) {
  const names = Object.keys(TABS);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = names[(names.indexOf(tab) + step + names.length) % names.length];
  setTab(next);
  document.getElementById(`tab-${next}`).focus();
  event.preventDefault();
}
