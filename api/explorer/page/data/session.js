// Who is asking: role and rights, as the API tells them.
import { computed, effect, signal } from "../libraries/view.js";
import { ask } from "./client.js";
import { signedIn } from "./token.js";

/** `{role, name, rights}`, or null until the API has answered. */
export const viewer = signal(null);

/** Whether the viewer has a right, such as "WRITE"; none asked for, everybody has it. */
export function may(right) {
  return !right || (viewer.value?.rights.includes(right) ?? false);
}

export const isPublic = computed(() => viewer.value?.role === "PUBLIC");

/** Ask who is asking, now and whenever the key changes. */
export function loadViewer() {
  effect(() => {
    const turn = signedIn.value;
    ask("{ viewer { role name rights } }").then(
      (found) => {
        if (turn === signedIn.peek()) viewer.value = found.viewer;
      },
      () => {
        if (turn === signedIn.peek()) viewer.value = { role: "PUBLIC", name: "", rights: [] };
      },
    );
  });
}
