"""A server that takes imports into a real SQLite store, and a caller of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import Anonymous, ApiKeys, Role, SignIn
from api.imports import ImportJobs, Target
from chains.analysis import ChainAnalysis
from graph.port import GraphStore
from graph.sqlite import SqliteStore
from pearlnet.bootstrap import open_scratch
from tests.api_world import OneMatch
from tests.ingest_world import COMPANIES, WORLD

ENDED = {"finished", "stopped", "failed", "rolled back"}
PATIENCE = 20.0


def table(rows: int, first: int = 0) -> str:
    lines = (f"c:{n},名{n},{n}\n" for n in range(first, first + rows))
    return "id,name_zh,staff\n" + "".join(lines)


class Caller:
    """Asks a server for imports, as a portal does."""

    def __init__(self, http: TestClient, store: GraphStore, uploads: Path) -> None:
        self.http = http
        self.store = store
        self.uploads = uploads

    def send(
        self,
        text: str | bytes,
        name: str = "companies.csv",
        mapping: str | None = COMPANIES,
        **how: Any,
    ) -> Any:
        """Upload a file, with its mapping unless that is None."""
        files: dict[str, tuple[str, bytes]] = {}
        files["file"] = (name, text.encode() if isinstance(text, str) else text)
        if mapping is not None:
            files["mapping"] = ("rules.yaml", mapping.encode())
        return self.http.post("/imports", files=files, params=how)

    def sent(self, text: str | bytes, name: str = "companies.csv", **how: Any) -> str:
        """The id of an upload that must be accepted."""
        answer = self.send(text, name, **how)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def see(self, id: str, language: str = "en") -> Any:
        answer = self.http.get(f"/imports/{id}", headers={"accept-language": language})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ended(self, id: str) -> Any:
        """The import, once it has ended."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.see(id))["state"] not in ENDED:
            assert time.monotonic() < deadline, found
            time.sleep(0.01)
        return found

    def taken_back(self, id: str, **how: Any) -> Any:
        """The job that takes back an import, once it has ended."""
        answer = self.http.post(f"/imports/{id}/rollback", params=how)
        assert answer.status_code == 202, answer.text
        return self.ended(str(answer.json()["id"]))

    def count(self) -> int:
        return len(self.store.types_of([f"c:{n}" for n in range(1000)]))


@contextmanager
def serving(
    folder: Path, *, most_bytes: int = 1 << 20, anonymous: Role | None = None, on: bool = True
) -> Iterator[Caller]:
    """A server over ``folder``; what was there before is taken up."""
    with SqliteStore(folder / "graph.db") as store:
        store.apply_schema(WORLD.graph_schema())
        target = Target(store, WORLD, open_scratch, read_ahead=False, records=1, patience=0)
        jobs = ImportJobs(target, folder / "uploads", most_bytes)
        chains = ChainAnalysis(store, WORLD)
        others = Anonymous(anonymous or Role.PUBLIC, local=anonymous is None)
        sign_in = SignIn(ApiKeys(store), anonymous=others)
        services = Services(
            store, WORLD, OneMatch(store), chains, jobs if on else None, sign_in=sign_in
        )
        app = create_app(services)
        base = "http://127.0.0.1:8000"
        with TestClient(app, base, raise_server_exceptions=False) as http:
            yield Caller(http, store, folder / "uploads")


class Gate:
    """Holds an import after its first batch until it is opened; put it in for ``write_batch``."""

    def __init__(self, write_batch: Any) -> None:
        self._write = write_batch
        self.reached = threading.Event()
        self.open = threading.Event()
        self._seen = 0

    def __call__(self, *given: Any) -> Any:
        self._seen += 1
        if self._seen == 2:
            self.reached.set()
            assert self.open.wait(PATIENCE)
        return self._write(*given)


def hold_lock(store: GraphStore, pid: int, host: str) -> None:
    """Another process imports."""
    lock = {"token": "t", "batch": "theirs", "host": host, "pid": pid, "beat": time.time()}
    store.write(lambda writer: writer.put_notes({"lock:import": orjson.dumps(lock).decode()}))
