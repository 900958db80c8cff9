"""Adding and removing ontologies: first what it would do, then doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.port import GraphReader
from ontology.builder import build
from ontology.difference import Change, compare
from ontology.errors import InvalidOntology, NameTaken, OntologyNeeded, WouldOrphan
from ontology.foreign import library
from ontology.foreign.candidate import Candidate, check_name, iris_of, name_of, prepare
from ontology.foreign.folder import Gathered, gather
from ontology.foreign.library import Added
from ontology.foreign.translation import Models
from ontology.impact import Impact, Loss, impact
from ontology.model import Ontology
from ontology.triples import Source, core_sources, extra_sources, parse

DEFAULT = "Concept"
"""The class that concepts become entities of, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding or removing an ontology would do.

    Attributes:
        name: The ontology.
        replaces: The version that counts now, if there is one.
        candidate: The version to come; None to remove it.
        ontology: The model to come.
        changes: How it differs from the model as it is.
        impact: What that means for what is stored.
    """

    name: str
    replaces: Added | None
    candidate: Candidate | None
    ontology: Ontology
    changes: tuple[Change, ...]
    impact: Impact

    @property
    def same(self) -> bool:
        """Whether the version to come counts already."""
        coming = self.candidate.version if self.candidate else None
        return self.replaces is not None and self.replaces.version == coming


def plan_addition(
    path: Path,
    folder: Path,
    extra: Sequence[Path],
    store: GraphReader,
    *,
    name: str | None = None,
    concepts: str | None = None,
) -> Plan:
    """What adding a file or folder would do; nothing is written.

    Args:
        path: The file, or a folder of files that import each other.
        folder: The folder of added ontologies.
        extra: Turtle files that extend the model beside them.
        store: What is stored.
        name: What it is to be called; as before, or as the file, if not given.
        concepts: ``vocabulary``, or the class whose entities SKOS concepts become; as before, or
            ``Concept``, if not given.

    Raises:
        InvalidOntology: It is malformed, or contradicts itself or what there is.
        NameTaken: Another ontology has the name.
        UnknownClass: There is no class for the concepts.
    """
    before = library.added(folder)
    gathered = gather(path, [iri for item in before for iri in item.iris])
    replaces = _replaced(before, gathered, path, name)
    usual = replaces.name if replaces else name_of(path)
    chosen = check_name(usual if name is None else name)
    beside = tuple(item for item in before if item is not replaces)
    fixed = [*core_sources(), *extra_sources(extra)]
    models = _models(fixed, beside, replaces)
    candidate = prepare(
        gathered,
        path,
        chosen,
        concepts or (replaces.concepts if replaces else DEFAULT),
        models,
        [*fixed, *library.sources(beside)],
    )
    return Plan(
        name=chosen,
        replaces=replaces,
        candidate=candidate,
        ontology=candidate.ontology,
        changes=compare(models.current, candidate.ontology),
        impact=impact(store, models.current, candidate.ontology),
    )


def plan_removal(name: str, folder: Path, extra: Sequence[Path], store: GraphReader) -> Plan:
    """What removing an ontology would do; nothing is written.

    Raises:
        UnknownOntology: None of that name was added.
        OntologyNeeded: Others build on it.
    """
    leaving = library.find(folder, name)
    fixed = [*core_sources(), *extra_sources(extra)]
    beside = tuple(item for item in library.added(folder) if item.name != name)
    models = _models(fixed, (*beside, leaving), None)
    try:
        after = build(parse([*fixed, *library.sources(beside)]))
    except InvalidOntology as error:
        message = f"{name} cannot be removed, for others build on it; remove them first:\n{error}"
        raise OntologyNeeded(message) from error
    return Plan(
        name=name,
        replaces=leaving,
        candidate=None,
        ontology=after,
        changes=compare(models.current, after),
        impact=impact(store, models.current, after),
    )


def carry_out(plan: Plan, folder: Path, time: str) -> Added | None:
    """Do it; what was added, or None after a removal.

    Args:
        plan: What to do.
        folder: The folder of added ontologies.
        time: ISO 8601 in UTC.

    Raises:
        WouldOrphan: Stored data would no longer be understood; nothing is changed.
    """
    if plan.impact.orphans:
        raise WouldOrphan(_refusal(plan))
    if plan.candidate is None:
        library.drop(folder, plan.name)
        return None
    if plan.replaces is not None and plan.same:
        return plan.replaces
    return library.keep(folder, plan.candidate, time)


def _replaced(
    before: Sequence[Added], gathered: Gathered, path: Path, name: str | None
) -> Added | None:
    """The ontology that this is a new version of: of the same IRIs, or of the name.

    Raises:
        NameTaken: The name belongs to an ontology with other IRIs.
    """
    iris = iris_of(gathered)
    if name is None:
        found = next((item for item in before if iris and item.iris == iris), None)
        if found is not None:
            return found
    chosen = name_of(path) if name is None else name
    known = next((item for item in before if item.name == chosen), None)
    if known is not None and iris and known.iris and set(iris).isdisjoint(known.iris):
        message = (
            f"{chosen} is another ontology already (<{known.iris[0]}>); "
            "give this one another name with --name"
        )
        raise NameTaken(message)
    return known


def _models(fixed: Sequence[Source], beside: tuple[Added, ...], replaced: Added | None) -> Models:
    alone = build(parse(fixed))
    base = build(parse([*fixed, *library.sources(beside)])) if beside else alone
    if replaced is None:
        return Models(alone, base, base)
    return Models(alone, base, build(parse([*fixed, *library.sources((*beside, replaced))])))


def _refusal(plan: Plan) -> str:
    action = "replacing" if plan.candidate else "removing"
    lines = "\n".join(f"- {_told(loss)}" for loss in plan.impact.orphans)
    return (
        f"{action} {plan.name} would leave stored data without meaning; nothing was changed:\n"
        f"{lines}\n"
        "Change or delete these first (`pearlnet show ID`), or keep what they need in the file."
    )


def _told(loss: Loss) -> str:
    what = "relations" if loss.kind == "relation" else "entities"
    return f"{loss.kind} {loss.name}: {loss.count} {what}, such as {', '.join(loss.examples)}"
