// The query of an entity's fields, made from what the ontology says of its class.
import { ENTITY } from "../../parts/entity.js";

const TITLE = new Set(["name", "alias", "description", "illustrative"]);

/** The properties of a class that its page lists; the others stand in its title. */
export function listedProperties(definition) {
  return definition.properties.filter((item) => !TITLE.has(item.name));
}

export function entityQuery(definition) {
  const fields = listedProperties(definition).map((item) =>
    item.datatype === "TERM" ? `${item.name} { id label gloss }` : item.name,
  );
  return `query Entity($id: ID!) {
    node(id: $id) {
      ... on ${definition.type} {
        ${ENTITY} alias description ${fields.join(" ")}
        provenance { field source time }
      }
    }
  }`;
}
