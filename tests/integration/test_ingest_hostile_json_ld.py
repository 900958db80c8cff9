"""Damaged and hostile JSON-LD: told with its place, not a record taken, nothing fetched."""

from pathlib import Path

import pytest

from tests.hostile_rdf import DEEP, JSON, TTL, Case, refused

JSON_LD = [
    Case("cut.jsonld", JSON, ":3: .*cut off"),
    Case("cut-in-text.jsonld", JSON + ',\n{"@id": "id:a', ":4: .*cut off"),
    Case("trailing-comma.jsonld", JSON + ",]}", ":3: "),
    Case(
        "remote.jsonld",
        '{"@context": "http://localhost:9/c",\n"name": "x"}',
        ":[12]: .*never fetched",
    ),
    Case(
        "imported.jsonld",
        '{"@context": {"@import": "http://localhost:9/c"}, "a": 1}',
        ":1: .*never fetched",
    ),
    Case(
        "remote-inside.jsonld", JSON + ', {"@context": "http://localhost:9/c"}]}', "never fetched"
    ),
    Case("deep-lists.jsonld", JSON + ',\n{"pn:name": ' + "[" * DEEP, ":4: nests deeper"),
    Case("deep-objects.jsonld", '{"pn:a":\n' * DEEP + "1" + "}" * DEEP, ":101: nests deeper"),
    Case("deep-contexts.jsonld", '{"@context": {"x": ' * DEEP, ":1: nests deeper"),
    Case("circle.jsonld", '{"@context": {"a": "b:x", "b": "a:y"}, "a": 1}', ":1: .*[Cc]yclic"),
    Case(
        "two-ids.jsonld",
        JSON + ', {"@id": "id:a", "@id": "id:b", "pn:x": 1}]}',
        "@id is defined twice",
    ),
    Case("id-is-number.jsonld", '{"@id": 5, "urn:x": 1}', ":1: "),
    Case("context-is-number.jsonld", '{"@context": 5}', ":1: "),
    Case("nan.jsonld", '{"@id": "urn:a", "urn:b": NaN}', ":1: "),
    Case("words.jsonld", "No data today.", ":1: "),
    Case("turtle.jsonld", TTL, r"Turtle|:1: "),
    Case("prefix-first.jsonld", "@prefix a: <urn:a:> .", r"Turtle; .* name it \.ttl"),
    Case("single-quotes.jsonld", "{'@id': 'urn:a'}", ":1: "),
    Case("bad-escape.jsonld", r'{"@id": "urn:a", "urn:b": "\x"}', ":1: "),
    Case("two-documents.jsonld", '{"@id": "urn:a"}\n{"@id": "urn:b"}', ":2: "),
]


@pytest.mark.parametrize("case", JSON_LD, ids=[case.name for case in JSON_LD])
def test_malformed_json_ld_is_refused_with_its_place(tmp_path: Path, case: Case) -> None:
    refused(tmp_path, case)
