// Small notes: waiting, nothing found, what went wrong, how a figure comes about, made-up records.
import { html } from "../libraries/view.js";
import { knows, t } from "../words/words.js";

export function Waiting() {
  return html`<p class="note waiting" aria-busy="true">${t("note.waiting")}</p>`;
}

/** What went wrong, in the viewer's language if its code is known, and a way to try again. */
export function FaultNote({ fault, again }) {
  const key = `fault.${fault.code}`;
  return html`<div class="note fault" role="alert">
    <p>${knows(key) ? t(key) : t("fault.other")}</p>
    ${!knows(key) && html`<p class="small">${fault.message}</p>`}
    ${again && html`<button onClick=${again}>${t("note.again")}</button>`}
  </div>`;
}

/** Technical terms stay folded under "how is this computed". */
export function How({ children }) {
  return html`<details class="how">
    <summary>${t("note.how")}</summary>
    <div>${children}</div>
  </details>`;
}

/** Marks a record that was made up for demonstration. */
export function Example() {
  return html`<span class="example" title=${t("note.exampleMeans")}>${t("note.example")}</span>`;
}
