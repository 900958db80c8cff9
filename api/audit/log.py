"""The audit log: entries beside the graph, each sealed together with the one before it."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice

from api.access import Viewer
from api.errors import ApiError
from graph.port import GraphReader, GraphWriter

_HEAD, _ENTRY = "audit:head", "audit:entry:"
_PAGE = 1_000
"""Entries whose keys share all but their last three digits are read at once."""
_START = "0" * 64


class WrongAnchor(ApiError):
    """An anchor is not of the form ``NUMBER:SEAL``."""

    code = "WRONG_ANCHOR"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done.

    Attributes:
        number: Counts from 1 without gaps.
        time: When, ISO 8601 in UTC.
        who: By whom.
        role: With which role.
        action: What, such as ``upsert``, ``delete`` or ``read``.
        about: Ids of what it was done to.
        detail: What else there is to say.
        seal: SHA-256 over the entry and the seal of the one before it; an HMAC where a key is set.
    """

    number: int
    time: str
    who: str
    role: str
    action: str
    about: tuple[str, ...] = ()
    detail: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the log found.

    Attributes:
        entries: How many hold, from the first on.
        seal: Of the last of them; note it elsewhere, and give it to a later check.
        fault: What does not hold; None where everything does.
    """

    entries: int
    seal: str
    fault: str | None = None

    @property
    def anchor(self) -> str:
        """What to note elsewhere."""
        return f"{self.entries}:{self.seal}"


class AuditLog:
    """The log of a store.

    Args:
        secret: Seals entries besides, so that who can write to the store alone cannot forge them.
    """

    def __init__(self, secret: str = "") -> None:
        self._secret = secret.encode()

    def append(
        self,
        writer: GraphWriter,
        viewer: Viewer,
        action: str,
        about: Sequence[str],
        detail: Mapping[str, str] | None = None,
    ) -> None:
        """Enter what was done, in the transaction in which it is done."""
        number, seal = _head(writer)
        entry = AuditEntry(
            number + 1,
            datetime.now(UTC).isoformat(timespec="milliseconds"),
            viewer.name,
            viewer.role.value,
            action,
            tuple(about),
            dict(detail or {}),
        )
        text = _text(entry)
        sealed = self._seal(seal, text)
        writer.put_notes(
            {
                f"{_ENTRY}{entry.number:012}": json.dumps([text, sealed], ensure_ascii=False),
                _HEAD: json.dumps([entry.number, sealed]),
            }
        )

    def entries(self, reader: GraphReader, after: int = 0) -> Iterator[AuditEntry]:
        """The entries after that number, in order; a gap ends them."""
        for number, text, seal in _stored(reader, after):
            if number != after + 1:
                return
            after = number
            found = json.loads(text)
            yield AuditEntry(**{**found, "about": tuple(found["about"])}, seal=seal)

    def verify(self, reader: GraphReader, anchor: tuple[int, str] | None = None) -> Verdict:
        """Check every seal, that no entry is missing, and that an earlier anchor still holds.

        Args:
            reader: The store.
            anchor: Number and seal of an entry as an earlier check gave them.
        """
        last, seal = 0, _START
        for number, text, stored in _stored(reader, 0):
            if number != last + 1:
                return Verdict(last, seal, f"entry {last + 1} is missing")
            expected = self._seal(seal, text)
            if not hmac.compare_digest(expected, stored):
                return Verdict(last, seal, f"entry {number} is not as it was written")
            last, seal = number, stored
            if anchor is not None and anchor[0] == number and anchor[1] != stored:
                return Verdict(last, seal, f"entry {number} is not the one that was noted")
        if (last, seal) != _head(reader):
            return Verdict(last, seal, f"entries after {last} are missing")
        if anchor is not None and anchor[0] > last:
            return Verdict(last, seal, f"entry {anchor[0]} was noted, and is missing")
        return Verdict(last, seal)

    def _seal(self, before: str, text: str) -> str:
        content = f"{before}\n{text}".encode()
        if self._secret:
            return hmac.new(self._secret, content, hashlib.sha256).hexdigest()
        return hashlib.sha256(content).hexdigest()


def parse_anchor(text: str) -> tuple[int, str]:
    """Number and seal of what ``Verdict.anchor`` gave.

    Raises:
        WrongAnchor: It has another form.
    """
    number, _, seal = text.partition(":")
    if not number.isdigit() or len(seal) != len(_START):
        raise WrongAnchor(f"{text!r} is not NUMBER:SEAL as `pearlnet audit verify` prints it")
    return int(number), seal


def _head(reader: GraphReader) -> tuple[int, str]:
    text = reader.notes(_HEAD).get(_HEAD)
    if text is None:
        return 0, _START
    number, seal = json.loads(text)
    return int(number), str(seal)


def _stored(reader: GraphReader, after: int) -> Iterator[tuple[int, str, str]]:
    """Number, text and seal of what is stored after that number, a thousand at a time."""
    page = (after + 1) // _PAGE
    while True:
        found = reader.notes(f"{_ENTRY}{page:09}")
        for key, kept in found.items():
            number = int(key.removeprefix(_ENTRY))
            if number > after:
                text, seal = json.loads(kept)
                yield number, text, seal
        if not found and page > _head(reader)[0] // _PAGE:
            return
        page += 1


def _text(entry: AuditEntry) -> str:
    kept = {name: value for name, value in asdict(entry).items() if name != "seal"}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def latest(log: AuditLog, reader: GraphReader, first: int) -> Sequence[AuditEntry]:
    """The last entries, in order."""
    number, _ = _head(reader)
    return tuple(islice(log.entries(reader, max(0, number - first)), first))
