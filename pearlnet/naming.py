"""What an entity is called, in the language asked for, with its mark where it is an example."""

from graph.port import GraphReader
from graph.records import Entity
from ontology.model import Ontology
from pearlnet.settings import Language

_MARK = {"zh": "【示例】", "en": "[example 示例] "}


def name_of(entity: Entity, language: Language) -> str:
    """Its name in the language, else in the other, else its id; examples carry their mark."""
    other = "en" if language == "zh" else "zh"
    properties = entity.properties
    name = properties.get(f"name_{language}") or properties.get(f"name_{other}") or entity.id
    mark = _MARK[language] if properties.get("illustrative") is True else ""
    return f"{mark}{name}"


class Names:
    """Names of many entities, read in one store call."""

    def __init__(self, store: GraphReader, ids: set[str], language: Language) -> None:
        self._names = {
            entity_id: name_of(entity, language)
            for entity_id, entity in store.get(sorted(ids)).items()
        }

    def __getitem__(self, entity_id: str) -> str:
        return self._names.get(entity_id, entity_id)


class StageNames(Names):
    """The same, and what the stages of business are called, which are terms and no entities."""

    def __init__(
        self, store: GraphReader, ontology: Ontology, ids: set[str], language: Language
    ) -> None:
        super().__init__(store, ids, language)
        terms = ontology.vocabulary("businessStage").terms
        self._names |= {item: terms[item].label.get(language) for item in terms.keys() & ids}
