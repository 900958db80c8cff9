"""A request that is sent twice is done once: what came of it is remembered for a day or two."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.access import Viewer
from api.writes.errors import IdempotencyConflict, InvalidKey
from graph.port import GraphWriter

_NOTES = "idempotency:"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Request:
    """A request that its caller can know again.

    Attributes:
        key: What the caller calls it; no other request of the caller has it.
        digest: Of what it asks for.
    """

    key: str
    digest: str


def request_of(viewer: Viewer, key: str, content: object) -> Request:
    """The request of that viewer under that key.

    Raises:
        InvalidKey: The key is empty or longer than ``LONGEST``.
    """
    if not 0 < len(key) <= LONGEST:
        raise InvalidKey(f"an idempotency key has 1 to {LONGEST} characters, not {len(key)}")
    return Request(_digest([viewer.name, key]), _digest(content))


def recall(writer: GraphWriter, request: Request) -> Mapping[str, str] | None:
    """What came of the request when it was done before; None if it was not.

    Raises:
        IdempotencyConflict: The key was used for another request.
    """
    for day in _days():
        name = f"{_NOTES}{day}:{request.key}"
        text = writer.notes(name).get(name)
        if text is not None:
            kept = json.loads(text)
            if kept["request"] != request.digest:
                raise IdempotencyConflict(
                    "this idempotency key was used for another request; give each its own"
                )
            answer: Mapping[str, str] = kept["answer"]
            return answer
    return None


def remember(writer: GraphWriter, request: Request, answer: Mapping[str, str]) -> None:
    """Keep what came of it, and forget what is older than yesterday."""
    today, yesterday = _days()
    text = json.dumps({"request": request.digest, "answer": dict(answer)}, ensure_ascii=False)
    begun = f"{_NOTES}begun:"
    notes: dict[str, str | None] = {f"{_NOTES}{today}:{request.key}": text}
    if f"{begun}{today}" not in writer.notes(f"{begun}{today}"):
        kept = (f"{_NOTES}{today}", f"{_NOTES}{yesterday}")
        notes |= {name: None for name in writer.notes(_NOTES) if not name.startswith(kept)}
        notes[f"{begun}{today}"] = ""
    writer.put_notes(notes)


def _days() -> tuple[str, str]:
    now = datetime.now(UTC)
    return now.date().isoformat(), (now - timedelta(days=1)).date().isoformat()


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
