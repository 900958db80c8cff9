"""Who callers of the API are: keys, tokens of a provider, and those who show neither."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from starlette.testclient import TestClient

import api.access.keys
import api.access.tokens
from api import Services, create_app
from api.access import Anonymous, ApiKeys, Issuer, Role, SignIn, Tokens, UnknownKey
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from tests.api_world import OneMatch, core, world

BUDGET = {"query": '{ node(id: "demand:d001") { ... on Demand { budget } } }'}
PHONE = {"query": '{ node(id: "ent:e0") { ... on Enterprise { contactPhone } } }'}
BASE = "http://127.0.0.1:8000"


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def client(
    store: MemoryStore,
    keys: ApiKeys | None = None,
    tokens: Tokens | None = None,
    anonymous: Anonymous | None = None,
) -> TestClient:
    services = Services(
        store,
        core(),
        OneMatch(store),
        ChainAnalysis(store, core()),
        sign_in=SignIn(keys, tokens, anonymous),
    )
    return TestClient(create_app(services), BASE, raise_server_exceptions=False)


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def seen(caller: TestClient, query: dict[str, str], **headers: str) -> Any:
    """The one value that is asked for, or the code of the refusal."""
    answer = caller.post("/graphql", json=query, headers=headers)
    found = answer.json()
    if "errors" in found:
        return f"{answer.status_code} {found['errors'][0]['extensions']['code']}"
    return next(iter(found["data"]["node"].values()))


@pytest.mark.parametrize(
    ("role", "budget", "phone"),
    [
        (Role.PUBLIC, None, None),
        (Role.PORTAL, None, None),
        (Role.ANALYST, 1000.0, None),
        (Role.STEWARD, 1000.0, "555-0100"),
        (Role.ADMIN, 1000.0, "555-0100"),
    ],
)
def test_a_role_sees_the_fields_that_it_is_cleared_for(
    role: Role, budget: float | None, phone: str | None
) -> None:
    store = world()
    keys = ApiKeys(store)
    caller = client(store, keys)
    signed = bearer(keys.create("someone", role).secret)
    assert seen(caller, BUDGET, **signed) == budget
    assert seen(caller, PHONE, **signed) == phone


def test_a_key_is_kept_as_a_hash_only() -> None:
    store = world()
    issued = ApiKeys(store).create("portal", Role.PORTAL)
    _, _, secret = issued.secret.removeprefix("pearl_").partition("_")
    kept = json.dumps(dict(store.notes()))
    assert issued.key.id in kept
    assert secret not in kept


def test_a_revoked_key_is_refused_by_every_server_within_seconds() -> None:
    store, clock = world(), Clock()
    issued = ApiKeys(store).create("analyst", Role.ANALYST)
    caller = client(store, ApiKeys(store, clock))
    signed = bearer(issued.secret)
    assert seen(caller, BUDGET, **signed) == 1000.0
    assert ApiKeys(store).revoke(issued.key.id).revoked is not None
    clock.now += api.access.keys.FRESH
    assert seen(caller, BUDGET, **signed) == "401 UNAUTHENTICATED"


def test_a_key_ends_when_its_days_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    store = world()
    keys = ApiKeys(store)
    issued = keys.create("guest", Role.ANALYST, days=2)
    caller = client(store, keys)
    assert seen(caller, BUDGET, **bearer(issued.secret)) == 1000.0
    later = datetime.now(UTC) + timedelta(days=2, seconds=1)
    monkeypatch.setattr(api.access.keys, "_now", lambda: later)
    assert seen(caller, BUDGET, **bearer(issued.secret)) == "401 UNAUTHENTICATED"


def test_an_unknown_key_cannot_be_revoked() -> None:
    with pytest.raises(UnknownKey, match="pearlnet key list"):
        ApiKeys(world()).revoke("nobody")


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Basic YTpi", "Bearer pearl_0000_x", "Bearer pearl_", "Bearer a.b.c", "", "字"],
)
def test_what_does_not_hold_is_refused_and_not_taken_for_nobody(header: str) -> None:
    store = world()
    caller = client(store, ApiKeys(store), anonymous=Anonymous(Role.ADMIN))
    answer = caller.post("/graphql", json=BUDGET, headers={b"authorization": header.encode()})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_key_of_another_id_with_the_same_secret_is_refused() -> None:
    store = world()
    keys = ApiKeys(store)
    one, other = keys.create("a", Role.ADMIN), keys.create("b", Role.PUBLIC)
    _, _, secret = other.secret.removeprefix("pearl_").partition("_")
    forged = f"pearl_{one.key.id}_{secret}"
    assert seen(client(store, keys), BUDGET, **bearer(forged)) == "401 UNAUTHENTICATED"


def test_who_sits_at_the_machine_is_trusted_until_the_first_key_is_made() -> None:
    store, clock = world(), Clock()
    caller = client(store, ApiKeys(store, clock), anonymous=Anonymous(local=True))
    assert seen(caller, BUDGET) == 1000.0
    assert seen(caller, BUDGET, host="portal.example") is None
    assert seen(caller, BUDGET, origin="https://elsewhere.example") is None
    assert seen(caller, BUDGET, origin=BASE) == 1000.0
    ApiKeys(store).create("first", Role.PORTAL)
    clock.now += api.access.keys.FRESH
    assert seen(caller, BUDGET) is None


def test_an_anonymous_role_never_serves_pages_of_other_sites() -> None:
    caller = client(world(), anonymous=Anonymous(Role.ANALYST))
    assert seen(caller, BUDGET, host="portal.example") == 1000.0
    assert seen(caller, BUDGET, origin="https://elsewhere.example") is None


@dataclass
class Provider:
    """A sign-in provider on loopback, whose keys can be changed."""

    address: str = ""
    keys: dict[str, rsa.RSAPrivateKey] = field(default_factory=dict)
    asked: int = 0

    def rotate(self, kid: str) -> None:
        self.keys = {kid: rsa.generate_private_key(public_exponent=65537, key_size=2048)}

    def token(self, **changed: Any) -> str:
        kid, key = next(iter(self.keys.items()))
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "pearlnet",
            "sub": "li",
            "exp": now + 300,
            "realm_access": {"roles": ["analyst", "other"]},
        }
        claims.update(changed)
        whole = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(whole, key, "RS256", {"kid": kid})

    def answer(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            return {"jwks_uri": f"{self.address}/keys"}
        self.asked += 1
        shown = []
        for kid, key in self.keys.items():
            public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
            shown.append({**public, "kid": kid, "use": "sig", "alg": "RS256"})
        return {"keys": shown}

    def issuer(self) -> Issuer:
        return Issuer(self.address, "pearlnet", roles="realm_access.roles", leeway=5)


@contextmanager
def providing() -> Iterator[Provider]:
    found = Provider()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(found.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        found.rotate("first")
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


def test_a_token_of_the_provider_signs_in_with_the_highest_role_that_it_names(
    provider: Provider,
) -> None:
    caller = client(world(), tokens=Tokens(provider.issuer()))
    assert seen(caller, BUDGET, **bearer(provider.token())) == 1000.0
    assert seen(caller, PHONE, **bearer(provider.token())) is None
    both = {"roles": ["portal", "steward", "analyst"]}
    assert seen(caller, PHONE, **bearer(provider.token(realm_access=both))) == "555-0100"
    assert seen(caller, BUDGET, **bearer(provider.token(realm_access=None))) is None
    assert provider.asked == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"aud": "another"},
        {"iss": "https://elsewhere.example"},
        {"sub": None},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_a_token_that_does_not_hold_is_refused(provider: Provider, changed: dict[str, Any]) -> None:
    caller = client(world(), tokens=Tokens(provider.issuer()))
    token = provider.token(**changed)
    assert seen(caller, BUDGET, **bearer(token)) == "401 UNAUTHENTICATED"


def test_clocks_may_differ_by_the_leeway(provider: Provider) -> None:
    caller = client(world(), tokens=Tokens(provider.issuer()))
    assert seen(caller, BUDGET, **bearer(provider.token(exp=int(time.time()) - 2))) == 1000.0


def test_a_token_signed_by_the_public_key_as_a_shared_secret_is_refused(
    provider: Provider,
) -> None:
    caller = client(world(), tokens=Tokens(provider.issuer()))
    claims = jwt.decode(provider.token(), options={"verify_signature": False})
    forged = jwt.encode(claims, "x" * 64, "HS256", {"kid": "first"})
    unsigned = jwt.encode(claims, "", "none", {"kid": "first"})
    assert seen(caller, BUDGET, **bearer(forged)) == "401 UNAUTHENTICATED"
    assert seen(caller, BUDGET, **bearer(unsigned)) == "401 UNAUTHENTICATED"


def test_keys_are_followed_when_the_provider_changes_them(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.access.tokens, "_COOLDOWN", 0.0)
    caller = client(world(), tokens=Tokens(provider.issuer()))
    assert seen(caller, BUDGET, **bearer(provider.token())) == 1000.0
    provider.rotate("second")
    assert seen(caller, BUDGET, **bearer(provider.token())) == 1000.0
    assert provider.asked == 2


def test_the_provider_is_not_asked_for_every_key_that_a_stranger_makes_up(
    provider: Provider,
) -> None:
    caller = client(world(), tokens=Tokens(provider.issuer()))
    for number in range(5):
        strange = jwt.encode({"sub": "x"}, "x" * 64, "HS256", {"kid": f"made up {number}"})
        assert seen(caller, BUDGET, **bearer(strange)) == "401 UNAUTHENTICATED"
    assert provider.asked == 1


def test_an_absent_provider_is_said_and_everybody_else_goes_on() -> None:
    with providing() as provider:
        token, issuer = provider.token(), provider.issuer()
    store = world()
    keys = ApiKeys(store)
    caller = client(store, keys, Tokens(issuer))
    assert seen(caller, BUDGET, **bearer(token)) == "503 SIGN_IN_UNAVAILABLE"
    assert seen(caller, BUDGET) is None
    assert seen(caller, BUDGET, **bearer(keys.create("a", Role.ANALYST).secret)) == 1000.0
