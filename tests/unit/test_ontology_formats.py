"""RDF is read in its usual formats; what is wrong is told with its line, and does no harm."""

from pathlib import PurePath

import pyoxigraph as ox
import pytest

from ontology import InvalidOntology
from ontology.formats import format_of, prefixes, quads
from ontology.triples import Source, parse

XML = """<?xml version="1.0" encoding="{encoding}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns:ex="https://example.org/">
  <rdf:Description rdf:about="https://example.org/a">
    <ex:p>{text}</ex:p>
  </rdf:Description>
</rdf:RDF>
"""
FORMATS = {
    "a.ttl": b"@prefix ex: <https://example.org/> . ex:a ex:p ex:b .",
    "a.nt": b"<https://example.org/a> <https://example.org/p> <https://example.org/b> .",
    "a.nq": b"<https://example.org/a> <https://example.org/p> <https://example.org/b> .",
    "a.trig": b"@prefix ex: <https://example.org/> . ex:g { ex:a ex:p ex:b . }",
    "a.owl": XML.format(encoding="utf-8", text="")
    .replace("<ex:p></ex:p>", '<ex:p rdf:resource="https://example.org/b"/>')
    .encode(),
    "a.jsonld": b'{"@id": "https://example.org/a", "https://example.org/p":'
    b' {"@id": "https://example.org/b"}}',
}


def read(content: bytes, name: str = "a.owl") -> list[ox.Quad]:
    return list(quads(content, format_of(PurePath(name), content), name))


def refusal(content: bytes, name: str = "a.owl") -> InvalidOntology:
    with pytest.raises(InvalidOntology) as caught:
        read(content, name)
    assert caught.value.file == name
    return caught.value


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_says_the_same(name: str) -> None:
    (quad,) = read(FORMATS[name], name)
    assert (str(quad.subject), str(quad.object)) == (
        "<https://example.org/a>",
        "<https://example.org/b>",
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_line_of_a_subject_is_found_in_each(name: str) -> None:
    content = FORMATS[name]
    triples = parse([Source(name, content, format_of(PurePath(name), content))])
    line = 4 if name == "a.owl" else 1
    assert triples.place("https://example.org/a") in {(name, line), (name, None)}
    if name in {"a.nt", "a.owl", "a.jsonld"}:
        assert triples.place("https://example.org/a") == (name, line)


def test_turtle_under_a_name_of_xml_is_turtle() -> None:
    assert format_of(PurePath("a.owl"), FORMATS["a.ttl"]) is ox.RdfFormat.TURTLE
    assert format_of(PurePath("a.owl"), FORMATS["a.owl"]) is ox.RdfFormat.RDF_XML


@pytest.mark.parametrize(
    "content",
    [
        b"Prefix(:=<https://example.org/>)\nOntology()",
        b'<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
    ],
)
def test_other_syntaxes_of_owl_are_named(content: bytes) -> None:
    assert "save it as RDF/XML or Turtle" in str(refusal(content))


def test_an_unknown_suffix_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidOntology, match=r"\.jsonld"):
        format_of(PurePath("a.docx"), b"")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "gbk"])
def test_xml_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    text = "é" if encoding == "iso-8859-1" else "港口"
    (quad,) = read(XML.format(encoding=encoding, text=text).encode(encoding))
    assert str(quad.object) == f'"{text}"'


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert len(read(b"\xef\xbb\xbf" + FORMATS["a.ttl"], "a.ttl")) == 1
    assert len(read(FORMATS["a.ttl"].decode().encode("utf-16"), "a.ttl")) == 1


def test_text_that_is_not_utf8_is_told_with_its_line() -> None:
    content = b'@prefix ex: <https://example.org/> .\nex:a ex:p "' + "港口".encode("gbk") + b'" .'
    assert (refusal(content, "a.ttl").line, "UTF-8" in str(refusal(content, "a.ttl"))) == (2, True)


def test_xml_that_breaks_off_is_not_taken_for_whole() -> None:
    whole = XML.format(encoding="utf-8", text="x")
    error = refusal(whole[: whole.index("</rdf:RDF>")].encode())
    assert error.line == 7
    assert "cut off" in str(error)


def test_a_fault_that_the_parser_gives_no_line_for_has_one() -> None:
    faulty = XML.format(encoding="utf-8", text="x").replace("org/a", "org/ a")
    assert refusal(faulty.encode()).line == 4


def test_entities_that_grow_are_refused_before_they_do() -> None:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{below};" * 10}">'
        for below, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = XML.format(encoding="utf-8", text="&i;").replace(
        "<rdf:RDF", f"<!DOCTYPE rdf:RDF [{entities}]>\n<rdf:RDF", 1
    )
    assert "made of entities" in str(refusal(bomb.encode()))


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/passwd"', f'"{"x" * 5000}"'])
def test_entities_from_elsewhere_or_too_long_are_refused(entity: str) -> None:
    text = XML.format(encoding="utf-8", text="&e;").replace(
        "<rdf:RDF", f"<!DOCTYPE rdf:RDF [<!ENTITY e {entity}>]>\n<rdf:RDF", 1
    )
    assert "write out what it stands for" in str(refusal(text.encode()))


def test_nesting_that_would_take_for_ever_is_refused() -> None:
    deep = "<rdf:Description><ex:p>" * 200 + "x" + "</ex:p></rdf:Description>" * 200
    text = XML.format(encoding="utf-8", text="x").replace("<ex:p>x</ex:p>", f"<ex:p>{deep}</ex:p>")
    assert "nests deeper" in str(refusal(text.encode()))


def test_xml_that_is_no_rdf_is_told_by_its_root() -> None:
    assert "<catalog>" in str(refusal(b"<?xml version='1.0'?>\n<catalog/>", "a.xml"))


def test_a_text_that_has_no_end_is_refused() -> None:
    content = b'<https://example.org/a> <https://example.org/p> "' + b"x" * 17_000_000
    assert "16 MB" in str(refusal(content, "a.ttl"))


def test_no_context_is_fetched_from_a_network() -> None:
    error = refusal(b'{"@context": "https://schema.org/", "@id": "ex:a", "name": "x"}', "a.jsonld")
    assert "context" in str(error)


def test_prefixes_are_found_with_entities_written_out() -> None:
    content = b"""<!DOCTYPE rdf:RDF [<!ENTITY far "https://example.org/far/">]>
        <rdf:RDF xmlns:far="&far;" xmlns:near='https://example.org/near#'>"""
    assert list(prefixes(content, ox.RdfFormat.RDF_XML)) == [
        ("far", "https://example.org/far/"),
        ("near", "https://example.org/near#"),
    ]
    assert list(prefixes(FORMATS["a.ttl"], ox.RdfFormat.TURTLE)) == [("ex", "https://example.org/")]
