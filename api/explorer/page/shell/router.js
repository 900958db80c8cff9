// Addresses: `#/PATH/PART?NAME=VALUE`. What stands behind the # reaches no server and no log.
import { signal } from "../libraries/view.js";

/** The address looked at: `{path: [texts], query: {name: text}}`. */
export const route = signal(parsed(location.hash));

addEventListener("hashchange", () => {
  route.value = parsed(location.hash);
});

/** The address of a view; parts and values may hold any text, empty values are left out. */
export function address(path, query = {}) {
  const parts = path.map(encodeURIComponent).join("/");
  const given = Object.entries(query).filter(([, value]) => value);
  const search = new URLSearchParams(given).toString();
  return `#/${parts}${search ? `?${search}` : ""}`;
}

/** Look at another address, as a new step of the history or in place of this one. */
export function go(path, query = {}, { replace = false } = {}) {
  const next = address(path, query);
  if (next === location.hash) return;
  if (!replace) {
    location.hash = next;
    return;
  }
  history.replaceState(null, "", next);
  route.value = parsed(next);
}

function parsed(hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const parts = path.split("/").filter(Boolean);
  return { path: parts.map(decoded), query: Object.fromEntries(new URLSearchParams(search)) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
