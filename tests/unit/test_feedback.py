"""Feedback is added and never changed, and its last words become labels."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.records import Entity, PropertyValue, Relation
from matcher.errors import InvalidFeedback, InvalidPairs, UnknownSubject
from matcher.feedback import (
    Feedback,
    Verdict,
    judgements,
    read_feedback,
    read_judgements,
    read_pairs,
    record_feedback,
    write_pairs,
)
from matcher.feedback.labels import Voice
from ontology.validation import validate_entity
from tests.matcher_world import core, market

SAID = Feedback(
    "demand:scratch", "supply:eye", Verdict.ACCEPTED, "李工", "2026-07-01T08:00:00", "看得清"
)


def told(store: MemoryStore, *said: Feedback) -> MemoryStore:
    for feedback in said:
        record_feedback(store, core(), feedback)
    return store


class TestRecords:
    def test_what_was_said_is_read_back(self) -> None:
        said = replace(SAID, model="v-1", score=0.25, probability=0.75)
        ((_, found),) = read_feedback(told(market(), said))
        assert found == said

    def test_a_change_of_mind_is_added_and_the_first_word_stays(self) -> None:
        later = replace(SAID, verdict=Verdict.REJECTED, at="2026-07-02T08:00:00")
        store = told(market(), later, SAID)
        assert [item for _, item in read_feedback(store)] == [SAID, later]

    def test_the_same_word_said_twice_is_there_once(self) -> None:
        assert len(read_feedback(told(market(), SAID, SAID))) == 1

    def test_it_can_be_asked_for_by_pair(self) -> None:
        other = replace(SAID, supply="supply:cart")
        store = told(market(), SAID, other)
        assert len(read_feedback(store, demand="demand:scratch")) == 2
        ((_, found),) = read_feedback(store, "demand:scratch", "supply:cart")
        assert found == other

    def test_the_record_fits_the_ontology(self) -> None:
        store = market()
        record = record_feedback(store, core(), SAID)
        entity = store.get([record])[record]
        assert (
            entity.properties["name_en"]
            == "Accepted: scratches checked by eye ← in-line defect detector"
        )
        assert validate_entity(core(), entity) == ()

    def test_unknown_ends_are_refused_and_nothing_is_written(self) -> None:
        store = market()
        with pytest.raises(UnknownSubject, match="did you mean 'supply:cart'"):
            record_feedback(store, core(), replace(SAID, supply="supply:carp"))
        with pytest.raises(UnknownSubject, match="not the id of a Demand"):
            record_feedback(store, core(), replace(SAID, demand="supply:eye"))
        assert read_feedback(store) == []

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"by": " "}, "name of whoever"),
            ({"by": "x" * 201}, "201 characters"),
            ({"reason": "字" * 2001}, "2,001 characters"),
            ({"at": "yesterday"}, "not a time"),
        ],
    )
    def test_what_says_too_little_or_too_much_is_refused(
        self, change: dict[str, str], told: str
    ) -> None:
        with pytest.raises(InvalidFeedback, match=told):
            replace(SAID, **change)  # type: ignore[arg-type]


class TestLabels:
    def test_the_last_word_of_each_person_counts(self) -> None:
        store = told(
            market(),
            SAID,
            replace(SAID, verdict=Verdict.REJECTED, at="2026-07-01T09:00:00+00:00"),
            replace(SAID, by="王工", verdict=Verdict.CONTRACTED, at="2026-07-01T07:00:00"),
        )
        (found,) = read_judgements(store)
        assert found.answers
        assert found.weight == pytest.approx(0.3)

    def test_two_who_disagree_alike_decide_nothing(self) -> None:
        against = replace(SAID, by="王工", verdict=Verdict.REJECTED)
        assert read_judgements(told(market(), SAID, against)) == []

    @pytest.mark.parametrize(
        ("state", "closed", "wanted"),
        [
            ("reviewed", False, None),
            ("negotiating", False, (True, 0.5)),
            ("negotiating", True, (False, 0.3)),
            ("published", True, (False, 0.3)),
            ("deployed", True, (True, 1.0)),
        ],
    )
    def test_engagements_show_as_much_as_they_came_to(
        self, state: str, closed: bool, wanted: tuple[bool, float] | None
    ) -> None:
        found = read_judgements(
            engaged(state=state, **({"closedOn": "2026-07-01"} if closed else {}))
        )
        assert [(item.answers, item.weight) for item in found] == ([wanted] if wanted else [])

    def test_examples_count_only_when_asked_for(self) -> None:
        store = engaged(state="contracted", illustrative=True)
        assert read_judgements(store) == []
        (found,) = read_judgements(store, illustrative=True)
        assert found.illustrative

    @given(
        st.lists(
            st.builds(
                Voice,
                st.sampled_from("ab"),
                st.sampled_from("xy"),
                st.sampled_from([-0.7, -0.3, 0.3, 0.5, 0.7, 1.0]),
                st.booleans(),
            )
        )
    )
    def test_the_order_in_which_voices_are_heard_does_not_matter(self, voices: list[Voice]) -> None:
        found = judgements(voices)
        assert found == judgements(voices[::-1])
        assert all(0 < item.weight <= 1 for item in found)


class TestPairs:
    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        pairs = judgements([Voice("d1", "s1", 0.7, False), Voice("d1", "s,2", -0.3, True)])
        text = StringIO()
        write_pairs(text, pairs)
        path = tmp_path / "pairs.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        assert read_pairs(path) == pairs

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("demand,supply\nd,s\n", "no column grade"),
            ("demand,supply,grade\nd,s,1\nd,,1\n", "line 3: a demand and a supply"),
            ("demand,supply,grade\nd,s,yes\n", "line 2: grade must be a number, not 'yes'"),
            ("demand,supply,grade,weight\nd,s,1,7\n", "line 2: weight must be"),
            ("demand,supply,grade\nd,s,nan\n", "line 2: grade"),
        ],
    )
    def test_a_bad_table_is_refused_with_its_line(
        self, tmp_path: Path, text: str, told: str
    ) -> None:
        path = tmp_path / "pairs.csv"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidPairs, match=told):
            read_pairs(path)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidPairs, match=r"none\.csv"):
            read_pairs(tmp_path / "none.csv")


def engaged(**properties: PropertyValue) -> MemoryStore:
    """The market with one engagement of a demand and a supply."""
    store = market()
    entity = Entity("engagement:e", "Engagement", {"name_en": "docking", **properties})
    ends = (("ofDemand", "demand:scratch"), ("withSupply", "supply:eye"))
    store.write(lambda writer: writer.upsert_entities([entity]))
    store.write(
        lambda writer: writer.upsert_relations(
            [Relation(relation, entity.id, end) for relation, end in ends]
        )
    )
    return store
