"""What is merged, what a person is asked, and what stays apart, and why."""

import pytest

from graph.records import Relation
from ingest.resolution import Verdict
from ingest.resolution.judging.model import feature_defs, shipped_model
from tests.resolution_world import code, enterprise, proposed, verdict

FULL = "天津海博电子科技有限公司"
HERE = Relation("locatedIn", "e:1", "region:tj"), Relation("locatedIn", "e:2", "region:tj")


@pytest.mark.parametrize(
    "other",
    [
        FULL,
        "天津市海博电子科技有限公司",
        "天津海博電子科技有限公司",
        " 天津海博电子科技 有限公司",
        "海博电子科技（天津）有限公司",
        "天津海博电子科技有限责任公司",
        "天津海博电子科技股份有限公司",
        "海博电子科技",
        "天津海搏电子科技有限公司",
        "天津海博科技电子有限公司",
    ],
)
def test_one_company_in_other_words_is_proposed(other: str) -> None:
    assert verdict(FULL, other) is not Verdict.APART


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("海博电子（天津）有限公司", "海博电子（上海）有限公司"),
        ("天津海博电子有限公司", "海博电子（上海）有限公司"),
        ("天津第一机床厂", "天津第二机床厂"),
        ("海博电子有限公司天津分公司", "海博电子有限公司上海分公司"),
        ("海博电子有限公司", "海博电子有限公司上海分公司"),
        ("海博电子有限公司", "海博电子有限公司第三厂"),
        ("海博集团有限公司", "海博置业有限公司"),
    ],
)
def test_near_misses_are_never_merged_unasked(one: str, other: str) -> None:
    assert verdict(one, other, foundedYear=2001, homepage="https://haibo.example/") in {
        Verdict.APART,
        Verdict.REVIEW,
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("天津海博电子有限公司", "上海海博电子有限公司"),
        ("天津第一机床厂", "天津第二机床厂"),
        ("天津海博电子有限公司", "天津宏达纺织有限公司"),
    ],
)
def test_others_are_apart(one: str, other: str) -> None:
    assert verdict(one, other) is Verdict.APART


def test_one_valid_code_is_one_organization_whatever_its_name() -> None:
    assert verdict("海博电子", "博海信息（更名）", creditCode=code(1)) is Verdict.MERGE


def test_a_branch_that_goes_by_the_code_of_the_whole_is_asked_about() -> None:
    assert (
        verdict("海博电子有限公司", "海博电子有限公司上海分公司", creditCode=code(1))
        is Verdict.REVIEW
    )


def test_two_valid_codes_are_two_organizations_whatever_their_name() -> None:
    assert not proposed(
        enterprise("e:1", FULL, creditCode=code(1)),
        enterprise("e:2", FULL, creditCode=code(2)),
        relations=HERE,
    )


def test_a_code_with_a_wrong_check_character_says_nothing() -> None:
    wrong = code(2)[:-1] + ("0" if code(2)[-1] != "0" else "1")
    both = (
        enterprise("e:1", FULL, creditCode=code(1)),
        enterprise("e:2", FULL, creditCode=wrong),
    )
    assert "e:1 e:2" in proposed(*both)


def test_one_name_alone_is_at_least_asked_about() -> None:
    assert verdict("海博", "海博") in {Verdict.REVIEW, Verdict.MERGE}


def test_only_organizations_are_merged_unasked() -> None:
    found = proposed(
        enterprise("t:1", "边缘计算", "Technology"), enterprise("t:2", "边缘计算", "Technology")
    )
    assert found["t:1 t:2"].verdict is Verdict.REVIEW
    assert not proposed(
        enterprise("t:1", "边缘计算", "Technology"), enterprise("t:2", "边缘计箅", "Technology")
    )


def test_records_of_two_classes_are_two() -> None:
    assert not proposed(enterprise("e:1", FULL), enterprise("e:2", FULL, "University"))


def test_what_a_relation_joins_is_not_merged_unasked() -> None:
    supplies = Relation("suppliesTo", "e:1", "e:2")
    both = enterprise("e:1", FULL), enterprise("e:2", FULL)
    assert proposed(*both, relations=HERE)["e:1 e:2"].verdict is Verdict.MERGE
    assert proposed(*both, relations=[*HERE, supplies])["e:1 e:2"].verdict is Verdict.REVIEW


def test_aliases_and_languages_lead_to_each_other() -> None:
    found = proposed(
        enterprise("e:1", "海博电子股份有限公司", alias_en=("Haibo Electronics",)),
        enterprise("e:2", "未知", name_en="Haibo Electronics Co., Ltd."),
    )
    assert "e:1 e:2" in found


def test_reasons_are_told_in_both_languages_the_weightiest_first() -> None:
    found = proposed(
        enterprise("e:1", FULL, foundedYear=2001),
        enterprise("e:2", "天津海博电子科技有限责任公司", foundedYear=2003),
    )["e:1 e:2"]
    weights = [abs(item.weight) for item in found.reasons if item.weight is not None]
    assert weights == sorted(weights, reverse=True)
    told = {item.feature: item.text for item in found.reasons}
    assert told["core_same"]["zh"] == "名称去掉地区和组织形式后相同：海博电子科技"
    assert told["year_differs"]["en"] == "founded in different years"
    assert all(text.keys() == {"zh", "en"} for text in told.values())


def test_no_weight_goes_against_what_its_feature_says() -> None:
    model = shipped_model()
    assert model.weights.keys() == feature_defs().keys()
    for name, item in feature_defs().items():
        assert model.weights[name] * {"+": 1, "-": -1, "0": 0}[item.sign] >= 0
    assert 0 < model.review < model.merge < 1
