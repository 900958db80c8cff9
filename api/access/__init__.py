"""Who is asking, and what they may see and do: the one place that every request passes."""

from api.access.errors import Forbidden, Unauthenticated
from api.access.keys import ApiKey, ApiKeys, IssuedKey, UnknownKey
from api.access.sign_in import LOCAL, Anonymous, SignIn, is_loopback
from api.access.tokens import Issuer, ProviderUnavailable, Tokens
from api.access.viewer import PUBLIC, Right, Role, Viewer

__all__ = [
    "LOCAL",
    "PUBLIC",
    "Anonymous",
    "ApiKey",
    "ApiKeys",
    "Forbidden",
    "IssuedKey",
    "Issuer",
    "ProviderUnavailable",
    "Right",
    "Role",
    "SignIn",
    "Tokens",
    "Unauthenticated",
    "UnknownKey",
    "Viewer",
    "is_loopback",
]
