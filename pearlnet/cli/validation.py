"""``pearlnet validate``: what is stored, or what a file would bring, held to the rules."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.port import GraphStore
from graph.query import Query
from graph.records import PropertyValue
from ontology import Ontology, Violation, validate_entity, validate_relation
from pearlnet.bootstrap import model_extensions, open_scratch
from pearlnet.cli.imports import rehearse
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output
from pearlnet.settings import Language, Settings
from pearlnet.words import word

if TYPE_CHECKING:
    from ingest import Reject
    from ontology.shacl import Scope, ShapeResult

_SHOWN = 20
_MOST = 100_000
"""So many problems are gathered; who has more begins with those."""
_STATEMENTS = 250_000
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class _Problem:
    record: str
    code: str
    field: str
    value: PropertyValue | None
    messages: Mapping[str, str]
    suggestion: str | None
    severity: str = "Violation"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(validate)


def validate(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(help="What this file would bring; else what is stored. 文件（不导入）。"),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", "-m", help="Of the file. 映射文件。")
    ] = None,
    class_name: Annotated[
        str | None,
        typer.Option("--class", "-c", help="Only this class and its subclasses. 仅此类。"),
    ] = None,
    shacl: Annotated[
        bool,
        typer.Option("--shacl", help="By pySHACL, with all that SHACL can say. 用 pySHACL 校验。"),
    ] = False,
    shapes: Annotated[
        list[Path] | None,
        typer.Option("--shapes", help="SHACL shapes of your own, by pySHACL. 自备形状文件。"),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Statements for pySHACL at most. 语句上限。")
    ] = _STATEMENTS,
    json: Json = False,
) -> None:
    """Check what is stored, or a file, against the rules; writes nothing. 校验数据。"""
    out = output(context, json)
    if file is None and mapping is not None:
        raise typer.BadParameter("--mapping is for a file; name it 请给出文件")
    if file is not None and class_name is not None:
        raise typer.BadParameter("--class is for what is stored; leave out one 二者选一")
    if file is not None and not file.exists():
        raise typer.BadParameter(f"no such file: {file} 没有这个文件")
    with opened() as (settings, ontology, store):
        if class_name is not None:
            ontology.class_(class_name)
        check = _Check(
            settings, ontology, store, shapes or (), most, by_shapes=shacl or bool(shapes)
        )
        found = check.stored(class_name) if file is None else check.brought(file, mapping)
        problems = list(islice(found, _MOST))
    _show(out, problems)
    if any(item.severity == "Violation" for item in problems):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Check:
    """By which rules which store is checked."""

    settings: Settings
    ontology: Ontology
    store: GraphStore
    shapes: Sequence[Path]
    most: int
    by_shapes: bool

    def stored(self, class_name: str | None) -> Iterator[_Problem]:
        """What is wrong with what is stored."""
        if not self.by_shapes:
            yield from _compiled(self.store, self.ontology, class_name)
            return
        from ontology.shacl import of_class, of_store

        if class_name is None:
            scope = of_store(self.store)
        else:
            scope = of_class(self.store, class_name, self.most)
        yield from self._by_shapes(scope)

    def brought(self, file: Path, mapping: Path | None) -> Iterator[_Problem]:
        """What is wrong with a file, and with the records as it would leave them."""
        with open_scratch(self.ontology.graph_schema()) as scratch:
            summary = rehearse(self.settings, self.ontology, self.store, scratch, file, mapping)
            yield from map(_of_reject, summary.first_rejects)
            more = summary.rejected + summary.rejected_relations - len(summary.first_rejects)
            if more > 0:
                yield _not_listed(file, more)
            if self.by_shapes:
                from ontology.shacl import laid_over

                yield from self._by_shapes(laid_over(self.store, scratch, self.most))

    def _by_shapes(self, scope: "Scope") -> Iterator[_Problem]:
        from ontology.shacl import check_shapes, read_shapes

        shapes = read_shapes(model_extensions(self.settings), self.shapes)
        yield from map(_of_shape, check_shapes(self.ontology, scope, shapes, self.most))


def _compiled(store: GraphStore, ontology: Ontology, class_name: str | None) -> Iterator[_Problem]:
    for batch in store.scan(Query(type=class_name)):
        for entity in batch:
            for found in validate_entity(ontology, entity):
                yield _of_violation(entity.id, found)
    chosen = None if class_name is None else {class_name, *ontology.descendants(class_name)}
    for relations in store.scan_relations():
        types = store.types_of({end for one in relations for end in (one.source, one.target)})
        for relation in relations:
            ends = types[relation.source], types[relation.target]
            if chosen is not None and chosen.isdisjoint(ends):
                continue
            for found in validate_relation(ontology, relation.type, *ends):
                yield _of_violation(f"{relation.source} {relation.type} {relation.target}", found)


def _of_violation(record: str, found: Violation) -> _Problem:
    messages = {"zh": word(f"violation-{found.code.value}", "zh"), "en": found.message}
    return _Problem(record, found.code.value, found.field, found.value, messages, found.suggestion)


def _of_reject(found: "Reject") -> _Problem:
    messages = {"zh": f"{word('reject', 'zh')}: {found.reason}", "en": found.reason}
    record = f"{found.file}:{found.line}" if found.line else found.file
    return _Problem(record, found.code, found.field, found.value, messages, found.suggestion)


def _not_listed(file: Path, count: int) -> _Problem:
    messages: dict[str, str] = {
        language: word("rejects-not-listed", language).format(count=count)
        for language in _LANGUAGES
    }
    return _Problem(str(file), "NOT_LISTED", "", None, messages, None)


def _of_shape(found: "ShapeResult") -> _Problem:
    messages: dict[str, str] = {language: found.message.get(language) for language in _LANGUAGES}
    value = found.value or None
    problem = _Problem(found.focus, found.constraint, found.path, value, messages, None)
    return replace(problem, severity=found.severity)


def _show(out: Output, problems: Sequence[_Problem]) -> None:
    if out.json:
        out.value([_as_json(item) for item in problems])
    elif problems:
        out.table(
            f"{out.say('violations')} ({len(problems):,})",
            ("number", "property", "value", "fix"),
            [_row(out, item) for item in problems[:_SHOWN]],
        )
    else:
        out.line("OK")
    if len(problems) == _MOST:
        sys.stderr.write(f"{out.say('violations-stopped').format(most=_MOST)}\n")


def _row(out: Output, item: _Problem) -> Sequence[object]:
    mark = "" if item.severity == "Violation" else f"[{item.severity}] "
    fix = f"{mark}{item.messages[out.language]} {item.suggestion or ''}".rstrip()
    return item.record, item.field, "" if item.value is None else item.value, fix


def _as_json(item: _Problem) -> dict[str, Any]:
    return {
        "record": item.record,
        "code": item.code,
        "field": item.field,
        "value": item.value,
        "severity": item.severity,
        "message": item.messages["en"],
        "messages": dict(item.messages),
        "suggestion": item.suggestion,
    }
