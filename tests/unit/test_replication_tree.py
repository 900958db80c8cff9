"""Which branch of a tree counts as the place of a node."""

from chains.replication.tree import plant

TREE = plant(
    [("division", "section"), ("group", "division"), ("class", "group")],
    frozenset({"alone", "section"}),
)


def test_the_place_is_the_branch_just_under_the_root() -> None:
    assert [TREE.place(node) for node in ("class", "group", "division")] == ["division"] * 3


def test_a_root_with_branches_is_too_wide_and_one_without_is_a_place() -> None:
    assert TREE.place("section") is None
    assert TREE.place("alone") == "alone"
    assert TREE.places() == {"division", "alone"}


def test_what_two_nodes_share_comes_narrowest_first() -> None:
    assert TREE.shared("class", "group") == ("group", "division", "section")
    assert TREE.shared("class", "alone") == ()


def test_a_circle_ends_where_it_closes() -> None:
    circle = plant([("a", "b"), ("b", "a"), ("c", "c")], frozenset({"c"}))
    assert circle.lineage("a") == ("a", "b")
    assert circle.place("a") == "a"
    assert circle.place("c") == "c"


def test_of_several_parents_the_first_by_id_counts() -> None:
    assert plant([("x", "b"), ("x", "a")], frozenset()).lineage("x") == ("x", "a")
