"""What is wrong with a file's subjects, and what has been said of it already."""

from ingest.rows.drafts import Reject
from ingest.rows.values import BadValue

_MOST = 1_000
_SHOWN = 500


class Told:
    """Gathers the rejects of one subject after the other.

    Attributes:
        rejects: Those of the subject that was begun last.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._line = 0
        self._once: set[tuple[str, str]] = set()
        self.rejects: list[Reject] = []

    @property
    def refuses_entity(self) -> bool:
        """Whether the subject cannot be taken in."""
        return any(reject.whole_row for reject in self.rejects)

    def begin(self, line: int) -> None:
        """Turn to the next subject."""
        self._line = line
        self.rejects = []

    def add(self, field: str, bad: BadValue, *, whole_row: bool = True) -> None:
        """Tell it."""
        shown = bad.value if len(bad.value) <= _SHOWN else bad.value[:_SHOWN] + "..."
        what = (shown, bad.code, bad.reason, bad.suggestion)
        self.rejects.append(Reject(self._file, self._line, field, *what, whole_row))

    def add_once(self, field: str, bad: BadValue) -> None:
        """Tell what holds of a predicate wherever it stands, if it has not been told."""
        if (field, bad.code) in self._once or len(self._once) > _MOST:
            return
        self._once.add((field, bad.code))
        if len(self._once) > _MOST:
            reason = f"{bad.reason}; so are more than {_MOST} others, which are not listed"
            bad = BadValue(bad.value, bad.code, reason, bad.suggestion)
        self.add(field, bad, whole_row=False)
