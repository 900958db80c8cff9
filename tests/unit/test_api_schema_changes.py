"""Changes of the schema definition: which of them break a query, and which are announced."""

import pytest

from api.sdl import Changes, changes

OLD = "type Query { a(x: Int): String b: Int }"


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ("type Query { a(x: Int): String }", "breaking"),
        ("type Query { a(x: Int): Int b: Int }", "breaking"),
        ("type Query { a(x: Int!): String b: Int }", "breaking"),
        ("type Query { a(x: Int y: Int): String b: Int }", "dangerous"),
        ("type Query { a(x: Int): String b: Int c: Int }", "safe"),
    ],
)
def test_a_change_is_told_apart_by_what_it_does_to_queries(new: str, kind: str) -> None:
    found = changes(OLD, new)
    assert {name for name in ("breaking", "dangerous", "safe") if getattr(found, name)} == {kind}


def test_the_same_definition_has_no_changes() -> None:
    assert changes(OLD, OLD) == Changes((), (), ())


def test_a_breaking_change_counts_as_announced_only_under_unreleased() -> None:
    (broken,) = changes(OLD, "type Query { a(x: Int): String }").breaking
    found = Changes((broken,), (), ())
    line = f"- Breaking: {broken}\n"
    assert found.unannounced(f"# Changelog\n\n## Unreleased\n\n{line}") == ()
    assert found.unannounced(f"## [Unreleased]\n### Changed\n{line}\n## 0.1\n") == ()
    assert found.unannounced(f"## Unreleased\n\n## 0.1.0\n{line}") == (broken,)
    assert found.unannounced("## Unreleased\n- Breaking: something else\n") == (broken,)
    assert found.unannounced("") == (broken,)
