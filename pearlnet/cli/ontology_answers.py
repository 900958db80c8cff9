"""What ``pearlnet ontology`` prints of added ontologies, changes and findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ontology.difference import Action, Change
from ontology.foreign import CORE, Added, Counts, Plan, Report
from ontology.foreign.profile import PREFIXES
from ontology.foreign.report import as_json
from ontology.impact import Loss
from ontology.model import Ontology, Vocabulary
from pearlnet.cli.output import Output

_ROWS = 40
"""Rows of a table of changes; --json has all of them."""
_SHORT = 12


def core_row(core: Ontology) -> Mapping[str, Any]:
    """What is told of the core, as of an added ontology."""
    owned = {p.iri for item in core.classes.values() for p in item.properties.values()}
    terms = [term for item in core.vocabularies.values() for term in item.terms]
    counts = Counts(
        classes=len(core.classes),
        properties=len(owned),
        relations=len(core.relations),
        vocabularies=len(core.vocabularies),
        terms=len(terms),
    )
    return {"name": CORE, "version": core.fingerprint[:_SHORT], "time": "", **asdict(counts)}


def added_row(item: Added) -> Mapping[str, Any]:
    """What is told of an added ontology."""
    return {
        "name": item.name,
        "version": item.version,
        "time": item.time,
        **asdict(item.counts),
        "iris": list(item.iris),
        "origin": item.origin,
        "concepts_as": item.concepts,
        "versions": list(item.versions),
    }


def print_ontologies(out: Output, rows: Iterable[Mapping[str, Any]]) -> None:
    """The table of the core and what was added."""
    keys = ("name", "version", "classes", "properties", "relations", "vocabularies", "terms")
    columns = (
        *("ontology", "ontology-version", "ontology-classes", "properties", "relations"),
        *("ontology-vocabularies", "ontology-terms", "ontology-time"),
    )
    out.table("", columns, [[*(row[key] for key in keys), row["time"]] for row in rows])


def plan_json(plan: Plan) -> Mapping[str, Any]:
    """A plan for programs."""
    return {
        "name": plan.name,
        "version": plan.candidate.version if plan.candidate else None,
        "replaces": plan.replaces.version if plan.replaces else None,
        "same": plan.same,
        "refused": bool(plan.impact.orphans),
        "changes": [asdict(item) for item in plan.changes],
        "stored": {"entities": plan.impact.entities, "relations": plan.impact.relations},
        "losses": [asdict(item) for item in plan.impact.losses],
        "report": as_json(plan.candidate.report) if plan.candidate else None,
    }


def print_plan(out: Output, plan: Plan) -> None:
    """What was found, what changes, and what that means for what is stored."""
    if plan.candidate is not None:
        _print_report(out, plan.candidate.report)
    print_changes(out, plan.changes)
    stored = {**plan.impact.entities, **plan.impact.relations}
    if stored:
        out.table(out.say("ontology-stored"), ("ontology-element", "count"), stored.items())
    for orphan, title in ((True, "ontology-orphans"), (False, "ontology-breaks")):
        losses = [item for item in plan.impact.losses if item.orphan is orphan]
        if losses:
            _print_losses(out, title, losses)


def print_changes(out: Output, changes: Sequence[Change]) -> None:
    """How many elements change, and the first of those that are changed or removed."""
    if not changes:
        return
    kinds = ("class", "property", "relation", "vocabulary", "term")
    rows = []
    for kind in kinds:
        actions = [item.action for item in changes if item.kind == kind]
        if actions:
            rows.append((out.say(kind), *(actions.count(action) for action in Action)))
    columns = ("ontology-element", "created", "changed", "ontology-removed")
    out.table(out.say("ontology-changes"), columns, rows)
    telling = [item for item in changes if item.action is not Action.ADDED]
    _print_telling(out, telling or list(changes))


def print_findings(out: Output, findings: Sequence[Mapping[str, Any]]) -> None:
    """Findings as ``report.as_json`` gives them."""
    if not findings:
        return
    out.table(
        out.say("ontology-found"),
        ("ontology-treatment", "count", "meaning", "ontology-place"),
        [
            (
                out.say(f"treated-{item['treatment']}"),
                item["count"],
                _told(out, item),
                out.few([_place(place) for place in item["places"]], most=1),
            )
            for item in findings
        ],
    )


def _print_report(out: Output, report: Report) -> None:
    print_findings(out, as_json(report)["findings"])


def _told(out: Output, item: Mapping[str, Any]) -> str:
    construct = _shortened(item["construct"]) if item["construct"] else ""
    return f"{construct} {item['text'][out.language]}".strip()


def _place(place: Mapping[str, Any]) -> str:
    where = Path(place["file"]).name if place["file"] else ""
    line = f":{place['line']}" if place["line"] else ""
    detail = f" ({_shortened(place['detail'])})" if place["detail"] else ""
    return f"{where}{line} {_shortened(place['subject'])}{detail}".strip()


def _shortened(iri: str) -> str:
    """An IRI with its usual prefix, else its last parts, by which people know it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri if " " in iri else "/".join(iri.rsplit("/", 2)[-2:])


def _print_telling(out: Output, changes: Sequence[Change]) -> None:
    rows = [
        (out.say(_ACTIONS[item.action]), out.say(item.kind), item.name, "; ".join(item.details))
        for item in changes[:_ROWS]
    ]
    columns = ("state", "type", "ontology-element", "ontology-details")
    out.table("", columns, rows)
    if len(changes) > _ROWS:
        out.line(f"…(+{len(changes) - _ROWS}, --json)")


def _print_losses(out: Output, title: str, losses: Sequence[Loss]) -> None:
    out.table(
        out.say(title),
        ("type", "ontology-element", "count", "ontology-examples"),
        [(out.say(item.kind), item.name, item.count, out.few(item.examples)) for item in losses],
    )


def of_ontology(model: Ontology, iris: frozenset[str]) -> Mapping[str, Mapping[str, Any]]:
    """What of the model an ontology declares, by kind."""
    return {
        "class": {name: item for name, item in model.classes.items() if item.iri in iris},
        "relation": {name: item for name, item in model.relations.items() if item.iri in iris},
        "vocabulary": {
            name: item for name, item in model.vocabularies.items() if _is_touched(item, iris)
        },
    }


def _is_touched(vocabulary: Vocabulary, iris: frozenset[str]) -> bool:
    return vocabulary.iri in iris or any(term.iri in iris for term in vocabulary.terms.values())


_ACTIONS = {Action.ADDED: "created", Action.CHANGED: "changed", Action.REMOVED: "ontology-removed"}
