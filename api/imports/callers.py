"""Who may import: without signing in, only those whom the server was opened for."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

from api.imports.errors import ImportsOff
from api.imports.jobs import ImportJobs


def allowed(imports: ImportJobs | None, headers: Mapping[str, str]) -> ImportJobs:
    """The imports, for a request with those headers.

    A page of another site can make a browser send requests to a loopback address, so the site
    and the name under which the server is addressed must be its own.

    Raises:
        ImportsOff: The server takes none, or not from this caller.
    """
    if imports is None:
        raise ImportsOff(
            "this server takes no imports, for it does not listen on loopback alone and nobody "
            "signs in yet; PEARLNET_API_IMPORTS=true turns them on for everybody who can reach it"
        )
    host = headers.get("host", "")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise ImportsOff(f"pages of {origin} may not import here")
    if not imports.any_host and not is_loopback(urlsplit(f"//{host}").hostname or ""):
        raise ImportsOff(
            f"{host!r} is not a loopback address; PEARLNET_API_IMPORTS=true allows other names"
        )
    return imports


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
