"""From a file to the draft of its mapping."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from graph.port import GraphReader
from ingest.contents.content import Content
from ingest.contents.files import find_files
from ingest.errors import UnreadableSource
from ingest.limits import DEFAULT_LIMITS
from ingest.mapping.load import parse_mapping_text
from ingest.rows.columns import check_columns
from ingest.suggestion.assignment import Reading, read_as, readings
from ingest.suggestion.classes import find_class_column
from ingest.suggestion.draft import TableDraft, write_table_draft
from ingest.suggestion.guesses import Judge, with_all_names
from ingest.suggestion.ids import draft_id, has_columns_for_ids
from ingest.suggestion.known import KnownEntities
from ingest.suggestion.rdf_census import take_census
from ingest.suggestion.rdf_draft import write_rdf_draft
from ingest.suggestion.resolution import Keys
from ingest.suggestion.sample import Column, Sample, take_sample
from ingest.tables.formats import TABLE_FORMATS, OpenTable, open_tables
from ingest.template import class_prefix
from ontology.formats import FORMATS
from ontology.model import Ontology


def suggest_mapping(path: Path, ontology: Ontology, store: GraphReader | None) -> str:
    """Draft the mapping of a file by its header, its content and the store.

    Args:
        path: A table, or RDF in one of the formats that are imported.
        ontology: What may exist.
        store: Knows ids and names that relations lead to; None if there is none.

    Returns:
        YAML that passes ``load_mapping`` and fits the file; each guess with its reason.

    Raises:
        UnreadableSource: The file cannot be read.
    """
    files = find_files(path, (*TABLE_FORMATS, *FORMATS), DEFAULT_LIMITS, beside=False)
    if len(files.data) > 1:
        message = f"holds {len(files.data)} files of data; name one of them"
        raise UnreadableSource(str(path), 0, message)
    content, known = files.data[0].content, KnownEntities(store, ontology)
    if content.suffix in FORMATS:
        return _of_rdf(content, ontology, known)
    return _of_table(content, ontology, known)


def _of_rdf(content: Content, ontology: Ontology, known: KnownEntities) -> str:
    judge = Judge(ontology, known, {})
    text = write_rdf_draft(content.name, content.base, take_census(content), judge)
    parse_mapping_text(f"{content.stem}.yaml", text, ontology)
    return text


def _of_table(content: Content, ontology: Ontology, known: KnownEntities) -> str:
    tables, _ = open_tables(content, None, DEFAULT_LIMITS)
    opened = tables[0]
    draft = _draft(opened, content, ontology, known, is_one_of_several=len(tables) > 1)
    text = write_table_draft(draft, ontology)
    mapping = parse_mapping_text(f"{content.stem}.yaml", text, ontology)
    check_columns(mapping, opened.table.header, opened.name, ontology)
    return text


def _draft(
    opened: OpenTable,
    content: Content,
    ontology: Ontology,
    known: KnownEntities,
    *,
    is_one_of_several: bool,
) -> TableDraft:
    sample = take_sample(opened.table)
    if not has_columns_for_ids(sample):
        message = (
            "all columns have no name or one with braces, so that none can make ids; rename one"
        )
        raise UnreadableSource(opened.name, 1, message)
    judge = Judge(ontology, known, _keys(sample.columns))
    titles = (*opened.titles, content.stem)
    class_column = find_class_column(sample.columns, ontology)
    classes = sorted(set(class_column.classes.values())) if class_column else []
    reading, runner_up = _read(sample, titles, judge, classes)
    reading = _complete(reading, sample, known)
    prefix = _prefix(classes or [reading.class_name], ontology, known)
    return TableDraft(
        name=opened.name,
        source=content.base,
        sheet=opened.titles[0] if is_one_of_several else "",
        sample=sample,
        reading=reading,
        runner_up=runner_up,
        class_column=class_column,
        id=draft_id(sample, reading, prefix),
    )


def _read(
    sample: Sample, titles: Sequence[str], judge: Judge, classes: Sequence[str]
) -> tuple[Reading, Reading | None]:
    """The likeliest reading and the next; of rows that tell their classes, the one as those."""
    if classes:
        return read_as(classes, sample.columns, titles, judge), None
    first, *others = readings(sample.columns, titles, judge)
    return first, others[0] if others else None


def _complete(reading: Reading, sample: Sample, known: KnownEntities) -> Reading:
    """The reading with ids for all names that were seen, and not only for those judged."""
    columns = {column.name: column for column in sample.columns}
    accepted = {
        name: with_all_names(guess, columns[name], known) if guess.evidence.ids else guess
        for name, guess in reading.accepted.items()
    }
    return replace(reading, accepted=accepted)


def _prefix(classes: Sequence[str], ontology: Ontology, known: KnownEntities) -> str:
    """What ids of the class begin with in the store, else its name; of several, what they share."""
    first = classes[0]
    if len(classes) > 1:
        first = next(
            name
            for name in (*ontology.ancestors(first), first)
            if all(ontology.is_a(other, name) for other in classes) or name == first
        )
    prefixes = known.names(first).prefixes if len(classes) == 1 else ()
    return prefixes[0] if prefixes else f"{class_prefix(first)}:"


def _keys(columns: Sequence[Column]) -> Keys:
    return {column.name: set(map(str, column.values)) for column in columns if column.is_key}
