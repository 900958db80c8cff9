"""API keys: made once, shown once, kept as hashes beside the graph."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock

from api.access.errors import Unauthenticated
from api.access.viewer import Role, Viewer
from api.errors import ApiError
from graph.port import GraphStore, GraphWriter

PREFIX = "pearl_"
"""Every key begins so, and is known for one by scanners of leaked secrets."""

FRESH = 5.0
"""Seconds after which a revoked key is refused at the latest, in every process."""

_NOTES = "api-key:"


class UnknownKey(ApiError):
    """There is no key of that id."""

    code = "UNKNOWN_KEY"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is kept of a key.

    Attributes:
        id: Part of the key itself; names it.
        name: Who holds it.
        role: What its holder may see and do.
        created: When it was made, ISO 8601.
        expires: When it ends, ISO 8601; None is never.
        revoked: When it was taken back; None where it was not.
        digest: SHA-256 of the secret part, which has 256 random bits and needs no salt.
    """

    id: str
    name: str
    role: Role
    created: str
    expires: str | None
    revoked: str | None
    digest: str

    def holds(self, now: datetime) -> bool:
        """Whether it is neither revoked nor over."""
        over = self.expires is not None and datetime.fromisoformat(self.expires) <= now
        return self.revoked is None and not over


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key.

    Attributes:
        key: What is kept of it.
        secret: The whole key, to be handed to its holder; it cannot be had again.
    """

    key: ApiKey
    secret: str


class ApiKeys:
    """The keys of a store, shared by all processes on it. Calls may come from several threads.

    Args:
        store: Where they are kept.
        clock: Seconds that pass.
        entered: Told within the transaction what becomes of a key.
    """

    def __init__(
        self,
        store: GraphStore,
        clock: Callable[[], float] = time.monotonic,
        entered: Callable[[GraphWriter, str, ApiKey], None] | None = None,
    ) -> None:
        self._store = store
        self._entered = entered
        self._clock = clock
        self._lock = Lock()
        self._known: Mapping[str, ApiKey] = {}
        self._read: float | None = None

    def create(self, name: str, role: Role, days: int | None = None) -> IssuedKey:
        """Make a key.

        Args:
            name: Who holds it.
            role: What its holder may see and do.
            days: For how long; None is until it is revoked.
        """
        now = _now()
        key = ApiKey(
            id=secrets.token_hex(4),
            name=name,
            role=role,
            created=now.isoformat(timespec="seconds"),
            expires=None
            if days is None
            else (now + timedelta(days=days)).isoformat(timespec="seconds"),
            revoked=None,
            digest="",
        )
        secret = secrets.token_urlsafe(32)
        kept = replace(key, digest=_digest(secret))
        self._keep(kept, "create key")
        return IssuedKey(kept, f"{PREFIX}{kept.id}_{secret}")

    def list(self) -> Sequence[ApiKey]:
        """All keys, revoked ones too, in the order in which they were made."""
        found = self._store.notes(_NOTES)
        return sorted((_parsed(text) for text in found.values()), key=lambda key: key.created)

    def revoke(self, id: str) -> ApiKey:
        """Take a key back; a key that was taken back before stays as it is.

        Raises:
            UnknownKey: There is none of that id.
        """
        key = next((key for key in self.list() if key.id == id), None)
        if key is None:
            raise UnknownKey(f"no key {id!r}; `pearlnet key list` shows them")
        if key.revoked is None:
            key = replace(key, revoked=_now().isoformat(timespec="seconds"))
            self._keep(key, "revoke key")
        return key

    @property
    def stale(self) -> bool:
        """Whether what is remembered is too old to answer by."""
        return self._read is None or self._clock() - self._read >= FRESH

    def knows(self, secret: str) -> bool:
        """Whether a key of that id was there when ``refresh`` last read them."""
        return secret.removeprefix(PREFIX).partition("_")[0] in self._known

    def refresh(self, *, anyway: bool = False) -> None:
        """Read the keys, if what is remembered is too old, or anyway."""
        with self._lock:
            if anyway or self.stale:
                now = self._clock()
                self._known = {key.id: key for key in self.list()}
                self._read = now

    def any(self) -> bool:
        """Whether a key had ever been made when ``refresh`` last read them."""
        return bool(self._known)

    def viewer(self, secret: str) -> Viewer:
        """Who holds the key, by what ``refresh`` last read.

        Raises:
            Unauthenticated: It is not a key of this store, or it was revoked, or is over.
        """
        named, _, rest = secret.removeprefix(PREFIX).partition("_")
        key = self._known.get(named)
        right = key is not None and hmac.compare_digest(key.digest, _digest(rest))
        if key is None or not right or not key.holds(_now()):
            raise Unauthenticated("the key is unknown, revoked or over; ask for a new one")
        return Viewer(key.role, key.name)

    def _keep(self, key: ApiKey, action: str) -> None:
        text = json.dumps(
            {
                "id": key.id,
                "name": key.name,
                "role": key.role.value,
                "created": key.created,
                "expires": key.expires,
                "revoked": key.revoked,
                "digest": key.digest,
            },
            ensure_ascii=False,
        )

        def work(writer: GraphWriter) -> None:
            writer.put_notes({f"{_NOTES}{key.id}": text})
            if self._entered is not None:
                self._entered(writer, action, key)

        self._store.write(work)
        self._read = None


def _parsed(text: str) -> ApiKey:
    found = json.loads(text)
    return ApiKey(**{**found, "role": Role(found["role"])})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
