"""What becomes of a pair: one record, a question to a person, or two records; and why.

The model's probability decides, within rules that no probability overrides: two valid credit codes
that differ are two organizations, one code or one name without a contradiction is never passed
over, and only organizations, on which the model was fitted, are merged without a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ingest.resolution.judging.model import Model, feature_defs
from ingest.resolution.pairs import Compared


class Verdict(StrEnum):
    """What becomes of a pair."""

    MERGE = "merge"
    REVIEW = "review"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Reason:
    """What counted, and how much.

    Attributes:
        feature: A feature of features.csv, or a rule.
        weight: Log odds that it added; None for a rule.
        text: What it says, in zh and en.
    """

    feature: str
    weight: float | None
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two records that may be one.

    Attributes:
        first: The lesser id.
        second: The other.
        type: The class of both.
        probability: That they are one.
        verdict: What is to become of them.
        reasons: Rules first, then features, those that counted most first.
    """

    first: str
    second: str
    type: str
    probability: float
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, the lesser first."""
        return self.first, self.second


_SURE = 0.999
"""Probability of a pair with one valid credit code and nothing against it."""
_LEAST = 0.01
"""Log odds that add less are no reason."""
_CONTRADICTIONS = (
    "trades_differ",
    "numbers_lack",
    "numbers_differ",
    "units_lack",
    "units_differ",
    "tails_unlike",
    "prefix_elsewhere",
    "inner_lack",
    "inner_elsewhere",
    "names_unlike",
    "year_differs",
    "domain_differs",
    "region_elsewhere",
)
_PARTS = (
    "numbers_lack",
    "numbers_differ",
    "units_lack",
    "units_differ",
    "tails_unlike",
    "prefix_elsewhere",
    "inner_elsewhere",
)
"""What tells branches, plants and sister companies, which at times go by the code of the whole."""
_ASKED = frozenset({"related", "part", "other_class"})
"""Rules that leave it to a person."""
_RULES: Mapping[str, Mapping[str, str]] = {
    "credit_code_same": {
        "zh": "统一社会信用代码相同：{code}",
        "en": "the same unified social credit code: {code}",
    },
    "credit_code_differs": {
        "zh": "统一社会信用代码不同：{codes}",
        "en": "different unified social credit codes: {codes}",
    },
    "code_same": {"zh": "代码相同：{code}", "en": "the same code: {code}"},
    "code_differs": {"zh": "代码不同：{codes}", "en": "different codes: {codes}"},
    "exact": {
        "zh": "名称相同且没有矛盾之处",
        "en": "one name and nothing against it",
    },
    "part": {
        "zh": "分支机构、编号或地区有别，不自动合并",
        "en": "a branch, number or place differs, so they are not merged unasked",
    },
    "related": {
        "zh": "图谱中两者之间有关系，不自动合并",
        "en": "a relation joins them, so they are not merged unasked",
    },
    "other_class": {
        "zh": "模型只适用于组织，此类由人判断",
        "en": "the model knows organizations alone, so a person decides",
    },
}


def judge(pair: Compared, model: Model, *, organizations: bool) -> Duplicate:
    """The verdict on a pair.

    Args:
        pair: Two entities of one class.
        model: What tells the probability.
        organizations: Whether the class is one of organizations.
    """
    rules = _rules(pair, organizations=organizations)
    probability = _probability(pair, model, rules)
    verdict = _verdict(probability, model, rules)
    reasons = () if verdict is Verdict.APART else (*_ruled(pair, rules), *_counted(pair, model))
    first, second = pair.first, pair.second
    return Duplicate(first.id, second.id, first.type, probability, verdict, reasons)


def _rules(pair: Compared, *, organizations: bool) -> frozenset[str]:
    first, second = pair.first, pair.second
    found = set()
    if first.credit_code and second.credit_code:
        same = first.credit_code == second.credit_code
        found.add("credit_code_same" if same else "credit_code_differs")
    if first.code and second.code:
        found.add("code_same" if first.code == second.code else "code_differs")
    if "name_same" in pair.features and pair.features.keys().isdisjoint(_CONTRADICTIONS):
        found.add("exact")
    if not pair.features.keys().isdisjoint(_PARTS):
        found.add("part")
    if pair.related:
        found.add("related")
    if not organizations:
        found.add("other_class")
    return frozenset(found)


def _probability(pair: Compared, model: Model, rules: frozenset[str]) -> float:
    if not rules.isdisjoint(("credit_code_differs", "code_differs")):
        return 0.0
    likely = model.probability(pair.features)
    if "credit_code_same" in rules and "part" not in rules:
        return max(likely, _SURE)
    return likely


def _verdict(probability: float, model: Model, rules: frozenset[str]) -> Verdict:
    if not rules.isdisjoint(("credit_code_differs", "code_differs")):
        return Verdict.APART
    if probability >= model.merge and rules.isdisjoint(_ASKED):
        return Verdict.MERGE
    told = not rules.isdisjoint(("credit_code_same", "code_same", "exact"))
    likely = probability >= (model.merge if "related" in rules else model.review)
    return Verdict.REVIEW if told or (likely and "other_class" not in rules) else Verdict.APART


def _ruled(pair: Compared, rules: frozenset[str]) -> list[Reason]:
    return [
        Reason(rule, None, {key: _filled(text, pair) for key, text in texts.items()})
        for rule, texts in _RULES.items()
        if rule in rules
    ]


def _counted(pair: Compared, model: Model) -> list[Reason]:
    weights = model.contributions(pair.features)
    named = [name for name, weight in weights.items() if abs(weight) >= _LEAST]
    named.sort(key=lambda name: (-abs(weights[name]), name))
    texts = feature_defs()
    return [
        Reason(
            name,
            round(weights[name], 3),
            {key: _filled(text, pair) for key, text in texts[name].text.items()},
        )
        for name in named
    ]


def _filled(text: str, pair: Compared) -> str:
    one, other = pair.names
    code = pair.first.credit_code or pair.first.code
    return text.format(
        name=one.whole,
        names=_both(one.whole, other.whole),
        core=one.core,
        cores=_both(one.core, other.core),
        brand=one.brand,
        brands=_both(one.brand, other.brand),
        code=code,
        codes=_both(code, pair.second.credit_code or pair.second.code),
    )


def _both(one: str, other: str) -> str:
    return one if one == other else f"{one} / {other}"
