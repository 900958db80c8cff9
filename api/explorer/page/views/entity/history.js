// What each source says of each field: what stands, and what lost. Asked for when it is opened.
import { useQuery } from "../../data/use_query.js";
import { html, useState } from "../../libraries/view.js";
import { FaultNote, Waiting } from "../../parts/notes.js";
import { day, t } from "../../words/words.js";

const QUERY = `query History($id: ID!) {
  history(id: $id) { field label value stands origin { source time confidence } }
}`;

export function History({ id }) {
  const [open, setOpen] = useState(false);
  return html`<details class="fold" onToggle=${(event) => setOpen(event.currentTarget.open)}>
    <summary>${t("entity.history")}</summary>
    ${open && html`<${Statements} id=${id} />`}
  </details>`;
}

function Statements({ id }) {
  const { data, fault, again } = useQuery(QUERY, { id });
  if (fault) return html`<${FaultNote} fault=${fault} again=${again} />`;
  if (!data) return html`<${Waiting} />`;
  if (!data.history?.length) return html`<p class="note">${t("entity.noHistory")}</p>`;
  return html`<div class="wide-table">
    <table class="history">
      <thead>
        <tr>
          <th scope="col">${t("history.field")}</th>
          <th scope="col">${t("history.value")}</th>
          <th scope="col">${t("history.source")}</th>
          <th scope="col">${t("history.time")}</th>
        </tr>
      </thead>
      <tbody>
        ${data.history.map(
          (item, at) => html`<tr key=${at} class=${item.stands ? "" : "lost"}>
            <td>${item.label}${suffix(item.field)}</td>
            <td>${item.value ?? t("history.takenBack")}${!item.stands && html` <span class="small">(${t("history.lost")})</span>`}</td>
            <td>${item.origin.source}</td>
            <td>${day(item.origin.time)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function suffix(field) {
  const found = /_(zh|en)$/.exec(field);
  return found ? ` (${t(`language.${found[1]}`)})` : "";
}
