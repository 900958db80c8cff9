"""What changed between two days."""

import numpy as np

from chains.errors import ChainError
from chains.history.chronicle import Chronicle
from chains.history.dates import UNDATED, day_of, text_of
from chains.history.model import Changes, NothingDated, Rise
from chains.history.states import ranks_at, states
from chains.structure.model import POSITIONS, Chosen, Position


class UnknownDate(ChainError):
    """What was given is no date, or the first day is after the second."""

    code = "CHAIN_UNKNOWN_DATE"


def since(history: Chronicle, start: str, until: str | None = None) -> Changes:
    """What came after one day, until the end of another.

    Args:
        history: What came when.
        start: An ISO date, YYYY-MM-DD.
        until: The same; the last date of a vertex if left out.

    Raises:
        UnknownDate: One is no date, or they are in the wrong order.
        NothingDated: No vertex has a date.
    """
    day, projection = history.dates.day, history.structure.projection
    dated = day[day < UNDATED]
    if not len(dated):
        raise NothingDated(f"no {projection.vertices} has a date ({history.dates.by})")
    first = _day(start)
    last = _day(until) if until is not None else max(int(dated.max()), first)
    if last < first:
        raise UnknownDate(f"{until} is before {start}; give the earlier date first")
    before, after = states(history, [first, last])
    earlier, later = ranks_at(history, first), ranks_at(history, last)
    risen = np.flatnonzero((later > earlier) & (later > Position.POINT.rank))
    came = np.flatnonzero((day > first) & (day <= last))
    links = np.flatnonzero((history.link > first) & (history.link <= last))
    return Changes(
        before=before,
        after=after,
        came=Chosen(projection.ids, came[np.lexsort((came, day[came]))]),
        risen=tuple(
            Rise(
                projection.ids[at],
                POSITIONS[int(earlier[at])] if earlier[at] >= 0 else None,
                POSITIONS[int(later[at])],
            )
            for at in risen[np.lexsort((risen, -later[risen]))].tolist()
        ),
        links=projection.links.some(links[np.lexsort((links, history.link[links]))]),
        undated=history.undated,
        rule=projection.rule,
    )


def _day(text: str) -> int:
    found = day_of(text)
    if found is None:
        raise UnknownDate(f"{text!r} is no date; write it as {text_of(738_000)}")
    return found
