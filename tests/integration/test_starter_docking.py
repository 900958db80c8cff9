"""The starter's illustrative demands and supplies: varied, whole, and worded apart."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import pytest

STARTER = Path(__file__).parents[2] / "starter"
TEXTS = ("name_zh", "name_en", "description_zh", "description_en")
DEMAND_CATEGORIES = {
    "economic-benefit",
    "production-transformation",
    "labour-saving",
    "structure-optimisation",
    "strategy-adjustment",
}
SUPPLY_CATEGORIES = {"security-assurance", "diagnosis-evaluation", "decision-support"}
FORMS = {"network", "terminal", "platform", "software", "solution", "service"}
DEMAND_STATUSES = {"draft", "review", "open", "engaged", "fulfilled", "closed", "proposed"}
SUPPLY_STATUSES = {"draft", "open", "paused", "closed"}
TARGETS = (
    ("demands", "forScenario"),
    ("demands", "inIndustry"),
    ("demands", "requires"),
    ("demands", "raisedBy"),
    ("supplies", "addresses"),
    ("supplies", "provides"),
    ("supplies", "compliesWith"),
    ("supplies", "offeredBy"),
    ("enterprises", "operatesIn"),
    ("enterprises", "locatedIn"),
)
FUNCTION_WORDS = frozenset(
    [
        "after",
        "before",
        "each",
        "every",
        "from",
        "have",
        "into",
        "only",
        "over",
        "that",
        "them",
        "then",
        "they",
        "this",
        "until",
        "when",
        "with",
    ]
)

Row = Mapping[str, str]


def rows(file: Path) -> Sequence[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def own(name: str) -> Sequence[Row]:
    return rows(STARTER / "data" / f"illustrative_{name}.csv")


def judged() -> Sequence[Row]:
    return rows(STARTER / "gold" / "demand_supply.csv")


def values(records: Sequence[Row], column: str) -> Counter[str]:
    return Counter(item for row in records for item in row[column].split("|") if item)


@pytest.fixture(scope="module")
def known() -> frozenset[str]:
    files = (STARTER / "data").glob("*.csv")
    return frozenset(row["id"] for file in files for row in rows(file))


@pytest.mark.parametrize(
    ("name", "least"), [("demands", 85), ("supplies", 85), ("enterprises", 50)]
)
def test_records_are_many_marked_and_told_in_both_languages(name: str, least: int) -> None:
    records = own(name)
    assert len(records) >= least
    assert len({row["id"] for row in records}) == len(records)
    for row in records:
        assert row["illustrative"] == "true", row["id"]
        assert row["reference"] == "示例数据 illustrative", row["id"]
        assert all(row[text] for text in TEXTS), row["id"]
    for text in TEXTS:
        assert len({row[text] for row in records}) == len(records)


def test_each_demand_category_status_and_level_occurs_and_most_are_open() -> None:
    demands = own("demands")
    assert set(values(demands, "category")) == DEMAND_CATEGORIES
    assert set(values(demands, "status")) == DEMAND_STATUSES
    assert set(values(demands, "level")) == {"industry", "enterprise"}
    assert set(values(demands, "priority")) == set("12345")
    assert values(demands, "status")["open"] > len(demands) / 2


def test_each_supply_category_form_and_status_occurs() -> None:
    supplies = own("supplies")
    assert set(values(supplies, "category")) == SUPPLY_CATEGORIES
    assert set(values(supplies, "form")) == FORMS
    assert set(values(supplies, "status")) == SUPPLY_STATUSES


def test_all_scenarios_occur_on_both_sides() -> None:
    assert len(values(own("demands"), "forScenario")) == 20
    assert len(values(own("supplies"), "addresses")) == 20


@pytest.mark.parametrize(("name", "column"), TARGETS)
def test_targets_are_records_of_the_starter(name: str, column: str, known: frozenset[str]) -> None:
    assert set(values(own(name), column)) <= known


def test_each_record_belongs_to_somebody_and_contacts_are_invented() -> None:
    assert all(row["raisedBy"] for row in own("demands"))
    assert all(row["offeredBy"] for row in own("supplies"))
    for row in own("enterprises"):
        assert row["contactPhone"] in {"", "000-0000-0001"}, row["id"]
        assert not row["contactEmail"] or row["contactEmail"].endswith("@example.com"), row["id"]


def test_judged_pairs_exist_and_are_graded_once() -> None:
    pairs = judged()
    assert {row["demand"] for row in pairs} <= {row["id"] for row in own("demands")}
    usable = {row["id"] for row in own("supplies") if row["status"] == "open"}
    assert {row["supply"] for row in pairs} <= usable
    assert {row["grade"] for row in pairs} == {"1", "2"}
    assert len({(row["demand"], row["supply"]) for row in pairs}) == len(pairs)
    assert max(Counter(row["demand"] for row in pairs).values()) <= 4


def test_each_answered_demand_has_a_full_answer() -> None:
    full = {row["demand"] for row in judged() if row["grade"] == "2"}
    assert {row["demand"] for row in judged()} == full


def test_some_demands_have_no_answer_and_some_supplies_answer_nothing() -> None:
    answered = {row["demand"] for row in judged()}
    answering = {row["supply"] for row in judged()}
    assert sum(row["id"] not in answered for row in own("demands")) == 8
    assert sum(row["id"] not in answering for row in own("supplies")) >= 8


def bigrams(row: Row) -> frozenset[str]:
    words = re.findall(r"\w+", row["name_zh"] + " " + row["description_zh"])
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1))


def content_words(row: Row) -> frozenset[str]:
    text = (row["name_en"] + " " + row["description_en"]).lower()
    return frozenset(re.findall(r"[a-z]{4,}", text)) - FUNCTION_WORDS


@pytest.mark.parametrize("parts", [bigrams, content_words])
def test_a_demand_and_its_answers_share_few_words(parts: Callable[[Row], frozenset[str]]) -> None:
    texts = {row["id"]: parts(row) for name in ("demands", "supplies") for row in own(name)}
    pairs = [(texts[row["demand"]], texts[row["supply"]]) for row in judged()]
    overlaps = [len(left & right) / len(left | right) for left, right in pairs]
    assert median(overlaps) < 0.06
    assert max(overlaps) < 0.2
