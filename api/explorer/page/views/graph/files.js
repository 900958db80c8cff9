// Keeping a view, and taking it elsewhere: PNG, SVG, GraphML, and the query that made it.
import { Fault } from "../../data/client.js";
import { html, useState } from "../../libraries/view.js";
import { announce } from "../../shell/announce.js";
import { t } from "../../words/words.js";
import { asGraphMl, asPng, asSvg, handOver } from "./exports.js";
import { passes } from "./model.js";
import { asQuery } from "./recipe.js";
import { keep, keptOf, keptViews } from "./saved.js";

export function Files(given) {
  return html`<div class="stack wide">
    <${Kept} ...${given} />
    <${Exports} ...${given} />
    <${MadeBy} ...${given} />
  </div>`;
}

function Kept({ model, act, recipe, setFault }) {
  const [views, setViews] = useState(keptViews());
  const [name, setName] = useState("");

  function save(event) {
    event.preventDefault();
    change(name.trim(), keptOf(model, recipe.current));
    announce(t("files.saved", { name: name.trim() }));
    setName("");
  }

  function change(key, view) {
    try {
      keep(key, view);
      setViews(keptViews());
    } catch {
      setFault(new Fault("STORAGE_FULL", name));
    }
  }

  async function load(event) {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    try {
      await act.restore(JSON.parse(await file.text()));
    } catch {
      setFault(new Fault("NO_VIEW", file.name));
    }
  }

  return html`<section class="stack wide">
    <h3>${t("files.keep")}</h3>
    <form class="row" onSubmit=${save}>
      <input type="text" required aria-label=${t("files.name")} placeholder=${t("files.name")} value=${name} onInput=${(event) => setName(event.target.value)} />
      <button>${t("files.save")}</button>
    </form>
    <ul class="plain-list">
      ${Object.entries(views).map(
        ([key, view]) => html`<li key=${key} class="row">
          <button class="quiet" onClick=${() => act.restore(view)}>${key}</button>
          <button class="quiet small" aria-label=${t("files.forgetNamed", { name: key })} onClick=${() => change(key, null)}>${t("files.forget")}</button>
        </li>`,
      )}
    </ul>
    <div class="row">
      <button onClick=${() => handOver(new Blob([JSON.stringify(keptOf(model, recipe.current))], { type: "application/json" }), "view.json")}>${t("files.toFile")}</button>
      <label class="button">${t("files.fromFile")}<input class="unseen" type="file" accept=".json,application/json" onChange=${load} /></label>
    </div>
  </section>`;
}

function Exports({ model, canvas }) {
  const visible = (id) => passes(model.filters.value, model.graph.getNodeAttributes(id));
  const empty = model.graph.order === 0;
  return html`<section>
    <h3>${t("files.exports")}</h3>
    <div class="row">
      <button disabled=${empty || !canvas.current} onClick=${async () => handOver(await asPng(canvas.current, model), "graph.png")}>PNG</button>
      <button disabled=${empty || !canvas.current} onClick=${() => handOver(asSvg(canvas.current, model), "graph.svg")}>SVG</button>
      <button disabled=${empty} onClick=${() => handOver(asGraphMl(model, visible), "graph.graphml")}>GraphML</button>
    </div>
  </section>`;
}

function MadeBy({ model, recipe }) {
  model.changed.value;
  if (recipe.current.length === 0) return null;
  const query = asQuery(recipe.current, model);
  return html`<section class="stack wide">
    <h3>${t("files.query")}</h3>
    <pre class="query" tabindex="0">${query}</pre>
    <div class="row">
      <button onClick=${() => navigator.clipboard.writeText(query)}>${t("files.copy")}</button>
      <button onClick=${() => handOver(new Blob([query], { type: "application/graphql" }), "graph.graphql")}>${t("files.download")}</button>
    </div>
  </section>`;
}
