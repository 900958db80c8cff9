"""The explorer's page comes from this package alone, and its words agree in both languages."""

import hashlib
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from api.explorer import PAGE
from tests.api_world import Client, world

LIBRARIES = PAGE / "libraries"
OWN = [file for file in sorted(PAGE.rglob("*.js")) if LIBRARIES not in file.parents]


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def words(language: str) -> dict[str, str]:
    text = (PAGE / "words" / f"{language}.js").read_text(encoding="utf-8")
    return dict(re.findall(r'"([\w.]+)":\s*"((?:[^"\\]|\\.)*)",', text))


def imported(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    fixed = re.findall(r'^(?:import|export) [^"]*?from "([^"]+)";$', text, re.MULTILINE)
    return [*fixed, *re.findall(r'\bimport\("([^"]+)"\)', text)]


def test_the_page_is_served_at_the_root_and_asks_for_files_of_this_server(client: Client) -> None:
    answer = client.http.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    loads = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert len(loads) >= 5
    for link in loads:
        address = urljoin("http://testserver/", link)
        assert urlsplit(address).netloc == "testserver"
        assert client.http.get(urlsplit(address).path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/explorer/app.js", "/explorer/libraries/view.js"])
def test_the_policy_allows_no_other_source_and_nothing_inline(client: Client, path: str) -> None:
    headers = client.http.get(path).headers
    policy = headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "worker-src")} == {"'self'"}
    assert not re.search(r"https?:|\*|unsafe", policy)
    assert headers["x-content-type-options"] == "nosniff"


def test_no_script_and_no_style_stands_in_the_page() -> None:
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=", page) == []


def test_every_import_of_a_module_is_there(client: Client) -> None:
    for file in OWN:
        for name in imported(file):
            assert name.startswith("."), f"{file}: {name}"
            assert (file.parent / name).resolve().is_file(), f"{file}: {name}"


def test_every_style_of_a_view_is_there() -> None:
    found = re.findall(r'"(views/[^"]+\.css)"', (PAGE / "views.js").read_text(encoding="utf-8"))
    assert found
    for name in found:
        assert (PAGE / name).is_file(), name


def test_text_of_the_graph_is_never_written_as_markup() -> None:
    for file in OWN:
        text = file.read_text(encoding="utf-8")
        found = re.findall(r"dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(", text)
        assert found == [], file


def test_the_words_have_the_same_keys_and_places_in_both_languages() -> None:
    zh, en = words("zh"), words("en")
    assert sorted(zh) == sorted(en)
    for key in zh:
        assert set(re.findall(r"\{(\w+)\}", zh[key])) == set(re.findall(r"\{(\w+)\}", en[key])), key


def test_no_word_is_missing_and_none_is_left_over() -> None:
    known = set(words("zh"))
    text = "".join(file.read_text(encoding="utf-8") for file in OWN if file.parent.name != "words")
    plain = {key for key in re.findall(r'"([a-zA-Z]+\.[\w.]+)"', text) if not key.endswith(".js")}
    made = set(re.findall(r"`([a-zA-Z][\w.]*\.\w*)\$\{", text))
    used = set(re.findall(r'\bt\(\s*"([^"]+)"', text))
    assert used <= known
    assert {key for key in known if key not in plain and not key.startswith(tuple(made))} == set()


def test_each_view_has_its_words() -> None:
    views = re.findall(r'name: "(\w+)"', (PAGE / "views.js").read_text(encoding="utf-8"))
    shown = re.findall(
        r'name: "(\w+)",(?:(?!name:).)*?menu: true',
        (PAGE / "views.js").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    known = words("zh")
    assert {f"title.{view}" for view in views} <= set(known)
    assert {f"menu.{view}" for view in shown} <= set(known)


def test_fetched_libraries_are_those_that_were_recorded() -> None:
    recorded = (LIBRARIES / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    names = {line.split()[1].removeprefix("./") for line in recorded}
    assert names == {file.name for file in LIBRARIES.iterdir()} - {"SHA256SUMS"}
    for line in recorded:
        digest, name = line.split()
        assert hashlib.sha256((LIBRARIES / name).read_bytes()).hexdigest() == digest


def test_scripts_and_styles_come_compressed_and_are_asked_about_again(client: Client) -> None:
    answer = client.http.get("/explorer/libraries/view.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "no-cache"
    again = client.http.get(
        "/explorer/libraries/view.js", headers={"if-none-match": answer.headers["etag"]}
    )
    assert again.status_code == 304
