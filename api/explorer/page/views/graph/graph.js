// The graph browser: a picture, and beside it everything that can be done by keyboard too.
import { ontology } from "../../data/ontology.js";
import { Graph, noverlap } from "../../libraries/graph.js";
import { html, useEffect, useMemo, useRef, useState } from "../../libraries/view.js";
import { FaultNote } from "../../parts/notes.js";
import { announce } from "../../shell/announce.js";
import { go } from "../../shell/router.js";
import { theme } from "../../shell/theme.js";
import { language, t } from "../../words/words.js";
import { connect, open, openField, start } from "./actions.js";
import { openCanvas } from "./canvas.js";
import { Lasso } from "./lasso.js";
import { layoutOf } from "./layout.js";
import { nodeSize } from "./look.js";
import { Model, passes } from "./model.js";
import { Panel } from "./panel.js";
import { made, read, written } from "./recipe.js";
import { restored } from "./saved.js";
import { Beginning, Legend, Tools } from "./surround.js";

const SPREAD_UP_TO = 1500;

export default function GraphView({ path, query }) {
  const model = useMemo(() => new Model(Graph), []);
  const [fault, setFault] = useState(null);
  const [busy, setBusy] = useState(false);
  const [lasso, setLasso] = useState(false);
  const [tab, setTab] = useState("chosen");
  const recipe = useRef([]);
  const shownAddress = useRef(null);
  const { stage, canvas, layout } = useCanvas(model, {
    choose: (ids, add) => choose(ids, add),
    open: (id) => act.open(id),
    bubble: (id) => act.bubble(id),
  }, setFault);

  /** Do something that takes time, then find places for what came. */
  async function work(task, { settle = true } = {}) {
    setBusy(true);
    setFault(null);
    try {
      const done = await task();
      if (settle) layout.current?.run(model.graph.order > 3000 ? 120 : 260);
      announce(t("graph.now", { n: model.entities().length }));
      return done;
    } catch (error) {
      setFault(error);
      return null;
    } finally {
      setBusy(false);
    }
  }

  /** Note a step of the recipe in the address. */
  function note(...steps) {
    recipe.current = [...recipe.current, ...steps];
    const [first, ...rest] = recipe.current;
    const ids = first?.start ?? [];
    const further = first?.start ? rest : recipe.current;
    const r = written(further);
    shownAddress.current = addressKey(ids, r);
    go(["graph", ...ids], { r }, { replace: true });
  }

  function choose(ids, add = false) {
    const chosen = new Set(add ? model.chosen.value : []);
    for (const id of ids) {
      if (add && chosen.has(id)) chosen.delete(id);
      else chosen.add(id);
    }
    model.choose(chosen);
    if (ids.length) setTab("chosen");
  }

  const act = {
    choose,
    goTo(id) {
      choose([id]);
      canvas.current?.move(id);
    },
    start: (id) =>
      work(async () => {
        await start(model, [id]);
        note({ start: [id] });
        choose([id]);
      }),
    open: (id) =>
      work(async () => {
        await open(model, id);
        note({ open: id });
      }),
    openField: (id, field, count, first) =>
      work(async () => {
        await openField(model, id, field, count, first);
        note({ open: id, field, first });
      }),
    bubble(key) {
      const { of, field, count } = model.graph.getNodeAttributes(key);
      const shown = model.shownEnds(of, field).size;
      return act.openField(of, field, count + shown, 50);
    },
    connect: (from, to) =>
      work(async () => {
        const found = await connect(model, from, to);
        note({ way: [from, to] });
        canvas.current?.fit();
        announce(t(found.ways ? "graph.waysFound" : "graph.noWay", { n: found.ways }));
        return found;
      }),
    collapse(id) {
      model.collapse(id);
      note({ collapse: id });
    },
    hide(ids) {
      model.set(ids, "hidden", true);
      model.choose([]);
      note({ hide: ids });
    },
    keepOnly(ids) {
      const kept = new Set(ids);
      act.hide(model.entities().filter((id) => !kept.has(id)));
    },
    showHidden() {
      model.set(model.hidden(), "hidden", false);
      recipe.current = recipe.current.filter((step) => !step.hide);
      note();
    },
    pin(ids, pinned) {
      model.set(ids, "pinned", pinned);
    },
    clear() {
      layout.current?.stop();
      model.clear();
      recipe.current = [];
      note();
    },
    settle: () => layout.current?.run(400),
    restore: (kept) =>
      work(
        async () => {
          layout.current?.stop();
          recipe.current = await restored(model, kept);
          note();
          canvas.current?.fit();
        },
        { settle: false },
      ),
  };

  useEffect(() => {
    if (!ontology.value) return;
    const key = addressKey(path, query.r ?? "");
    if (key === shownAddress.current) return;
    shownAddress.current = key;
    recipe.current = [...(path.length ? [{ start: path }] : []), ...read(query.r)];
    model.clear();
    work(async () => {
      await made(model, recipe.current);
      if (path.length === 1 && model.graph.hasNode(path[0])) model.choose(path);
      if (path.length === 1 && recipe.current.length === 1 && model.graph.order === 1) {
        await open(model, path[0]);
        note({ open: path[0] });
      }
    });
  }, [addressKey(path, query.r ?? ""), ontology.value]);

  useEffect(() => canvas.current?.refresh(), [language.value, model.filters.value, model.way.value, model.changed.value]);
  useEffect(() => canvas.current?.focus(), [model.chosen.value, model.changed.value, model.way.value]);
  useEffect(() => canvas.current?.themed(), [theme.value]);

  const empty = model.changed.value >= 0 && model.graph.order === 0;
  return html`<div class="whole graph-view">
    <h1 class="unseen">${t("title.graph")}</h1>
    <div class="graph-stage">
      <div
        class="graph-canvas"
        ref=${stage}
        tabindex="0"
        role="group"
        aria-label=${t("graph.canvas", { n: model.entities().length })}
        onKeyDown=${(event) => steerByKeys(event, canvas.current)}
      ></div>
      ${lasso && html`<${Lasso} onDrawn=${(polygon) => {
        choose(canvas.current?.within(polygon) ?? []);
        setLasso(false);
      }} />`}
      <${Tools} canvas=${canvas} act=${act} model=${model} lasso=${lasso} setLasso=${setLasso} busy=${busy} />
      ${empty && !busy && html`<${Beginning} onPick=${act.start} />`}
      ${!empty && html`<${Legend} model=${model} />`}
      ${fault && html`<div class="graph-fault"><${FaultNote} fault=${fault} /></div>`}
    </div>
    <${Panel} model=${model} act=${act} canvas=${canvas} recipe=${recipe} tab=${tab} setTab=${setTab} setFault=${setFault} />
  </div>`;
}

