"""The cultivation ladder: honours with expiry, next honours with their criteria, and peers."""

from collections.abc import Mapping

import pytest

from chains.chain_models import ChainModels
from chains.ladder import Ladder, Rung, UnknownEnterprise, Verdict
from graph.port import GraphWriter
from graph.records import Entity, PropertyValue, Provenance
from ontology.model import Ontology
from tests.stages_world import lamp_world

SAID = Provenance("a yearbook", "batch-9", "2026-02-03T00:00:00+00:00")
SMALL, GIANT, CHAMPION = "specialised-sme", "little-giant", "single-champion"
CRITERIA: Mapping[str, Mapping[str, PropertyValue]] = {
    "criterion:first": {
        "forHonour": "innovative-sme",
        "operator": "at-least",
        "examines": "employees",
        "value": 10.0,
        "verified": True,
    },
    "criterion:small-after": {
        "forHonour": SMALL,
        "operator": "holds",
        "requiredHonour": "innovative-sme",
    },
    "criterion:small-years": {
        "forHonour": SMALL,
        "operator": "at-least",
        "examines": "yearsInField",
        "value": 2.0,
        "reference": "measures of 2022",
        "issuedOn": "2022-06-01",
    },
    "criterion:small-debt": {
        "forHonour": SMALL,
        "operator": "at-most",
        "examines": "debtRatio",
        "value": 70.0,
    },
    "criterion:small-skills": {
        "forHonour": SMALL,
        "operator": "at-least",
        "examines": "masters",
        "value": 2.0,
    },
    "criterion:giant-after": {"forHonour": GIANT, "operator": "holds", "requiredHonour": SMALL},
    "criterion:giant-large": {
        "forHonour": GIANT,
        "operator": "at-least",
        "examines": "revenue",
        "value": 10000.0,
        "requirement": "research",
        "option": "large",
    },
    "criterion:giant-large-share": {
        "forHonour": GIANT,
        "operator": "at-least",
        "examines": "researchShare",
        "value": 3.0,
        "requirement": "research",
        "option": "large",
    },
    "criterion:giant-small-share": {
        "forHonour": GIANT,
        "operator": "at-least",
        "examines": "researchShare",
        "value": 6.0,
        "requirement": "research",
        "option": "small",
    },
    "criterion:champion-after": {
        "forHonour": CHAMPION,
        "operator": "follows",
        "requiredHonour": GIANT,
    },
}


def climbed(
    ontology: Ontology,
    honours: Mapping[str, Mapping[str, PropertyValue]],
    **said: PropertyValue,
) -> Ladder:
    store = lamp_world(
        ontology,
        [
            *(("honourOf", honour, "ent:glass-one") for honour in honours),
            ("operatesIn", "ent:peer", "industry:T1"),
            ("masters", "ent:peer", "tech:furnace"),
        ],
        properties={**honours, "ent:peer": {"lifecycle": "growth"}},
    )

    def write(writer: GraphWriter) -> None:
        writer.upsert_entities(
            [
                Entity(item, "Criterion", {"name_zh": item, **fields})
                for item, fields in CRITERIA.items()
            ]
        )
        writer.upsert_entities(
            [Entity("ent:glass-one", "Enterprise", said, dict.fromkeys(said, SAID))]
        )

    store.write(write)
    return ChainModels(store, ontology).ladder("ent:glass-one", today="2026-06-01")


def honour(kind: str, expires: str = "2027-01-01") -> Mapping[str, Mapping[str, PropertyValue]]:
    return {f"honour:{kind}": {"kind": kind, "year": 2024, "batch": "3", "expiresOn": expires}}


def verdicts(rung: Rung) -> Mapping[str, Verdict]:
    return {item.name: item.verdict for item in rung.requirements}


def test_without_any_honour_the_first_rung_is_next(ontology: Ontology) -> None:
    found = climbed(ontology, {}, lifecycle="incubation", employees=30)
    assert (found.phase, found.honours) == ("incubation", ())
    # nothing is on record of what stands before the last two
    assert [rung.kind for rung in found.next] == [
        "innovative-sme",
        "hidden-champion",
        "supporting-expert",
    ]
    assert verdicts(found.next[0]) == {"criterion:first": Verdict.MET}
    assert found.next[0].requirements[0].criteria[0].verified


def test_criteria_are_met_unmet_or_unknown_with_source_and_date(ontology: Ontology) -> None:
    rung = climbed(ontology, honour("innovative-sme"), yearsInField=5).next[0]
    assert verdicts(rung) == {
        "criterion:small-skills": Verdict.UNMET,
        "criterion:small-debt": Verdict.UNKNOWN,
        "criterion:small-after": Verdict.MET,
        "criterion:small-years": Verdict.MET,
    }
    assert [rung.count(verdict) for verdict in Verdict] == [2, 1, 1]
    (years,) = rung.requirements[3].criteria
    assert (years.actual, years.threshold, years.said) == (5.0, 2.0, SAID)
    assert (years.reference, years.issued, years.verified) == (
        "measures of 2022",
        "2022-06-01",
        False,
    )


def test_a_relation_is_examined_by_its_number(ontology: Ontology) -> None:
    rung = climbed(ontology, honour("innovative-sme")).next[0]
    (skills,) = rung.requirements[0].criteria
    assert (skills.examines, skills.actual) == ("masters", 1.0)


@pytest.mark.parametrize(
    ("revenue", "share", "expected"),
    [
        (20000.0, 4.0, Verdict.MET),
        (5000.0, 7.0, Verdict.MET),
        (5000.0, 4.0, Verdict.UNMET),
        (None, 4.0, Verdict.UNKNOWN),
        (None, 7.0, Verdict.MET),
        (20000.0, None, Verdict.UNKNOWN),
    ],
)
def test_one_option_of_a_requirement_is_enough(
    ontology: Ontology, revenue: float | None, share: float | None, expected: Verdict
) -> None:
    said = {"revenue": revenue, "researchShare": share}
    known = {name: value for name, value in said.items() if value is not None}
    rung = climbed(ontology, honour(SMALL), **known).next[0]
    assert rung.kind == GIANT
    assert verdicts(rung)["research"] is expected


def test_what_stands_before_an_honour_in_force_counts_as_held(ontology: Ontology) -> None:
    found = climbed(ontology, honour(GIANT))
    assert [rung.kind for rung in found.next] == [CHAMPION, "hidden-champion", "supporting-expert"]
    assert found.next[0].requirements == ()


def test_an_expired_honour_is_shown_and_is_next_again(ontology: Ontology) -> None:
    found = climbed(ontology, honour(GIANT, expires="2026-05-31"))
    assert [(item.kind, item.in_force) for item in found.honours] == [(GIANT, False)]
    lapsed = {rung.kind: rung.lapsed for rung in found.next}
    assert lapsed[GIANT]
    assert not lapsed["innovative-sme"]
    assert CHAMPION not in lapsed


def test_peers_are_of_the_same_industry_and_most_alike(ontology: Ontology) -> None:
    peers = climbed(ontology, {}).peers
    assert [(peer.enterprise, peer.phase) for peer in peers] == [
        ("ent:peer", "growth"),
        ("ent:bulb-one", None),
    ]
    assert peers[0].alike > peers[1].alike


def test_what_is_no_enterprise_is_refused(ontology: Ontology) -> None:
    models = ChainModels(lamp_world(ontology), ontology)
    with pytest.raises(UnknownEnterprise, match="not the id of an enterprise"):
        models.ladder("stage:lamp", today="2026-06-01")
