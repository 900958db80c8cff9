"""One graph in every format and encoding: the same entities and relations come in."""

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.memory import MemoryStore
from graph.query import Query
from graph.records import Patch
from ingest import UnreadableSource, import_file, load_mapping
from ingest.contents.content import file_content
from ingest.rdf import FORMATS, open_text, parsing, read_rdf
from ingest.sources import open_sources
from tests.hostile_rdf import CONTEXT, ENTITY, NAME, PN
from tests.ingest_world import TIME, WORLD, new_store, write

TURTLE = f"""\
@prefix pn: <{PN}> .
@prefix id: <{ENTITY}> .
id:tj a pn:City ; pn:name "天津"@zh , "Tianjin"@en-GB , "天津市"@zh-CN , "天津市"@zh-hans ;
    pn:alias "津"@zh-Hant , "津\\n\\"沽\\""@zh ; pn:people 13 ; pn:homepage <https://example.org/> .
id:c1 a pn:Company ; pn:name "甲"@zh , "Société"@fr ; pn:size pn:large ; pn:locatedIn id:tj .
"""
EXPECTED: dict[str, Patch] = {
    "c1": {"name_zh": "甲", "name_fr": "Société", "size": "large"},
    "tj": {
        "name_zh": "天津",
        "name_en_GB": "Tianjin",
        "name_zh_CN": "天津市",
        "name_zh_Hans": "天津市",
        "alias_zh_Hant": ("津",),
        "alias_zh": ('津\n"沽"',),
        "people": 13,
        "homepage": "https://example.org/",
    },
}


def taken_in(file: Path, encoding: str | None = None) -> MemoryStore:
    """Import a file, and see that nothing of it is refused."""
    store = new_store()
    mapping = None
    if encoding is not None:
        text = f"source: {{name: x}}\nformat: {{encoding: {encoding}}}\nrdf: {{}}\n"
        mapping = load_mapping(write(file.with_name("mapping.yaml"), text), WORLD)
    summary = import_file(store, WORLD, file, mapping, batch_id="b", time=TIME)
    assert summary.first_rejects == ()
    assert summary.relations.created == 1
    return store


def entities(store: MemoryStore) -> dict[str, Patch]:
    found = [entity for batch in store.scan(Query()) for entity in batch]
    return {entity.id: entity.properties for entity in found}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same(tmp_path: Path, suffix: str, packed: bool) -> None:
    written = ox.serialize(ox.parse(TURTLE, ox.RdfFormat.TURTLE), format=FORMATS[suffix]) or b""
    file = tmp_path / f"a{suffix}{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(written) if packed else written)
    assert entities(taken_in(file)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE.encode(encoding))
    assert entities(taken_in(tmp_path / "a.ttl")) == EXPECTED


def test_gbk_is_recognised_and_told(tmp_path: Path) -> None:
    text = TURTLE.replace("Société", "Societe").replace("天津市", "直辖的工业城市天津市")
    (tmp_path / "a.ttl").write_bytes(text.encode("gbk"))
    assert entities(taken_in(tmp_path / "a.ttl"))["c1"]["name_zh"] == "甲"
    (source,) = open_sources(tmp_path / "a.ttl", None, WORLD)
    assert [note.code for note in source.notes] == ["READ_AS"]


def test_a_mapping_may_state_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TURTLE.replace("Société", "社團").encode("big5", "ignore"))
    found = entities(taken_in(tmp_path / "a.ttl", "big5"))
    assert found["c1"]["name_fr"] == "社團"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_xml_is_read_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    text = TURTLE.replace("Société", "Societe")
    written = ox.serialize(ox.parse(text, ox.RdfFormat.TURTLE), format=ox.RdfFormat.RDF_XML) or b""
    declared = written.decode().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    (tmp_path / "a.rdf").write_bytes(declared.encode(encoding))
    assert entities(taken_in(tmp_path / "a.rdf"))["tj"] == EXPECTED["tj"]


def test_turtle_may_be_named_owl(tmp_path: Path) -> None:
    assert entities(taken_in(write(tmp_path / "a.owl", TURTLE))) == EXPECTED


def test_plain_entities_of_xml_are_understood(tmp_path: Path) -> None:
    text = (
        f'<!DOCTYPE rdf:RDF [<!ENTITY pn "{PN}"><!ENTITY id "{ENTITY}">]>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pn="&pn;">\n'
        '<pn:City rdf:about="&id;a" xml:lang="zh" pn:name="甲"><pn:twinOf>'
        '<pn:City rdf:about="&id;b"><pn:name xml:lang="zh">乙</pn:name></pn:City>'
        "</pn:twinOf></pn:City></rdf:RDF>"
    )
    found = entities(taken_in(write(tmp_path / "a.rdf", text)))
    assert found == {"a": {"name_zh": "甲"}, "b": {"name_zh": "乙"}}


def test_long_json_ld_is_read_in_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "WHOLE_JSON", 100)
    written = ox.serialize(ox.parse(TURTLE, ox.RdfFormat.TURTLE), format=ox.RdfFormat.JSON_LD)
    (tmp_path / "a.jsonld").write_bytes(written or b"")
    assert entities(taken_in(tmp_path / "a.jsonld")) == EXPECTED
    late = '{"@graph": [{"@id": "id:a", "pn:people": 1}], ' + CONTEXT[1:-2] + "}"
    with pytest.raises(UnreadableSource, match="put @context first"):
        taken_in(write(tmp_path / "late.jsonld", late))


def test_short_json_ld_may_be_in_any_order(tmp_path: Path) -> None:
    nodes = f'[{{{NAME}, "pn:twinOf": {{"@id": "id:a"}}, "@type": "pn:City", "@id": "id:a"}}]'
    text = f'{{"@graph": {nodes}, ' + CONTEXT[1:-2] + "}"
    assert entities(taken_in(write(tmp_path / "a.jsonld", text))) == {"a": {"name_zh": "好"}}


def test_lines_are_counted_through_comments_blank_lines_and_old_line_ends(tmp_path: Path) -> None:
    statement = f'<{ENTITY}{{}}> <{PN}name> "x"@zh .'
    lines = ["# a comment", statement.format(2), "", "  \t", statement.format(5), "#", ""]
    for end in ("\n", "\r\n", "\r"):
        file = write(tmp_path / "a.nt", end.join(lines * 2_000))
        text = open_text(file_content(file), None)
        found = [item for item, *_ in parsing.statements(text, lambda *_: None)]
        assert found[:4] == [2, 5, 9, 12]
        assert found[-1] == 7 * 2_000 - 2


def test_a_file_reads_the_same_each_time(tmp_path: Path) -> None:
    nested = "".join(f'id:n{n} pn:alias [ pn:name "{n}" ] , ( {n} [] ) .\n' for n in range(300))
    file = write(tmp_path / "a.ttl", TURTLE + nested)
    text = open_text(file_content(file), None)
    rules = load_mapping(write(tmp_path / "m.yaml", "source: {name: x}\nrdf: {}\n"), WORLD).rdf
    assert list(read_rdf(text, rules, WORLD)) == list(read_rdf(text, rules, WORLD))
