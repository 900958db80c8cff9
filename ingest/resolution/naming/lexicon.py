"""Words that many names share: forms of companies, parts of organizations, lines of business.

Both languages lead to one concept, so that 技术 and ``technology`` are the same. No word decides
alone; they only tell which part of a name is its own. The words stand in words.csv.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with the concepts that they stand for, by what they tell of a name.

    Attributes:
        forms: The legal form at the end of a name: 有限公司, ``Ltd``.
        units: A part of an organization, which is not the whole: 分公司, ``branch``.
        fillers: What says next to nothing: 科技, ``technology``.
        trades: A line of business; who differs in it is another company, as a rule.
    """

    forms: Mapping[str, str]
    units: Mapping[str, str]
    fillers: Mapping[str, str]
    trades: Mapping[str, str]


@cache
def lexicon() -> Lexicon:
    """The words of words.csv."""
    kinds: dict[str, dict[str, str]] = {"form": {}, "unit": {}, "filler": {}, "trade": {}}
    text = (files(__package__) / "words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in f"{row['zh']}|{row['en']}".split("|"):
            if word:
                kinds[row["kind"]][word] = row["concept"]
    return Lexicon(kinds["form"], kinds["unit"], kinds["filler"], kinds["trade"])
