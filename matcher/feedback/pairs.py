"""Judged pairs as a table: what training reads, for others to use, and theirs to train on."""

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from matcher.errors import InvalidPairs
from matcher.feedback.labels import Judgement

COLUMNS = ("demand", "supply", "grade", "weight", "illustrative")


def write_pairs(file: TextIO, pairs: Sequence[Judgement]) -> None:
    """Write judged pairs as CSV: grade 1 answers the demand, 0 does not."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in pairs:
        example = "true" if pair.illustrative else ""
        writer.writerow((pair.demand, pair.supply, int(pair.answers), f"{pair.weight:g}", example))


def read_pairs(path: Path) -> Sequence[Judgement]:
    """Read judged pairs; a column ``weight`` may be left out and is then 1.

    Raises:
        InvalidPairs: The file is not there or not such a table; the message names the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"demand", "supply", "grade"} - set(reader.fieldnames or ())
            if missing:
                raise InvalidPairs(f"{path} has no column {', '.join(sorted(missing))}")
            found = {}
            for row in reader:
                pair = _pair(row, f"{path}, line {reader.line_num}")
                found[pair.demand, pair.supply] = pair
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidPairs(f"cannot read {path}: {error}") from None
    return [found[key] for key in sorted(found)]


def _pair(row: dict[str, str | None], where: str) -> Judgement:
    demand, supply = (str(row.get(name) or "").strip() for name in ("demand", "supply"))
    if not demand or not supply:
        raise InvalidPairs(f"{where}: a demand and a supply are needed")
    grade = _number(row.get("grade"), "grade", where)
    weight = _number(row.get("weight") or "1", "weight", where)
    if not 0 < weight <= 1:
        raise InvalidPairs(f"{where}: weight must be above 0 and at most 1, not {weight:g}")
    example = str(row.get("illustrative") or "").strip().lower() == "true"
    return Judgement(demand, supply, grade > 0, weight, example)


def _number(text: str | None, name: str, where: str) -> float:
    try:
        number = float(text or "")
    except ValueError:
        raise InvalidPairs(f"{where}: {name} must be a number, not {text!r}") from None
    if not math.isfinite(number) or number < 0:
        raise InvalidPairs(f"{where}: {name} must be a number of at least 0, not {text!r}")
    return number
