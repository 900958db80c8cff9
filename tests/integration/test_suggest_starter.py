"""Drafts for the starter tables under other headers: how many columns are right, and the import.

Four sets of headers: the ontology's labels, everyday Chinese, English, and abbreviations with
pinyin initials. Some words of the latter three are among the ontology's aliases; the share is
told for the others by themselves.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import starter
from graph.memory import MemoryStore
from graph.query import Query
from ingest import Options, import_manifest, load_mapping
from ingest.mapping.model import Mapping as SourceMapping
from ingest.rows.values import fold
from ingest.suggestion import suggest_mapping
from ontology import Ontology
from tests.suggest_headers import ENGLISH, EVERYDAY, SHORT

STARTER = Path(starter.__path__[0])
INWARD = {
    "raisedBy": "raises",
    "producedBy": "produces",
    "servedBy": "serves",
    "ledBy": "leads",
    "hosts": "inPark",
    "offeredBy": "offers",
}
SOME = (
    "illustrative_demands",
    "illustrative_engagements",
    "illustrative_enterprises",
    "illustrative_honours",
    "illustrative_outcomes",
    "illustrative_parks",
    "illustrative_stages",
    "illustrative_talents",
    "organizations",
    "policies",
)


@dataclass(frozen=True)
class _Table:
    stem: str
    class_name: str
    rows: list[list[str]]


@dataclass(frozen=True)
class _Drafted:
    """Renamed tables with their drafted mappings, in the order of the starter's manifest."""

    folder: Path
    tables: list[_Table]
    names: list[Mapping[str, str]]


