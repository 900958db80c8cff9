"""Conflicts: the latest words of two sources differ; and what each source stands for."""

from dataclasses import replace

from graph.records import Claim, Entity, Provenance, Relation
from ingest.quality.report import ConflictExample, Conflicts, Share, SourceQuality
from tests.quality_world import REGISTER, by, entity, quality, said

PORTAL = by("portal", confidence=0.5)
LATER = by("portal", "2026-06-02", confidence=0.5)


def disputed(field: str, *claims: Claim, id: str = "c:1") -> Entity:
    """A company of which the first claim stands."""
    first = claims[0]
    return Entity(id, "Company", {field: first.value}, {field: first.provenance}, claims)


def test_two_sources_that_differ_are_a_conflict_with_both_values() -> None:
    claims = said("staff", (5, REGISTER), (7, PORTAL))
    (found,) = quality([disputed("staff", *claims)]).conflicts
    example = ConflictExample("c:1", 5, 7, hidden=False)
    assert found == Conflicts("entity", "Company", "staff", "register", "portal", 1, (example,))


def test_the_latest_word_of_a_source_counts() -> None:
    agrees = said("staff", (5, REGISTER), (7, PORTAL), (5, LATER))
    assert quality([disputed("staff", *agrees)]).conflicts == ()
    parts = said("staff", (5, REGISTER), (5, PORTAL), (8, LATER))
    (found,) = quality([disputed("staff", *parts)]).conflicts
    assert found.examples[0].lost == 8


def test_a_source_does_not_differ_from_itself() -> None:
    own = said("staff", (5, REGISTER), (6, by("register", "2026-06-02")))
    assert quality([disputed("staff", *reversed(own))]).conflicts == ()
    merged = [*said("staff", (5, REGISTER)), *said("staff", (6, REGISTER), about="c:9")]
    assert quality([disputed("staff", *merged)]).conflicts == ()


def test_each_source_that_differs_is_a_pair_of_its_own() -> None:
    claims = said("staff", (5, REGISTER), (7, PORTAL), (9, by("survey")), (5, by("census")))
    found = quality([disputed("staff", *claims)]).conflicts
    assert [(item.kept_source, item.lost_source) for item in found] == [
        ("register", "portal"),
        ("register", "survey"),
    ]


def test_examples_are_the_first_five_and_the_count_is_of_all() -> None:
    claims = said("staff", (5, REGISTER), (7, PORTAL))
    entities = [disputed("staff", *claims, id=f"c:{n}") for n in range(9)]
    (found,) = quality(entities).conflicts
    assert found.count == 9
    assert [item.id for item in found.examples] == ["c:0", "c:1", "c:2", "c:3", "c:4"]


def test_values_that_not_all_may_see_are_not_told() -> None:
    phone = disputed("phone", *said("phone", ("110", REGISTER), ("119", PORTAL)))
    unknown = disputed("secret", *said("secret", ("a", REGISTER), ("b", PORTAL)), id="c:2")
    report = quality([phone, unknown])
    assert [item.count for item in report.conflicts] == [1, 1]
    for item in report.conflicts:
        (example,) = item.examples
        assert (example.kept, example.lost, example.hidden) == (None, None, True)


def test_properties_of_relations_are_in_conflict_too() -> None:
    claims = [
        _states(REGISTER),
        _states(PORTAL),
        *said("since", (2001, REGISTER), (2002, PORTAL)),
    ]
    joined = Relation("supplies", "c:1", "c:2", {"since": 2001}, REGISTER, tuple(claims))
    report = quality([entity("c:1"), entity("c:2")], [joined])
    (found,) = report.conflicts
    assert (found.subject, found.type, found.field) == ("relation", "supplies", "since")
    assert found.examples[0] == ConflictExample("c:1 supplies c:2", 2001, 2002, hidden=False)


def test_a_source_is_told_by_what_would_vanish_with_it() -> None:
    claims = tuple(said("staff", (5, REGISTER), (7, PORTAL)))
    both = Entity(
        "c:1",
        "Company",
        {"staff": 5, "code": "x", "name_zh": "甲"},
        {"staff": REGISTER, "code": REGISTER, "name_zh": PORTAL},
        claims,
    )
    alone = entity("c:2", origin=PORTAL, name_zh="乙")
    stated = Relation("supplies", "c:1", "c:2", {}, REGISTER)
    shared = replace(
        stated, source="c:2", target="c:1", claims=(_states(REGISTER), _states(PORTAL))
    )
    report = quality([both, alone], [stated, shared], priorities={"portal": 10, "register": 90})
    portal, register = report.sources
    assert portal == SourceQuality(
        name="portal",
        priority=10,
        entities=2,
        only_entities=1,
        fields=2,
        only_fields=Share(2, 2, 1.0),
        relations=0,
        only_relations=Share(0, 0, None),
        won=0,
        lost=1,
        confidence=0.5,
    )
    assert (register.entities, register.only_entities, register.won) == (1, 0, 1)
    assert (register.fields, register.only_fields) == (2, Share(1, 2, 0.5))
    assert (register.relations, register.only_relations) == (2, Share(1, 2, 0.5))


def test_a_source_that_only_loses_is_named_and_values_of_nobody_too() -> None:
    lost = disputed("staff", *said("staff", (5, REGISTER), (7, PORTAL)))
    report = quality([lost, entity("c:2", origin=None, name_zh="乙")])
    assert [(item.name, item.fields, item.lost) for item in report.sources] == [
        ("", 1, 0),
        ("portal", 0, 1),
        ("register", 1, 0),
    ]
    assert report.sources[0].confidence is None


def _states(origin: Provenance) -> Claim:
    return Claim("", None, origin)
