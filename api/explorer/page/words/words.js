// The page's own words in the language that the viewer chose; texts of the graph come by the API.
import { effect, signal } from "../libraries/view.js";
import en from "./en.js";
import zh from "./zh.js";

const WORDS = { zh, en };
const PLACE = "pearlnet.language";

/** "zh" or "en". */
export const language = signal(chosen());

/** The words of a key, with `{name}` filled in; numbers are written as the language writes them. */
export function t(key, given = {}) {
  const words = WORDS[language.value][key];
  if (words === undefined) throw new Error(`no words for ${key}`);
  return words.replace(/\{(\w+)\}/g, (_, name) => shown(given[name]));
}

/** Whether there are words for a key, such as one made from a code of the API. */
export function knows(key) {
  return key in WORDS.zh;
}

/** A number as people read it. */
export function number(value, digits = 0) {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** A share between 0 and 1 as a percentage. */
export function percent(value, digits = 0) {
  const style = { style: "percent", maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale(), style).format(value);
}

/** A date or time of the API as people read it. */
export function day(text) {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(text));
}

/** Tell the document and the next visit of a change. */
export function followLanguage() {
  effect(() => {
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
    localStorage.setItem(PLACE, language.value);
  });
}

function locale() {
  return language.value === "zh" ? "zh-CN" : "en-GB";
}

function shown(value) {
  return typeof value === "number" ? number(value, 2) : String(value ?? "");
}

function chosen() {
  const kept = localStorage.getItem(PLACE);
  if (kept !== null && Object.hasOwn(WORDS, kept)) return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}