def _tables() -> Iterator[_Table]:
    for entry in yaml.safe_load((STARTER / "manifest.yaml").read_text(encoding="utf-8")):
        mapping = yaml.safe_load((STARTER / entry["mapping"]).read_text(encoding="utf-8"))
        path = STARTER / entry["file"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        named = mapping["entities"][0]["class"]
        yield _Table(path.stem, named if isinstance(named, str) else "Enterprise", rows)


def _labels(ontology: Ontology, class_name: str) -> Mapping[str, str]:
    marks = {"zh": "（中文）", "en": "（英文）"}
    labels = {"id": "编号", "type": "类型"}
    for item in ontology.properties(class_name).values():
        for key in item.keys:
            labels[key] = item.label.get("zh") + (marks[key[-2:]] if key != item.name else "")
    for relation in ontology.relations_from(class_name):
        labels[relation.name] = relation.label.get("zh")
    for column, name in INWARD.items():
        labels.setdefault(column, ontology.relation(name).inverse_label.get("zh"))
    return labels


def _draft_all(
    folder: Path,
    ontology: Ontology,
    names_of: Callable[[str], Mapping[str, str]],
    some: tuple[str, ...] = (),
) -> _Drafted:
    tables = [table for table in _tables() if not some or table.stem in some]
    names = [names_of(table.class_name) for table in tables]
    for table, words in zip(tables, names, strict=True):
        path = folder / f"{table.stem}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            header = [words[column] for column in table.rows[0]]
            csv.writer(file).writerows([header, *table.rows[1:]])
        draft = suggest_mapping(path, ontology, None)
        path.with_suffix(".yaml").write_text(draft, encoding="utf-8")
    return _Drafted(folder, tables, names)


@pytest.fixture(scope="module")
def everyday(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> _Drafted:
    return _draft_all(tmp_path_factory.mktemp("everyday"), ontology, lambda _: EVERYDAY)


def _mapped(mapping: SourceMapping) -> dict[str, str]:
    """What each column was taken for; the one of the id alone is ``id``."""
    (block,) = mapping.entities
    found = dict.fromkeys(block.id.fields, "id")
    if not isinstance(block.type, str):
        found |= dict.fromkeys(block.type.columns, "type")
    for key, rule in block.properties.items():
        found |= dict.fromkeys(rule.columns, key)
    for name, relation in block.relations.items():
        found |= dict.fromkeys(relation.columns, name)
    return found


def _known_words(ontology: Ontology) -> set[str]:
    words = set()
    for class_name in ontology.classes:
        for item in ontology.properties(class_name).values():
            words |= {item.name, *item.label.by_language.values(), *item.aliases}
    for relation in ontology.relations.values():
        words |= {relation.name, *relation.label.by_language.values(), *relation.aliases}
        words |= set(relation.inverse_label.by_language.values())
    return {fold(word) for word in words}


@dataclass(frozen=True)
class _Shares:
    """Of the columns, how many are right and wrong; and how many classes are wrong."""

    columns: int
    right: float
    wrong: float
    classes_wrong: int


def _measure(drafted: _Drafted, ontology: Ontology, *, only_new: bool = False) -> _Shares:
    known = _known_words(ontology) if only_new else set()
    columns = right = wrong = classes_wrong = 0
    for table, words in zip(drafted.tables, drafted.names, strict=True):
        mapping = load_mapping(drafted.folder / f"{table.stem}.yaml", ontology)
        (block,) = mapping.entities
        classes_wrong += isinstance(block.type, str) and block.type != table.class_name
        mapped = _mapped(mapping)
        for column in table.rows[0]:
            if fold(words[column]) in known:
                continue
            meant, found = INWARD.get(column, column), mapped.get(words[column])
            columns += 1
            right += found == meant
            wrong += found not in {None, meant}
    return _Shares(columns, right / columns, wrong / columns, classes_wrong)


def test_labels_of_the_ontology_are_all_understood(tmp_path: Path, ontology: Ontology) -> None:
    shares = _measure(
        _draft_all(tmp_path, ontology, lambda name: _labels(ontology, name), SOME), ontology
    )
    assert shares.columns > 100
    assert (shares.right, shares.wrong, shares.classes_wrong) == (1.0, 0.0, 0)


def test_everyday_chinese_is_mostly_understood(everyday: _Drafted, ontology: Ontology) -> None:
    shares = _measure(everyday, ontology)
    assert shares.columns == 322
    assert shares.right >= 0.97
    assert shares.wrong <= 0.01
    assert shares.classes_wrong == 0


def test_so_are_words_that_the_ontology_has_not(everyday: _Drafted, ontology: Ontology) -> None:
    shares = _measure(everyday, ontology, only_new=True)
    assert shares.columns > 100
    assert shares.right >= 0.95


@pytest.mark.parametrize("headers", [ENGLISH, SHORT])
def test_so_are_english_words_and_abbreviations(
    tmp_path: Path, ontology: Ontology, headers: Mapping[str, str]
) -> None:
    shares = _measure(_draft_all(tmp_path, ontology, lambda _: headers, SOME), ontology)
    assert shares.columns > 100
    assert shares.right >= 0.95
    assert shares.wrong <= 0.01
    assert shares.classes_wrong == 0


def _imported(manifest: Path, ontology: Ontology) -> MemoryStore:
    store = MemoryStore()
    store.apply_schema(ontology.graph_schema())
    summary = import_manifest(
        store,
        ontology,
        manifest,
        batch_id="b1",
        time="2026-01-01T00:00:00Z",
        options=Options(rejects=None),
    )
    assert not summary.first_rejects
    return store


def test_what_the_drafts_import_is_what_the_starter_imports(
    everyday: _Drafted, ontology: Ontology
) -> None:
    manifest = everyday.folder / "manifest.yaml"
    lines = [f"- {{file: {t.stem}.csv, mapping: {t.stem}.yaml}}\n" for t in everyday.tables]
    manifest.write_text("".join(lines), encoding="utf-8")
    drafted, meant = _imported(manifest, ontology), _imported(STARTER / "manifest.yaml", ontology)
    assert drafted.group_count(Query(), "type") == meant.group_count(Query(), "type")
    assert len(drafted.edges().source) == len(meant.edges().source)
