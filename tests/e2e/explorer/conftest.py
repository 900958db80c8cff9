"""A server with the starter data, and a browser that may ask nobody else."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.conftest import ROOT, CommandLine

HOSTILE = '<img src=x onerror="window.harmed=1">'
_REFUSED = "401 (Unauthorized)"
"""Browsers note each answer of this kind; what the page then shows is tested."""


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        base: Its address.
        commands: Runs commands on its store.
        log: What it wrote so far.
    """

    base: str
    commands: CommandLine
    log: Callable[[], str]

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of an answer."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"{self.base}/graphql", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.loads(answer.read())
        assert "errors" not in found, found
        return found["data"]


@contextmanager
def serving(starter: CommandLine, folder: Path) -> Iterator[Server]:
    """A server on a copy of the starter data, and of one record whose name is markup."""
    home = folder / "home"
    shutil.copytree(starter.environment["PEARLNET_HOME"], home)
    commands = CommandLine({**starter.environment, "PEARLNET_HOME": str(home)})
    log = home / "serve.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pearlnet", "serve", "--port", str(port)],
            env=dict(commands.environment),
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    found = Server(f"http://127.0.0.1:{port}", commands, lambda: log.read_text(encoding="utf-8"))
    try:
        _wait(found, process)
        found.ask(
            """mutation($name: String!) { upsertTechnology(input: {
                 id: "tech:hostile", name: {zh: $name, en: $name},
                 description: {zh: $name, en: $name}}) { problems { message } } }""",
            name=HOSTILE,
        )
        yield found
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.fixture(scope="session")
def server(starter: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys: who asks from this machine is its steward."""
    with serving(starter, tmp_path_factory.mktemp("explorer")) as found:
        yield found


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, server.log()
        try:
            with urllib.request.urlopen(f"{server.base}/healthz", timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium, or playwright's own where there is none; fails where neither is.

    While the driver runs, so does its event loop, and nothing else can run one in this thread:
    it ends with the tests of each file.
    """
    flags = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield found
        found.close()


@dataclass
class Visit:
    """What happened in a browser's context."""

    foreign: list[str]
    errors: list[str]


Opener = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Opener]:
    """Opens pages in a fresh context; fails if one asked another host or had an error."""
    with visiting(browser, server) as open_page:
        yield open_page


@contextmanager
def visiting(browser: Browser, server: Server) -> Iterator[Opener]:
    """The same for any server."""
    contexts: list[BrowserContext] = []
    seen = Visit([], [])

    def open_page(address: str = "", language: str = "en", **options: Any) -> Page:
        locale = "zh-CN" if language == "zh" else "en-GB"
        context = browser.new_context(locale=locale, reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: _note_foreign(seen, server, request.url))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("console", lambda message: _note_error(seen, message.type, message.text))
        page.goto(f"{server.base}/{address}")
        page.locator("main h1").first.wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert seen == Visit([], [])


def _note_foreign(seen: Visit, server: Server, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme in {"data", "blob"}:
        return
    if parts.netloc != urlsplit(server.base).netloc:
        seen.foreign.append(url)


def _note_error(seen: Visit, kind: str, text: str) -> None:
    if kind == "error" and _REFUSED not in text:
        seen.errors.append(text)
