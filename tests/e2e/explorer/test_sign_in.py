"""Signing in by a key: what each role is shown, and that the key stands nowhere else."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from api.access.keys import FRESH
from tests.e2e.conftest import CommandLine
from tests.e2e.explorer.conftest import Server, serving, visiting

PHONE = "555-0142"


@pytest.fixture(scope="module")
def keyed(starter: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an enterprise whose telephone number only stewards may see."""
    with serving(starter, tmp_path_factory.mktemp("keyed")) as found:
        found.ask(
            """mutation($phone: String!) { upsertEnterprise(input: {
                 id: "ent:phone", name: {en: "Listed Works"}, contactPhone: $phone
               }) { problems { message } } }""",
            phone=PHONE,
        )
        yield found


def key_of(server: Server, role: str) -> str:
    """A new key, once the server knows that there are keys now."""
    made = server.commands.json("key", "create", f"one {role}", "--role", role)
    deadline = time.monotonic() + 2 * FRESH
    while server.ask("{ viewer { role } }")["viewer"]["role"] != "PUBLIC":
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return str(made["secret"])


def test_each_role_is_shown_what_it_may_see(keyed: Server, browser: Browser) -> None:
    key = key_of(keyed, "steward")
    with visiting(browser, keyed) as visit:
        page = visit("#/entity/ent:phone")
        expect(page.locator(".who")).to_have_text("Public")
        expect(page.locator("main")).to_contain_text("Listed Works")
        assert PHONE not in page.locator("main").inner_text()
        page.get_by_text("Sources and history").click()
        expect(page.locator(".history")).to_contain_text("Listed Works")
        assert PHONE not in page.locator("main").inner_text()

        page.get_by_role("link", name="Sign in").click()
        page.get_by_label("API key").fill("pearl_00000000_wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("Sign in again")
        page.get_by_label("API key").fill(key)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".who-menu summary")).to_have_text("one steward · Steward")
        expect(page.locator(".fields")).to_contain_text(PHONE)

        assert key not in page.url
        assert key not in page.evaluate("JSON.stringify(localStorage)")
        page.locator(".who-menu summary").click()
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator(".who")).to_have_text("Public")
        expect(page.locator("main")).not_to_contain_text(PHONE)
    assert key not in keyed.log()
