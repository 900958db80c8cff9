"""Which relations may join which classes, and what is suggested where one may not."""

from hypothesis import given
from hypothesis import strategies as st

import ontology
from ontology import Violation

CORE = ontology.load()


def refused(relation: str, source: str, target: str) -> Violation:
    (violation,) = ontology.validate_relation(CORE, relation, source, target)
    return violation


def test_subclasses_may_stand_at_both_ends() -> None:
    assert ontology.validate_relation(CORE, "locatedIn", "Enterprise", "Region") == ()
    assert ontology.validate_relation(CORE, "deployedBy", "UseCase", "Alliance") == ()


def test_an_observation_may_be_about_anything() -> None:
    for name in CORE.classes:
        assert ontology.validate_relation(CORE, "about", "Observation", name) == ()


def test_an_unknown_relation_is_refused_with_the_nearest() -> None:
    violation = refused("usesTech", "UseCase", "Technology")
    assert (violation.code, violation.suggestion) == ("UNKNOWN_RELATION", "usesTechnology")


def test_an_unknown_end_is_refused_with_the_nearest() -> None:
    violation = refused("usesTechnology", "UseCase", "Technologie")
    assert (violation.code, violation.suggestion) == ("UNKNOWN_CLASS", "Technology")


def test_a_wrong_end_is_refused_with_the_ends_and_the_relation_that_fit() -> None:
    violation = refused("usesTechnology", "Demand", "Technology")
    assert (violation.code, violation.suggestion) == ("WRONG_RELATION_END", "requires")
    assert "Scenario -> Technology; UseCase -> Technology" in violation.message
    assert violation.value == "Demand -> Technology"


def test_a_relation_the_wrong_way_round_is_told_so() -> None:
    violation = refused("offers", "Supply", "Enterprise")
    assert violation.suggestion is None
    assert "from Enterprise to Supply there is offers" in violation.message


@given(
    relation=st.sampled_from(sorted(CORE.relations)),
    source=st.sampled_from(sorted(CORE.classes)),
    target=st.sampled_from(sorted(CORE.classes)),
)
def test_a_pair_fits_when_a_stated_end_is_above_each(
    relation: str, source: str, target: str
) -> None:
    above_source = {source, *CORE.ancestors(source)}
    above_target = {target, *CORE.ancestors(target)}
    fits = any(
        leaves in above_source and (not reach or above_target.intersection(reach))
        for leaves, reach in CORE.relation(relation).ends.items()
    )
    assert (ontology.validate_relation(CORE, relation, source, target) == ()) == fits
