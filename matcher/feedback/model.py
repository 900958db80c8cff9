"""One word of somebody on one match."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from matcher.errors import InvalidFeedback

LONGEST = 2_000
"""Characters of a reason at most."""

LONGEST_NAME = 200
"""Characters of a name at most."""


class Verdict(StrEnum):
    """What may be said of a match; the terms of the vocabulary ``feedbackVerdict``."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CONTACTED = "contacted"
    CONTRACTED = "contracted"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A judgement of one pair; it is never changed, a later one takes its place.

    Attributes:
        demand: Id of the demand.
        supply: Id of the supply.
        verdict: What was said.
        by: Who said it.
        at: When, ISO 8601; a time without a zone is in UTC.
        reason: Why, in their words; empty where they did not say.
        model: Version of the model in use; None where there was none.
        score: Score that it gave the pair; None where it did not find the pair.
        probability: Calibrated probability that it gave the pair; None if it was not calibrated.
    """

    demand: str
    supply: str
    verdict: Verdict
    by: str
    at: str
    reason: str = ""
    model: str | None = None
    score: float | None = None
    probability: float | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise InvalidFeedback("feedback needs the name of whoever gives it")
        if len(self.by) > LONGEST_NAME:
            raise InvalidFeedback(f"the name has {len(self.by):,} characters; at most 200")
        if len(self.reason) > LONGEST:
            raise InvalidFeedback(
                f"the reason has {len(self.reason):,} characters; at most {LONGEST:,}"
            )
        moment(self.at)

    @property
    def when(self) -> datetime:
        """The moment at which it was given."""
        return moment(self.at)


def moment(text: str) -> datetime:
    """A point in time from ISO 8601, in UTC where no zone is given.

    Raises:
        InvalidFeedback: The text is not a time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidFeedback(f"{text!r} is not a time, YYYY-MM-DDThh:mm:ss") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
