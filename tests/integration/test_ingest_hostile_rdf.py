"""Damaged and hostile Turtle, TriG, N-Triples and N-Quads: told with their place, none taken in."""

import gzip
from pathlib import Path

import pytest

from tests.hostile_rdf import DEEP, GOOD, JSON, TTL, XML, Case, refused

LONG = 17_000_000

TURTLE = [
    Case("cut-in-text.ttl", TTL + 'id:a pn:name "甲', r":5: .*cut off"),
    Case("cut-in-iri.ttl", TTL + "id:a pn:name <http://exa", r":5: .*cut off"),
    Case("cut-after-semicolon.ttl", TTL + "id:a a pn:City ;\n", r":6: .*cut off"),
    Case("cut-in-long-text.ttl", TTL + 'id:a pn:name """甲\n乙\n', r":[5-8]: .*cut off"),
    Case("undeclared-prefix.ttl", TTL + "id:a ex:b id:c .", r":5: .*ex:"),
    Case("space-in-iri.ttl", TTL + "<urn:a b> a pn:City .", r":5: .*IRI"),
    Case("newline-in-iri.ttl", TTL + "<urn:a\nb> a pn:City .", r":5: .*IRI"),
    Case("nul-in-iri.ttl", TTL + "<urn:a\0b> a pn:City .", r":5: .*IRI"),
    Case("bad-escape.ttl", TTL + r'id:a pn:name "\q"@zh .', r":5: .*escape"),
    Case("surrogate.ttl", TTL + r'id:a pn:name "\uD800"@zh .', r":5: .*D800"),
    Case("newline-in-text.ttl", TTL + 'id:a pn:name "甲\n"@zh .', r":5: .*Line jumps"),
    Case("no-dot.ttl", TTL + "id:a a pn:City\nid:b a pn:City .", r":6: "),
    Case("text-as-subject.ttl", TTL + '"a" a pn:City .', r":5: "),
    Case("blank-predicate.ttl", TTL + "id:a _:p id:b .", r":5: "),
    Case("stray-bracket.ttl", TTL + "id:a pn:name ] .", r":5: "),
    Case("unclosed-bracket.ttl", TTL + "id:a pn:twinOf [ pn:name 1 .", r":5: "),
    Case("number.ttl", TTL + "id:a pn:staff 1.e .", r":5: "),
    Case("deep-brackets.ttl", TTL + "id:a pn:twinOf " + "[ pn:twinOf\n" * DEEP, "nests too deep"),
    Case("deep-lists.ttl", TTL + "id:a pn:twinOf " + "( 1 \n" * DEEP, "nests too deep"),
    Case("deep-terms.ttl", TTL + "id:a pn:twinOf " + "<<( id:a pn:x " * DEEP, ":5: nests too deep"),
    Case("long-text.ttl", TTL + f'id:a pn:name "{"甲" * (LONG // 3)}"@zh .', r":5: .*16 megabytes"),
    Case("web-page.ttl", "<!DOCTYPE html>\n<html><body>404</body></html>", "a web page; fetch"),
    Case("xml.ttl", f'<?xml version="1.0"?>\n{XML}</rdf:RDF>', r"RDF/XML; .* name it \.rdf"),
    Case("json.ttl", JSON + "]}", r"JSON-LD; .* name it \.jsonld"),
    Case("csv.ttl", "id,name_zh\nc:1,甲\n", ":1: "),
    Case("functional.ttl", "Prefix(:=<urn:x:>)\nOntology(<urn:x>)\n", "OWL in another syntax"),
    Case("empty.ttl", "", "is empty"),
    Case("utf-32.ttl", TTL.encode("utf-32"), "UTF-32.*iconv"),
    Case("cut.utf-16.ttl", (TTL + "id:a a").encode("utf-16"), ":5: .*cut off"),
    Case("latin.ttl", TTL.encode() + b'id:a pn:name "caf\xe9 \xff"@fr .', ":5: is not UTF-8"),
    Case("cut-in-character.ttl", TTL.encode() + "id:a pn:name '甲".encode()[:-1], ":5: .*cut off"),
    Case("gzip.ttl", gzip.compress(TTL.encode()), "is a gzip file"),
    Case("zip.ttl", b"PK\x03\x04" + bytes(100), "is a zip archive"),
    Case("image.ttl", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not UTF-8"),
    Case("zeroes.ttl", bytes(10_000), ":1: "),
    Case("damaged.ttl.gz", gzip.compress(TTL.encode())[:-9], "cannot be unpacked"),
    Case("bad-inside.ttl.gz", gzip.compress((TTL + "id:a a ;").encode()), r":5: "),
]
LINES = [
    Case("turtle.nt", TTL, r":3: .*"),
    Case("prefix-first.nt", "@prefix a: <urn:a:> .\n" + GOOD, r"Turtle; .* name it \.ttl"),
    Case("two-on-a-line.nt", GOOD + "<a:a> <a:b> <a:c> . <a:a> <a:b> <a:d> .", r":3: .*single"),
    Case("broken-line.nt", GOOD + "<a:a> <a:b>\n<a:c> .", r":4: .*[Ll]ine jumps"),
    Case("quads.nt", GOOD + "<a:a> <a:b> <a:c> <a:g> .", r":3: column \d+: .*dot"),
    Case("no-dot.nt", GOOD.replace("\n", "\r\n") + "\r\n<a:a> <a:b> <a:c>\r\n", r":5: .*dot"),
    Case("late-fault.nt", GOOD + "# a\n\n \n" + GOOD * 30_000 + "<a:a>\n", r":60007: "),
    Case("old-line-ends.nt", GOOD.replace("\n", "\r") + "<a:a> <a:b> c .\r", r":3: "),
    Case("relative.nt", GOOD + "<a> <a:b> <a:c> .", r":3: .*not whole"),
    Case("space-in-iri.nt", GOOD + "<a:a b> <a:b> <a:c> .", r":3: .*IRI"),
    Case("text-as-subject.nt", GOOD + '"a" <a:b> <a:c> .', r":3: "),
    Case("bad-language.nt", GOOD + '<a:a> <a:b> "c"@1234567890 .', r":3: "),
    Case("cut.nt", GOOD[:-9], r":2: .*cut off"),
    Case("deep.nt", GOOD + "<a:a> <a:b> " + "<<( <a:a> <a:b> " * DEEP, ":3: nests too deep"),
    Case(
        "deep-closed.nq", f"<a:a> <a:b> {'<<( <a:a> <a:b> ' * DEEP}<a:c>{' )>>' * DEEP} .\n", ":1:"
    ),
    Case("long.nt", GOOD + f'<a:a> <a:b> "{"x" * LONG}" .\n', ":3: .*16 megabytes"),
    Case("five-terms.nq", GOOD + "<a:a> <a:b> <a:c> <a:g> <a:h> .", r":3: "),
    Case("text-as-graph.nq", GOOD + '<a:a> <a:b> <a:c> "g" .', r":3: "),
    Case("unclosed-graph.trig", TTL + "id:g { id:a a pn:City .", r":5: .*cut off"),
    Case("graph-in-graph.trig", TTL + "id:g { id:h { id:a a pn:City } }", r":5: "),
    Case("deep.trig", TTL + "id:g { id:a pn:b " + "[ pn:b " * DEEP, ":5: nests too deep"),
]


@pytest.mark.parametrize("case", TURTLE, ids=[case.name for case in TURTLE])
def test_malformed_turtle_is_refused_with_its_place(tmp_path: Path, case: Case) -> None:
    refused(tmp_path, case)


@pytest.mark.parametrize("case", LINES, ids=[case.name for case in LINES])
def test_a_malformed_line_is_refused_with_its_place(tmp_path: Path, case: Case) -> None:
    refused(tmp_path, case)
