// A text box that suggests entities while one types: a combobox as ARIA describes it.
import { suggestions } from "../data/suggestions.js";
import { classLabel } from "../data/ontology.js";
import { html, useEffect, useId, useMemo, useState } from "../libraries/view.js";
import { t } from "../words/words.js";
import { ClassMark, nameOf } from "./entity.js";

/**
 * A picker of entities.
 *
 * label      what it is for
 * onPick     told the entity that was picked
 * onEnter    told the text if Enter is pressed with nothing picked; optional
 * value      the text to begin with
 * keep       whether the text stays after a pick
 */
export function Picker({ label, placeholder, onPick, onEnter, value = "", keep = false }) {
  const id = useId();
  const source = useMemo(() => suggestions(), []);
  const [text, setText] = useState(value);
  const [marked, setMarked] = useState(null);
  const [open, setOpen] = useState(false);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => source.close(), []);
  const { entities, text: askedFor } = source.found.value;
  const shown = open && askedFor !== "";
  const place = entities.findIndex((entity) => entity.entityId === marked);

  function typed(event) {
    setText(event.target.value);
    setMarked(null);
    setOpen(true);
    if (!event.isComposing) source.look(event.target.value);
  }

  function composed(event) {
    source.look(event.target.value);
  }

  function close() {
    setOpen(false);
    setMarked(null);
    source.close();
  }

  function pick(entity) {
    close();
    setText(keep ? nameOf(entity) : "");
    onPick(entity);
  }

  function mark(at) {
    setMarked(entities[at].entityId);
  }

  function pressed(event) {
    if (event.isComposing) return;
    const count = entities.length;
    if (event.key === "ArrowDown" && shown && count) mark((place + 1) % count);
    else if (event.key === "ArrowUp" && shown && count) mark(place <= 0 ? count - 1 : place - 1);
    else if (event.key === "Enter" && shown && place >= 0) pick(entities[place]);
    else if (event.key === "Enter" && onEnter) {
      close();
      onEnter(text.trim());
    } else if (event.key === "Escape" && shown) close();
    else return;
    event.preventDefault();
  }

  return html`<div class="picker" onFocusOut=${(event) => leave(event, close)}>
    <input
      type="search"
      role="combobox"
      autocomplete="off"
      spellcheck=${false}
      aria-label=${label}
      aria-expanded=${shown ? "true" : "false"}
      aria-controls=${`${id}-list`}
      aria-autocomplete="list"
      aria-activedescendant=${place >= 0 ? `${id}-${place}` : undefined}
      placeholder=${placeholder ?? label}
      value=${text}
      onInput=${typed}
      onCompositionEnd=${composed}
      onKeyDown=${pressed}
    />
    <ul class="suggested" id=${`${id}-list`} role="listbox" aria-label=${label} hidden=${!shown}>
      ${shown &&
      entities.map(
        (entity, index) => html`<li
          key=${entity.entityId}
          id=${`${id}-${index}`}
          role="option"
          aria-selected=${index === place ? "true" : "false"}
          onPointerDown=${(event) => event.preventDefault()}
          onClick=${() => pick(entity)}
        >
          <${ClassMark} type=${entity.type} bare />
          <span class="suggested-name">${nameOf(entity)}</span>
          <span class="suggested-class">${classLabel(entity.type)}</span>
        </li>`,
      )}
      ${shown && entities.length === 0 && html`<li class="none" role="option" aria-disabled="true" aria-selected="false">${t("picker.none")}</li>`}
    </ul>
  </div>`;
}

function leave(event, close) {
  if (!event.currentTarget.contains(event.relatedTarget)) close();
}
