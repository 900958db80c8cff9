// What the ontology calls classes, fields and relations, in both languages.
import { effect, signal } from "../libraries/view.js";
import { language } from "../words/words.js";
import { ask } from "./client.js";
import { signedIn } from "./token.js";

const LABELS = "zh: label(lang: ZH) en: label(lang: EN)";
const QUERY = `{
  ontology {
    classes {
      name type list abstract parents ${LABELS}
      properties { name datatype many ${LABELS} unitZh: unit(lang: ZH) unitEn: unit(lang: EN) }
      relations { name relation forward targets type ${LABELS} }
    }
  }
}`;

/** Classes by name, or null until the API has answered. */
export const ontology = signal(null);

/** Why the ontology could not be had, or null. */
export const ontologyFault = signal(null);

const attempt = signal(0);

/** Ask for the ontology, and anew for each viewer: roles see different fields. */
export function loadOntology() {
  effect(() => {
    const turn = `${signedIn.value} ${attempt.value}`;
    const late = () => turn !== `${signedIn.peek()} ${attempt.peek()}`;
    ask(QUERY).then(
      (found) => {
        if (late()) return;
        ontologyFault.value = null;
        ontology.value = new Map(found.ontology.classes.map((item) => [item.name, item]));
      },
      (fault) => {
        if (!late()) ontologyFault.value = fault;
      },
    );
  });
}

export function askForOntologyAgain() {
  attempt.value += 1;
}

/** The class of that name, if it is known by now. */
export function classOf(name) {
  return ontology.value?.get(name);
}

/** What people call a thing that has labels in both languages; its name if it has none. */
export function labelOf(item, name = item?.name ?? "") {
  if (!item) return name;
  const [first, second] = language.value === "zh" ? [item.zh, item.en] : [item.en, item.zh];
  return first || second || name;
}

export function classLabel(name) {
  return labelOf(classOf(name), name);
}

/** The field of a class that follows a relation: `{name, relation, forward, targets, zh, en}`. */
export function fieldOf(className, name) {
  return classOf(className)?.relations.find((item) => item.name === name);
}

/** What people call a relation read from its source, whatever class it leaves. */
export function relationLabel(relation) {
  for (const item of ontology.value?.values() ?? []) {
    const found = item.relations.find((field) => field.relation === relation && field.forward);
    if (found) return labelOf(found, relation);
  }
  return relation;
}

/** The class and all below it. */
export function withSubclasses(name) {
  const below = [...(ontology.value?.values() ?? [])].filter((item) => item.parents.includes(name));
  return [name, ...below.flatMap((item) => withSubclasses(item.name))];
}
