"""What does not fit in memory goes to disk, and comes back the same."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.model import RdfRules
from ingest.rdf.gathering import Gathering, Subject
from ingest.rdf.parsing import Statement
from ingest.rdf.reading import converted
from ingest.rdf.told import Told
from ingest.rows.drafts import Converted
from tests.hostile_rdf import ENTITY, PN, RDF
from tests.ingest_world import WORLD

SMALL = 500
SUBJECTS = st.builds("<{}{}>".format, st.just(ENTITY), st.sampled_from([*"abcdefgh", "港", "%41"]))
SPOKEN = st.tuples(
    st.sampled_from(["name", "alias", "people", "unknown"]),
    st.text(st.characters(codec="utf-8", exclude_characters='"\\'), max_size=30),
    st.sampled_from(["", "@zh", "@en-GB", "@x-own", f"^^<{RDF}HTML>"]),
)
STATED = st.one_of(
    st.just((f"{RDF}type", f"<{PN}City>")),
    st.builds(lambda other: (f"{PN}twinOf", other), SUBJECTS),
    st.just((f"{PN}twinOf", "_:b")),
    st.builds(lambda spoken: (PN + spoken[0], f'"{spoken[1]}"{spoken[2]}'), SPOKEN),
)
ADMISSIBLE = st.one_of(
    st.builds(lambda other: (f"{PN}twinOf", other), SUBJECTS),
    st.builds(
        lambda name, text, tag: (PN + name, f'"{text}"{tag}'),
        st.sampled_from(["alias", "alias", "alias", "unknown", "name"]),
        st.text("ab甲港 ", max_size=4),
        st.sampled_from(["@zh", "@en-GB", "@fr"]),
    ),
)
TYPED = st.lists(st.tuples(SUBJECTS, ADMISSIBLE), max_size=80).map(
    lambda said: [(name, (f"{RDF}type", f"<{PN}City>")) for name, _ in said] + said
)
STATEMENTS = st.lists(st.tuples(st.one_of(SUBJECTS, st.just("_:b")), STATED), max_size=80)


def numbered(said: Sequence[tuple[str, tuple[str, str]]]) -> list[Statement]:
    return [(line, name, *stated) for line, (name, stated) in enumerate(said, start=1)]


def gathered(statements: Sequence[Statement], in_memory: int) -> list[Subject]:
    with Gathering(in_memory) as gathering:
        gathering.take(statements)
        return list(gathering.subjects())


def drafts(statements: Sequence[Statement], in_memory: int) -> list[Converted]:
    with Gathering(in_memory) as gathering:
        gathering.take(statements)
        return list(converted(gathering, 1_000, RdfRules(), WORLD, Told("a.nt")))


def by_name(subjects: Sequence[Subject]) -> dict[str, Subject]:
    found = {subject.name: subject for subject in subjects}
    assert len(found) == len(subjects)
    return found


def summed_up(found: Sequence[Converted]) -> tuple[set[str], set[str]]:
    """Drafts and rejects in no order; which subject tells what is told once depends on order."""
    rejects = [reject for item in found for reject in item.rejects]
    once = {"UNKNOWN_PREDICATE", "LANGUAGE_LOST"}
    return (
        {str(draft) for item in found for draft in item.entities},
        {f"{item.code} {item.field}" if item.code in once else str(item) for item in rejects},
    )


@given(STATEMENTS)
def test_subjects_are_the_same_from_memory_and_from_disk(
    said: list[tuple[str, tuple[str, str]]],
) -> None:
    statements = numbered(said)
    assert by_name(gathered(statements, SMALL)) == by_name(gathered(statements, 10**9))


@given(TYPED)
def test_so_are_the_drafts_and_what_is_refused(said: list[tuple[str, tuple[str, str]]]) -> None:
    from_disk, from_memory = (drafts(numbered(said), size) for size in (SMALL, 10**9))
    for found in (from_disk, from_memory):
        assert [item.bytes_read for item in found] == sorted(item.bytes_read for item in found)
    assert summed_up(from_disk) == summed_up(from_memory)


def test_the_order_from_disk_is_the_same_each_time() -> None:
    statements = [(n, f"<urn:{n % 700}>", "urn:p", f'"{n}"') for n in range(3_000)]
    first, again = gathered(statements, SMALL), gathered(statements, SMALL)
    assert first == again
    assert first != gathered(statements, 10**9)
    assert sum(len(subject.statements) for subject in first) == 6_000


def test_a_subject_of_endless_statements_is_refused_and_not_held() -> None:
    endless = ((1, f"<{ENTITY}a>", f"{PN}twinOf", f"<{ENTITY}b>") for _ in range(1_300_000))
    with Gathering(10_000_000) as gathering:
        gathering.take(endless)
        (subject,) = gathering.subjects()
        assert len(subject.statements) < 2_200_000
        (found,) = converted(gathering, 1, RdfRules(), WORLD, Told("a.nt"))
    assert [reject.code for reject in found.rejects] == ["TOO_MANY_STATEMENTS"]
    assert found.entities == ()
