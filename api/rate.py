"""How often a caller may ask: a token bucket for each, in this process."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from api.errors import ApiError

_CALLERS = 10_000
"""Callers remembered; of more, those that were quiet longest are forgotten, and begin anew."""


class TooManyRequests(ApiError):
    """A caller asks more often than it may.

    Attributes:
        wait: Seconds after which the next request passes.
    """

    code = "TOO_MANY_REQUESTS"

    def __init__(self, wait: float) -> None:
        super().__init__(f"too many requests; the next passes in {wait:.1f} s")
        self.wait = wait


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class RateLimit:
    """Lets each caller ask so often. Calls may come from several threads.

    Args:
        rate: Requests a second in the long run; 0 is without limit.
        burst: Requests at once after a pause.
        clock: Seconds that pass.
    """

    def __init__(
        self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = max(burst, 1.0)
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str) -> None:
        """Count a request.

        Raises:
            TooManyRequests: It is one too many; it is not counted.
        """
        if self._rate <= 0:
            return
        with self._lock:
            now = self._clock()
            bucket = self._buckets.setdefault(caller, _Bucket(self._burst, now))
            self._buckets.move_to_end(caller)
            if len(self._buckets) > _CALLERS:
                self._buckets.popitem(last=False)
            grown = bucket.tokens + (now - bucket.filled) * self._rate
            bucket.tokens, bucket.filled = min(grown, self._burst), now
            if bucket.tokens < 1:
                raise TooManyRequests((1 - bucket.tokens) / self._rate)
            bucket.tokens -= 1
