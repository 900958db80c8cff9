"""Freshness: how long ago the values were brought, by class and source.

The age of a value is the number of days from the day of its provenance time, in UTC, to today.
Times after today are counted and enter no other figure.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from ingest.quality.report import Freshness, share

_OLD = 365
_UNDATED = 0


class Ages:
    """Counts values by day, class and source."""

    def __init__(self, today: date) -> None:
        self._today = today.toordinal()
        self._days: dict[tuple[str, str], Counter[int]] = {}

    def add(self, type: str, source: str, time: str, count: int) -> None:
        """So many values of one origin."""
        self._days.setdefault((type, source), Counter())[_day(time)] += count

    def result(self) -> tuple[Freshness, ...]:
        """By class and source."""
        return tuple(self._of(*kind, days) for kind, days in sorted(self._days.items()))

    def _of(self, type: str, source: str, days: Mapping[int, int]) -> Freshness:
        today = self._today
        past = {day: n for day, n in sorted(days.items()) if _UNDATED < day <= today}
        dated = sum(past.values())
        return Freshness(
            type,
            source,
            sum(days.values()),
            date.fromordinal(max(past)).isoformat() if past else None,
            date.fromordinal(min(past)).isoformat() if past else None,
            today - _median(past) if past else None,
            share(sum(n for day, n in past.items() if today - day > _OLD), dated),
            sum(n for day, n in days.items() if day > today),
            days.get(_UNDATED, 0),
        )


def _median(counts: Mapping[int, int]) -> float:
    """The median of days in ascending order with their counts."""
    total = sum(counts.values())
    middle = ((total - 1) // 2, total // 2)
    found: list[int] = []
    seen = 0
    for day, count in counts.items():
        found += [day for place in middle if seen <= place < seen + count]
        seen += count
    return sum(found) / 2


@lru_cache(maxsize=4096)
def _day(time: str) -> int:
    """Ordinal of the day in UTC; a time without a zone is taken to be in UTC."""
    try:
        moment = datetime.fromisoformat(time)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return _UNDATED
    return moment.toordinal()
