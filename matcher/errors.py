"""Errors of matching; each has a stable ``code``."""

from collections.abc import Iterable

from ontology.errors import nearest


class MatcherError(Exception):
    """Root of all matching errors."""

    code = "MATCH_ERROR"


class UnknownSubject(MatcherError):
    """No entity of the wanted class has the id."""

    code = "MATCH_UNKNOWN_SUBJECT"

    def __init__(self, id: str, class_name: str, known: Iterable[str]) -> None:
        found = nearest(id, known)
        hint = f"; did you mean {found!r}?" if found else ""
        super().__init__(f"{id!r} is not the id of a {class_name}{hint}")


class EmptyQuery(MatcherError):
    """The text has no word to match by."""

    code = "MATCH_EMPTY_QUERY"


class QueryTooLong(MatcherError):
    """The text is longer than anyone describes a demand."""

    code = "MATCH_QUERY_TOO_LONG"


class NothingToMatch(MatcherError):
    """The store holds no candidate."""

    code = "MATCH_NOTHING_TO_MATCH"


class InvalidModel(MatcherError):
    """A folder holds no encoder that can be loaded, or a damaged one."""

    code = "MATCH_INVALID_MODEL"


class InvalidFeedback(MatcherError):
    """Feedback that says too little or too much."""

    code = "MATCH_INVALID_FEEDBACK"


class InvalidPairs(MatcherError):
    """A table of judged pairs that cannot be read."""

    code = "MATCH_INVALID_PAIRS"


class TooFewLabels(MatcherError):
    """There is too little feedback to learn from."""

    code = "MATCH_TOO_FEW_LABELS"


class NoVersion(MatcherError):
    """There is no such version of the model, or none in use."""

    code = "MATCH_NO_VERSION"


class WorseModel(MatcherError):
    """A version that is worse than the one in use, or cannot be compared with it."""

    code = "MATCH_WORSE_MODEL"


class MissingExtra(MatcherError):
    """An optional library is not installed."""

    code = "MATCH_MISSING_EXTRA"
