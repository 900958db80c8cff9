// Type-ahead: asks a little after the last key, drops answers that come too late.
import { signal } from "../libraries/view.js";
import { ask } from "./client.js";

const PAUSE = 110;
const QUERY = `query Suggest($text: String!, $first: Int!) {
  search(text: $text, first: $first) { entity { entityId type name alias illustrative } }
}`;

/** A source of suggestions: `found` is a signal of `{text, entities}`, `look(text)` asks. */
export function suggestions(first = 8) {
  const found = signal({ text: "", entities: [] });
  let waiting = null;
  let stop = null;

  function look(text) {
    clearTimeout(waiting);
    stop?.abort();
    if (text.trim() === "") {
      found.value = { text: "", entities: [] };
      return;
    }
    waiting = setTimeout(() => fetchFor(text.trim()), PAUSE);
  }

  async function fetchFor(text) {
    const mine = new AbortController();
    stop = mine;
    try {
      const data = await ask(QUERY, { text, first }, { signal: mine.signal });
      if (mine === stop) found.value = { text, entities: data.search.map((hit) => hit.entity) };
    } catch (fault) {
      if (mine === stop && !mine.signal.aborted) found.value = { text, entities: [], fault };
    }
  }

  function close() {
    clearTimeout(waiting);
    stop?.abort();
    stop = null;
    found.value = { text: "", entities: [] };
  }

  return { found, look, close };
}
