"""From a request to its viewer."""

import ipaddress
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import HTTPConnection

from api.access.errors import Unauthenticated
from api.access.keys import PREFIX, ApiKeys
from api.access.tokens import Tokens
from api.access.viewer import PUBLIC, Role, Viewer

LOCAL = Viewer(Role.STEWARD, "local")
"""Who sits at the machine that the server runs on and listens on alone."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Who a caller is that shows no key and no token.

    Attributes:
        role: What such a caller may see and do.
        local: Whether the server listens on loopback alone. Until the first key is made, and
            where no provider is set, its callers are then whoever sits at the machine.
    """

    role: Role = Role.PUBLIC
    local: bool = False


class SignIn:
    """Tells who makes a request, by its ``Authorization: Bearer`` header.

    Args:
        keys: The API keys that count; None where there are none.
        tokens: The provider whose tokens count; None where there is none.
        anonymous: Who the others are.
    """

    def __init__(
        self,
        keys: ApiKeys | None = None,
        tokens: Tokens | None = None,
        anonymous: Anonymous | None = None,
    ) -> None:
        self._keys = keys
        self._tokens = tokens
        self._anonymous = anonymous or Anonymous()

    async def __call__(self, connection: HTTPConnection) -> Viewer:
        """The viewer of a request.

        Raises:
            Unauthenticated: It shows a key or token that does not hold.
            ProviderUnavailable: A token cannot be checked.
        """
        header = connection.headers.get("authorization")
        if header is None:
            return await self._nobody(connection)
        return await self.bearer(header)

    async def bearer(self, header: str) -> Viewer:
        """The viewer of an ``Authorization`` header.

        Raises:
            Unauthenticated: It is no bearer, or one that does not hold.
            ProviderUnavailable: A token cannot be checked.
        """
        scheme, _, secret = header.strip().partition(" ")
        secret = secret.strip()
        if scheme.lower() != "bearer" or not secret:
            raise Unauthenticated("the Authorization header must be `Bearer KEY`")
        if secret.startswith(PREFIX):
            if self._keys is None:
                raise Unauthenticated("this server knows no keys")
            await _read(self._keys)
            if not self._keys.knows(secret):  # a new key holds at once
                await to_thread.run_sync(partial(self._keys.refresh, anyway=True))
            return self._keys.viewer(secret)
        if self._tokens is None:
            raise Unauthenticated("this is no key of pearlnet, and no sign-in provider is set")
        return await to_thread.run_sync(self._tokens.viewer, secret)

    async def _nobody(self, connection: HTTPConnection) -> Viewer:
        """Pages of another site make a browser ask as whoever sits before it: they get nothing."""
        host = connection.headers.get("host", "")
        origin = connection.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return PUBLIC
        if await self._is_local(host):
            return LOCAL
        return Viewer(self._anonymous.role)

    async def _is_local(self, host: str) -> bool:
        if not self._anonymous.local or self._tokens is not None:
            return False
        if not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return False
        if self._keys is None:
            return True
        await _read(self._keys)
        return not self._keys.any()


async def _read(keys: ApiKeys) -> None:
    """Leave the event loop only where the store must be asked."""
    if keys.stale:
        await to_thread.run_sync(keys.refresh)


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
