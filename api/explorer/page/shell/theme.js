// Light and dark: as the system says, unless the viewer chose.
import { computed, effect, signal } from "../libraries/view.js";

const PLACE = "pearlnet.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const systemDark = signal(system.matches);
const chosen = signal(localStorage.getItem(PLACE));

/** "light" or "dark". */
export const theme = computed(() => chosen.value ?? (systemDark.value ? "dark" : "light"));

export function switchTheme() {
  chosen.value = theme.value === "dark" ? "light" : "dark";
  localStorage.setItem(PLACE, chosen.value);
}

/** Show the theme, and follow the system's. */
export function followTheme() {
  system.addEventListener("change", (event) => {
    systemDark.value = event.matches;
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
}

/** The value of a colour of tokens.css, for what is drawn on a canvas. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
