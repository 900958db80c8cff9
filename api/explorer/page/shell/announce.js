// What a screen reader is told: results, and what an action did.
import { html, signal } from "../libraries/view.js";

const said = signal("");

export function announce(text) {
  said.value = text;
}

export function Announced() {
  return html`<div class="unseen" role="status" aria-live="polite">${said.value}</div>`;
}