/** The canvas and the layout while the view is shown. */
function useCanvas(model, on, setFault) {
  const stage = useRef();
  const canvas = useRef(null);
  const layout = useRef(null);
  const told = useRef(on);
  told.current = on;
  useEffect(() => {
    try {
      canvas.current = openCanvas(stage.current, model, {
        choose: (...given) => told.current.choose(...given),
        open: (id) => told.current.open(id),
        bubble: (id) => told.current.bubble(id),
        moved: (id) => model.set([id], "pinned", true),
      });
    } catch (error) {
      setFault(error);
    }
    layout.current = layoutOf(model.graph, {
      visible: (id) => passes(model.filters.value, model.graph.getNodeAttributes(id)),
      sizeOf: (id) => nodeSize(model.graph, id, model.graph.getNodeAttributes(id)),
      onEnd: () => spread(model),
    });
    return () => {
      layout.current.end();
      canvas.current?.end();
      canvas.current = null;
    };
  }, []);
  return { stage, canvas, layout };
}

/** Push overlapping nodes apart; for many it would take too long. */
function spread(model) {
  if (model.graph.order > SPREAD_UP_TO) return;
  const fixed = new Map(
    model.graph
      .filterNodes((_, item) => item.pinned)
      .map((id) => [id, { x: model.graph.getNodeAttribute(id, "x"), y: model.graph.getNodeAttribute(id, "y") }]),
  );
  const places = noverlap(model.graph, {
    maxIterations: 60,
    inputReducer: (id, item) => ({ ...item, size: nodeSize(model.graph, id, item) }),
    settings: { margin: 2, ratio: 1.2, speed: 3 },
  });
  model.graph.updateEachNodeAttributes(
    (id, item) => ({ ...item, ...(fixed.get(id) ?? places[id]) }),
    { attributes: ["x", "y"] },
  );
}

function addressKey(ids, further) {
  return JSON.stringify([ids, further]);
}

const KEYS = {
  ArrowLeft: (canvas) => canvas.pan(-1, 0),
  ArrowRight: (canvas) => canvas.pan(1, 0),
  ArrowUp: (canvas) => canvas.pan(0, 1),
  ArrowDown: (canvas) => canvas.pan(0, -1),
  "+": (canvas) => canvas.zoom(1.4),
  "=": (canvas) => canvas.zoom(1.4),
  "-": (canvas) => canvas.zoom(1 / 1.4),
  0: (canvas) => canvas.fit(),
};

function steerByKeys(event, canvas) {
  const steer = KEYS[event.key];
  if (!steer || !canvas) return;
  steer(canvas);
  event.preventDefault();
}
