"""Tokens of an OpenID Connect provider: JWTs, checked against its published keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpx
import jwt
from jwt import PyJWKClient
from jwt.exceptions import PyJWKClientConnectionError, PyJWKClientError, PyJWTError

from api.access.errors import Unauthenticated
from api.access.viewer import Role, Viewer
from api.errors import ApiError

_ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
"""Signatures by a private key that the provider alone has; none by a shared secret."""

_PATIENCE = 5.0
_KEYS_KEPT = 300.0
_COOLDOWN = 10.0
"""Seconds between two looks for keys that are not known: who makes key ids up causes no more."""


class ProviderUnavailable(ApiError):
    """The OpenID Connect provider does not say its keys."""

    code = "SIGN_IN_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class Issuer:
    """The provider whose tokens count.

    Attributes:
        issuer: Its address, as in the tokens' ``iss``.
        audience: Who the tokens must be for, as in their ``aud``.
        keys: Address of its JWK set; None asks its discovery document.
        roles: Where a token names roles; dots lead into objects (``realm_access.roles``).
        leeway: Seconds by which clocks may differ.
    """

    issuer: str
    audience: str
    keys: str | None = None
    roles: str = "roles"
    leeway: float = 60.0


class Tokens:
    """Checks tokens of one provider. Calls may come from several threads."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer
        self._keys: PyJWKClient | None = None
        self._lock = Lock()

    def viewer(self, token: str) -> Viewer:
        """Whose token it is.

        Raises:
            Unauthenticated: It is not one of this provider for this audience, or is over.
            ProviderUnavailable: The provider's keys cannot be had.
        """
        try:
            key = self._published().get_signing_key_from_jwt(token)
            claims = jwt.decode(
                token,
                key,
                algorithms=list(_ALGORITHMS),
                audience=self._issuer.audience,
                issuer=self._issuer.issuer,
                leeway=self._issuer.leeway,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except PyJWKClientConnectionError as error:
            raise ProviderUnavailable("the sign-in provider does not answer") from error
        except (PyJWTError, PyJWKClientError) as error:
            raise Unauthenticated(f"the token does not hold: {error}") from None
        return Viewer(_role(claims, self._issuer.roles), str(claims["sub"]))

    def _published(self) -> PyJWKClient:
        with self._lock:
            if self._keys is None:
                self._keys = PyJWKClient(
                    self._issuer.keys or self._discovered(),
                    lifespan=_KEYS_KEPT,
                    timeout=_PATIENCE,
                    cooldown_duration=_COOLDOWN,
                )
            return self._keys

    def _discovered(self) -> str:
        address = f"{self._issuer.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            found = httpx.get(address, timeout=_PATIENCE).raise_for_status().json()
            return str(found["jwks_uri"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise ProviderUnavailable("the sign-in provider does not say its keys") from error


def _role(claims: Mapping[str, Any], path: str) -> Role:
    """The highest of our roles that the token names; public where it names none."""
    value: Any = claims
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    named = value if isinstance(value, list) else [value]
    held = [role for role in Role if role.value in named]
    return held[-1] if held else Role.PUBLIC
