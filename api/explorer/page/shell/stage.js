// Shows a view: fetches its module and styles when it is first looked at.
import { askForOntologyAgain, ontology, ontologyFault } from "../data/ontology.js";
import { may, viewer } from "../data/session.js";
import { html, useEffect, useErrorBoundary, useState } from "../libraries/view.js";
import { FaultNote, Waiting } from "../parts/notes.js";
import { t } from "../words/words.js";
import { route } from "./router.js";

const HERE = new URL("..", import.meta.url);
const modules = new Map();

export function Stage({ view }) {
  const [, setLoaded] = useState(0);
  const [fault, reset] = useErrorBoundary();
  useEffect(() => {
    if (fault) reset();
  }, [view.name]);
  useEffect(() => {
    if (modules.has(view.name)) return;
    Promise.all([view.load(), ...view.styles.map(style)]).then(
      ([module]) => {
        modules.set(view.name, module.default);
        setLoaded((count) => count + 1);
      },
      (error) => {
        modules.set(view.name, () => html`<${FaultNote} fault=${error} />`);
        setLoaded((count) => count + 1);
      },
    );
  }, [view.name]);
  if (fault) return html`<${FaultNote} fault=${fault} again=${reset} />`;
  if (view.right && viewer.value === null) return html`<${Waiting} />`;
  if (!may(view.right)) return html`<p class="note">${t("frame.notAllowed")}</p>`;
  if (!ontology.value && ontologyFault.value) {
    return html`<${FaultNote} fault=${ontologyFault.value} again=${askForOntologyAgain} />`;
  }
  const View = modules.get(view.name);
  if (!View) return html`<${Waiting} />`;
  const { path, query } = route.value;
  return html`<${View} key=${view.name} path=${path.slice(1)} query=${query} />`;
}

function style(file) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL(file, HERE);
    link.onload = resolve;
    link.onerror = () => reject(new Error(file));
    document.head.append(link);
  });
}
