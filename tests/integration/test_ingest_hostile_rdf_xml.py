"""Damaged and hostile RDF/XML: told with its place, not a record taken."""

from pathlib import Path

import pytest

from tests.hostile_rdf import DEEP, HEAD, NODE, TTL, XML, Case, refused

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DTD = (
    "<!DOCTYPE r [\n{}]>\n"
    + HEAD
    + "<pn:City rdf:about='a:b'><pn:name>{}</pn:name></pn:City></rdf:RDF>"
)
RDF_XML = [
    Case("laughs.rdf", DTD.format('<!ENTITY a0 "ha">' + LAUGHS, "&a9;"), ":2: .*made of entities"),
    Case("itself.rdf", DTD.format('<!ENTITY a "&a;">', "&a;"), ":2: .*made of entities"),
    Case(
        "long-entity.rdf", DTD.format(f'<!ENTITY a "{"a" * 10_000}">', "&a;" * 9), ":2: .*too long"
    ),
    Case(
        "many.rdf",
        DTD.format(f'<!ENTITY a "{"a" * 4_000}">', "&a;" * 90_000),
        ":4: .*amplification",
    ),
    Case(
        "local-file.rdf",
        DTD.format('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
        ":2: .*another document",
    ),
    Case(
        "web.owl", DTD.format('<!ENTITY a SYSTEM "http://localhost:9/a">', "&a;"), ":2: .*another"
    ),
    Case(
        "parameter.rdf",
        DTD.format('<!ENTITY % a SYSTEM "http://localhost:9/a"> %a;', ""),
        ":2: .*another",
    ),
    Case("undefined.rdf", DTD.format("", "&nbsp;"), ":4: undefined entity"),
    Case("cut.rdf", XML, ":3: .*cut off"),
    Case("cut-in-tag.xml", XML + "<pn:City rdf:ab", ":3: .*cut off"),
    Case("cut-between.rdf", XML + NODE, ":4: .*cut off"),
    Case("mismatched.rdf", XML + "<pn:City></pn:Town></rdf:RDF>", ":3: mismatched tag"),
    Case("unbound.rdf", XML + "<ex:City/></rdf:RDF>", ":3: unbound prefix"),
    Case("two-roots.rdf", XML + "</rdf:RDF><a/>", ":3: junk"),
    Case("deep.rdf", XML + "<pn:City><pn:twinOf>" * DEEP, ":3: nests deeper"),
    Case(
        "deep-literal.rdf",
        XML + '<pn:City><pn:name rdf:parseType="Literal">' + "<b>" * DEEP,
        ":3: nests deeper",
    ),
    Case("other-root.xml", "<catalog>\n<book>x</book></catalog>", ":1: .*root is <catalog>"),
    Case(
        "xhtml.rdf",
        '<html xmlns="http://www.w3.org/1999/xhtml"><p>404</p></html>',
        ":1: .*web page",
    ),
    Case(
        "owl-xml.owl",
        '<Ontology xmlns="http://www.w3.org/2002/07/owl#"></Ontology>',
        ":1: .*another syntax",
    ),
    Case("space-in-iri.rdf", XML + '<pn:City rdf:about="urn:a b"/>\n</rdf:RDF>', ":3: .*IRI"),
    Case("about-and-id.rdf", XML + '<pn:City rdf:about="a:b" rdf:ID="c"/>\n</rdf:RDF>', ":3: "),
    Case(
        "same-id.rdf",
        HEAD.replace(">", ' xml:base="a:b">') + '<pn:City rdf:ID="c"/>\n' * 2 + "</rdf:RDF>",
        ":[34]: ",
    ),
    Case("loose-text.rdf", XML + "甲\n</rdf:RDF>", ":[34]: "),
    Case("control.rdf", XML + "<pn:City><pn:name>\x01</pn:name></pn:City></rdf:RDF>", ":3: "),
    Case("nul.rdf", XML + "\0</rdf:RDF>", ":3: "),
    Case(
        "unknown-encoding.rdf",
        f'<?xml version="1.0" encoding="klingon"?>\n{XML}</rdf:RDF>',
        ":1: states an encoding that is not known",
    ),
    Case(
        "not-as-declared.rdf",
        f'<?xml version="1.0" encoding="gbk"?>\n{XML}</rdf:RDF>'.encode() + b"\xff",
        ":[34]: is not GB18030",
    ),
    Case("broken-turtle.owl", TTL + "id:a a", ":5: .*cut off"),
    Case("long-text.rdf", XML + "<pn:City><pn:name>" + "x" * 99 * 200_000, ":3: .*16 megabytes"),
    Case("words.rdf", "No data today.", ":1: "),
]


@pytest.mark.parametrize("case", RDF_XML, ids=[case.name for case in RDF_XML])
def test_malformed_xml_is_refused_with_its_place(tmp_path: Path, case: Case) -> None:
    refused(tmp_path, case)
