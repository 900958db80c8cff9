"""How ontology names become GraphQL names: one rule each, the same at every start.

A class ``UseCase`` is the type ``UseCase`` and the root field ``useCases``. A property and an
outgoing relation keep their names. An incoming relation is named by the ontology's English
inverse label in camel case, a leading "is" left out (``raises``, "is raised by":
``raisedBy``); where that label is missing, no name, or taken, by the relation's name with
``Of`` (``raisesOf``). A name that the API needs for itself gets a trailing underscore.
"""

import re
from collections.abc import Collection, Mapping

from ontology.model import Ontology, RelationDef

MEMBERS = frozenset({"id", "entityId", "type", "etag", "provenance", "and", "or", "not"})
"""Fields and filter keys that every entity type has."""
ROOTS = frozenset(
    {
        *("node", "nodes", "search", "matchDemand", "matchText", "trace", "chains", "entities"),
        *("import", "imports", "assignment", "indicators", "ontology", "viewer"),
        *("facetedSearch", "relationCounts", "links", "paths", "history"),
    }
)
"""Root fields that are not one class's connection."""
TYPES = frozenset(
    {
        *("Query", "Mutation", "Subscription", "String", "Int", "Float", "Boolean", "ID"),
        *("Date", "DateTime", "Language", "Direction", "Node", "Entity", "PageInfo", "Term"),
        *(
            "ClassName",
            "Provenance",
            "SearchHit",
            "Matches",
            "Match",
            "Contribution",
            "Evidence",
            "EvidenceNode",
        ),
        *("EvidenceStep", "Trace", "ChainLink", "ChainRelation", "ChainStep", "ChainComponent"),
        *("ChainSpans", "ChainRule", "ChainCounts", "Chains", "Position", "ChainVertices"),
        *("Import", "ImportState", "ImportCounts", "ImportProgress", "ImportError", "ImportNote"),
        *("ImportConnection", "RolledBack", "TextInput", "TextListInput", "RelationInput"),
        *("EditProblem", "EditConflict", "KeptRelation", "Deleted"),
        *("ChangeOperation", "ChangedRelation", "EntityChange", "MatchFound"),
        *("Assignment", "AssignedPair", "UnservedDemand", "UnservedReason", "IdleSupply"),
        *("AssignmentDifference", "CapacityInput"),
        *("ApplicableStandard", "StandardGap", "StandardConflict", "StandardProposal"),
        "GroupCount",
        *("Indicator", "Indicators", "IndicatorWhy", "IndicatorSnapshot", "ReportedFigure"),
        "SnapshotFigure",
        *("WheelMatrix", "WheelCell", "UnmetDemand", "UnmetReason", "UnmetCount"),
        *("FacetedSearch", "Facet", "FacetName", "FacetValue", "Statement", "StatedOrigin"),
        *("RelationCounts", "RelationCount", "Link", "Paths", "Path", "PathStep"),
        *("Viewer", "Role", "Right", "Datatype"),
        *("Ontology", "OntologyClass", "OntologyProperty", "OntologyRelation"),
        *("StandardConflictKind", "StandardLevel", "StandardGapOf", "FoundStandard"),
        *("StandardReason", "StandardFoundBy", "ReplicationAxis", "ReplicationMap"),
        *("MatchCondition", "MatchConditionKind", "MatchConditionState", "MatchConditionValue"),
        *("Solution", "SolutionRequirement", "SolutionMember", "SolutionFit", "SolutionBundle"),
        *("RequirementKind", "RequirementOrigin", "SolutionMethod", "UncoveredReason"),
        *("UncoveredRequirement", "SkilledPeople", "SimilarCase"),
        *("MatchExclusion", "MatchConditionsInput"),
    }
)
"""Types that do not come from the ontology."""
CORE = "urn:pearlnet:ontology:"

_ILLEGAL = re.compile(r"[^_0-9A-Za-z]")


def graphql_name(name: str) -> str:
    """The name with each letter that GraphQL does not know written as its code point."""
    legal = _ILLEGAL.sub(lambda match: f"u{ord(match[0]):x}", name)
    legal = legal.lstrip("_") or "_"
    return f"_{legal}" if legal[0].isdigit() else legal


def reserved_aside(name: str, reserved: Collection[str]) -> str:
    """The name, with an underscore if the API needs it for itself."""
    legal = graphql_name(name)
    return f"{legal}_" if legal in reserved else legal


def camel(name: str) -> str:
    """``UseCase`` to ``useCase``, ``raised by`` to ``raisedBy``."""
    words = [word for word in re.split(r"[^0-9A-Za-z]+", name) if word]
    joined = "".join(words[:1] + [word[0].upper() + word[1:] for word in words[1:]])
    return joined[:1].lower() + joined[1:]


def plural(word: str) -> str:
    """The regular English plural: ``supply`` to ``supplies``, ``business`` to ``businesses``."""
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


def constant(name: str) -> str:
    """``dueDate`` to ``DUE_DATE``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", graphql_name(name)).upper()


def root_fields(ontology: Ontology) -> Mapping[str, str]:
    """For each class the root field that lists it; ``all...`` where the plural is taken."""
    fields: dict[str, str] = {}
    for name in sorted(ontology.classes):
        field = plural(camel(graphql_name(name)))
        taken = field in ROOTS or field in fields.values()
        fields[name] = f"all{field[0].upper()}{field[1:]}" if taken else field
    return fields


def inverse_names(ontology: Ontology) -> Mapping[str, str]:
    """For each relation the field on its target; the core's relations choose first."""
    taken = set(MEMBERS) | set(ontology.relations)
    for definition in ontology.classes.values():
        taken |= set(definition.properties)
    names: dict[str, str] = {}
    order = sorted(ontology.relations.values(), key=_core_first)
    for relation in order:
        label = relation.inverse_label.by_language.get("en", "")
        candidate = camel(label.removeprefix("is "))
        if not candidate or candidate[0].isdigit() or candidate in taken:
            candidate = f"{relation.name}Of"
        names[relation.name] = reserved_aside(candidate, taken)
        taken.add(names[relation.name])
    return names


def _core_first(relation: RelationDef) -> tuple[bool, str]:
    return (not relation.iri.startswith(CORE), relation.name)
