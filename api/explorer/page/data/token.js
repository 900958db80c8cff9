// The key that the viewer signed in with: kept for this tab alone, never in an address.
import { signal } from "../libraries/view.js";

const PLACE = "pearlnet.key";

/** Counts how often the key changed, so that what depends on it is asked for anew. */
export const signedIn = signal(0);

export function token() {
  return sessionStorage.getItem(PLACE);
}

export function keepToken(secret) {
  sessionStorage.setItem(PLACE, secret);
  signedIn.value += 1;
}

/** Forget the key, or only that one: a late refusal of an old key leaves the new one alone. */
export function forgetToken(only = token()) {
  if (only === null || token() !== only) return;
  sessionStorage.removeItem(PLACE);
  signedIn.value += 1;
}
