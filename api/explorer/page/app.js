// Starts the page: who is asking, what the ontology calls things, then the view of the address.
import { loadOntology } from "./data/ontology.js";
import { loadViewer } from "./data/session.js";
import { html, render } from "./libraries/view.js";
import { Frame } from "./shell/frame.js";
import { followTheme } from "./shell/theme.js";
import { followLanguage } from "./words/words.js";

followTheme();
followLanguage();
loadViewer();
loadOntology();

const page = document.getElementById("page");
page.replaceChildren();
render(html`<${Frame} />`, page);
