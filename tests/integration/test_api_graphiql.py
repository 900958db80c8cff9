"""The GraphiQL page comes from this package alone."""

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

import api
from tests.api_world import Client, world

FILES = Path(api.__file__).parent / "static" / "graphiql"


class Page(HTMLParser):
    """What a page loads, and whether a script stands in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.inline_scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        found = [given[name] or "" for name in ("src", "href") if name in given]
        self.loads += found
        self.inline_scripts += tag == "script" and "src" not in given
        self.inline_scripts += sum(name.startswith("on") for name in given)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def test_a_browser_that_asks_for_the_endpoint_is_sent_to_the_page(client: Client) -> None:
    answer = client.http.get("/graphql", headers={"accept": "text/html"})
    assert urlsplit(str(answer.url)).path == "/graphiql"
    assert answer.headers["content-type"].startswith("text/html")


def test_all_that_the_page_loads_is_served_here(client: Client) -> None:
    page = Page(client.http.get("/graphiql").text)
    assert page.inline_scripts == 0
    assert len(page.loads) >= 6
    for link in page.loads:
        if link.startswith("data:"):
            continue
        address = urljoin("http://testserver/graphiql", link)
        assert urlsplit(address).netloc == "testserver"
        assert client.http.get(urlsplit(address).path).status_code == 200


def test_its_styles_load_nothing_from_elsewhere() -> None:
    for style in FILES.glob("*.css"):
        text = style.read_text(encoding="utf-8")
        targets = re.findall(r"url\(\s*['\"]?([^'\")\s]{1,40})", text)
        assert all(target.startswith(("data:", "#")) for target in targets)
        assert "@import" not in text


def test_its_scripts_name_no_file_of_another_host() -> None:
    loaded = re.compile(r"https?://[^\s\"'`)]+\.(?:js|mjs|css|woff2?|json|wasm|map)\b")
    for script in FILES.glob("*.js"):
        assert loaded.findall(script.read_text(encoding="utf-8")) == []


def test_the_policy_allows_no_other_source_and_no_script_in_the_page(client: Client) -> None:
    policy = client.http.get("/graphiql").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert "script-src" not in rules
    assert "connect-src" not in rules
    assert not re.search(r"https?:|\*", policy)


def test_fetched_files_are_those_that_were_recorded() -> None:
    for line in (FILES / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((FILES / name).read_bytes()).hexdigest() == digest


def test_the_example_on_the_page_is_answered(client: Client) -> None:
    script = (FILES / "page.js").read_text(encoding="utf-8")
    example = re.search(r"const example = `(.*?)`;", script, re.DOTALL)
    assert example
    assert client.data(example[1])["demands"]["totalCount"] == 12


def test_no_documentation_page_of_the_framework_is_served(client: Client) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.http.get(path).status_code == 404
