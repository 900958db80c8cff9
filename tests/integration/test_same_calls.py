"""What a steward does by command line and API gives the same on SQLite and on a real Neo4j."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types
import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api import Services, create_app
from api.imports import ImportJobs, Target
from chains import ChainAnalysis
from ingest.runs.ledger import imports
from pearlnet.bootstrap import (
    open_ontology,
    open_scratch,
    open_sign_in,
    open_store,
    transactions,
)
from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests import neo4j_server as servers
from tests.api_world import OneMatch
from tests.imports_world import Caller
from tests.ontology_world import PREFIXES

pytestmark = pytest.mark.neo4j

MACHINES = f"""{PREFIXES}
<https://example.org/m> a owl:Ontology .
ex:Press a owl:Class ; rdfs:subClassOf pn:Product ; rdfs:label "press"@en, "冲床"@zh .
ex:serial a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain ex:Press ;
    rdfs:range xsd:string ; rdfs:label "serial"@en .
ex:feeds a owl:ObjectProperty ; rdfs:domain ex:Press ; rdfs:range ex:Press ; rdfs:label "feeds"@en .
"""
MAPPING = 'source: {{name: {}}}\nentities:\n  - {{class: {}, id: "{{id}}", auto: true}}\n'
FILES = {
    "machines.ttl": MACHINES,
    "more.ttl": MACHINES
    + 'ex:Mill a owl:Class ; rdfs:subClassOf pn:Product ; rdfs:label "mill"@en .',
    "press.csv": "id,name_en,serial,feeds\npress:1,one,A1,press:2\npress:2,two,A2,\n",
    "press.yaml": MAPPING.format("shop", "Press"),
    "office.csv": (
        "id,name_zh,name_en,status,dueDate,budget,requires\n"
        "demand:1,表面质检,Surface check,open,2026-06-29,10.5,tech:9\n"
        "demand:2,专网,,opne,2026-07-01,,\n"
        "demand:3,表面质检,Third,open,,-0.0,tech:1\n"
        'demand:4,"𠮷港、“引号”",Fourth,closed,2026-01-01,1e21,tech:1\n'
    ),
    "office.yaml": MAPPING.format("office", "Demand"),
    "tech.csv": "id,name_zh\ntech:1,视觉\n",
    "tech.yaml": MAPPING.format("office", "Technology"),
    "portal.csv": "id,name_zh,budget\ndemand:1,表面检测,11\ndemand:5,新,\n",
    "portal.yaml": MAPPING.format("portal, priority: 10", "Demand"),
}
EXPORTS = ("ttl", "nt", "jsonld", "jsonl", "graphml", "csv", "zip", "xlsx", "parquet")
COMMANDS = (
    "init --json",
    "ontology add machines.ttl --json",
    "ontology list --json",
    "import press.csv -m press.yaml --json",
    "ontology diff more.ttl --json",
    "ontology add more.ttl --json",
    "import tech.csv -m tech.yaml --json",
    "import office.csv -m office.yaml --dry-run --json",
    "import office.csv -m office.yaml --json",
    "import office.csv -m office.yaml --json",
    "import portal.csv -m portal.yaml --json",
    "show demand:1 --history",
    "search 质检 --json",
    "search one --type Press --json",
    "validate --json",
    "quality --today 2026-07-01 --json",
    "template demand -o demand.xlsx",
    *(f"export whole.{suffix} --json" for suffix in EXPORTS),
    "export admin -f neo4j-admin --json",
    "export said.ttl --provenance --json",
    "export some.jsonl -c Demand -w status=open --inside --json",
    "export found.csv -q 质检 --json",
    "merge demand:1 demand:3",
    "merges --json",
    "show demand:3",
    "show demand:1 --history",
    "quality --today 2026-07-01 --json",
    "part demand:3",
    "show demand:3 --history",
    "ontology remove machines --json",
    "source list --json",
    "batch list --json",
    "batch rollback {tech}",
    "batch rollback {press} --json",
    "batch rollback {press}",
    "ontology remove machines --json",
    "source remove portal --json",
    "source remove nobody",
    "show demand:1 --history",
    "batch list --json",
    "validate --json",
)
QUERY = """{
  demands(orderBy: {field: NAME_ZH}) { totalCount nodes { entityId name(lang: ZH) dueDate budget } }
  imports(first: 20) { totalCount nodes { state rows files rollsBack rejected undone {
    entitiesRemoved entitiesChanged relationsRemoved relationsChanged } } }
}"""
_VARYING = re.compile(r"\d{8}T\d{12}Z|\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)")
_OWN = re.compile(r'"(store|score)": [^\n]+')
"""A store's address, and the scores of its own full-text search."""
_SECONDS = re.compile(r".seconds.: [\d.e-]+|[\d.]+ s \([\d,]+/s\)")


@dataclass
class Plain:
    """Replaces what differs between any two runs by when it first came."""

    known: dict[str, str]

    def __call__(self, text: str) -> str:
        def name(found: re.Match[str]) -> str:
            return self.known.setdefault(found[0], f"moment-{len(self.known)}")

        return _OWN.sub(r"\1", _SECONDS.sub("seconds", _VARYING.sub(name, text)))


@contextmanager
def home(folder: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """Settings of a store of its own, and the files to be imported."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD", "PEARLNET_ONTOLOGY"):
            patch.delenv(name, raising=False)
        for name, value in {**variables, "PEARLNET_HOME": str(folder / "home")}.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        read_settings.cache_clear()
        yield
    read_settings.cache_clear()


def done(commands: Sequence[str], plain: Plain) -> list[tuple[str, object]]:
    """What each command prints, or its error."""
    answers: list[tuple[str, object]] = []
    runner = CliRunner()
    for command in commands:
        words = command.format(**_batches()).split() if "{" in command else command.split()
        found = runner.invoke(app, ["--lang", "en", *words])
        fault = found.exception
        if fault is not None and not isinstance(fault, SystemExit):
            assert getattr(fault, "code", None), f"{command}: {fault!r}"
            answers.append((command, plain(f"{type(fault).__name__}: {fault}")))
        else:
            answers.append((command, (found.exit_code, plain(found.output))))
    return answers


def _batches() -> dict[str, str]:
    """The first import of each file, by its stem."""
    with open_store(read_settings()) as store:
        found = imports(store)
    return {Path(item.files[0].name).stem: item.batch for item in reversed(found)}


def written(folder: Path, plain: Plain) -> dict[str, object]:
    """What the files hold that commands wrote."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    mine = (file for file in files if not file.is_relative_to(folder / "home"))
    return {
        str(file.relative_to(folder)): _content(file, plain)
        for file in mine
        if file.name not in FILES
    }


def _content(file: Path, plain: Plain) -> object:
    if file.suffix == ".xlsx":
        book = load_workbook(file)
        return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    if file.suffix == ".parquet":
        table = pq.read_table(file)
        return str(table.schema), table.to_pylist()
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as packed:
            return {name: plain(packed.read(name).decode()) for name in packed.namelist()}
    return plain(file.read_text(encoding="utf-8"))


def served(plain: Plain) -> list[object]:
    """What the API answers on imports: a table, a dry run, a refused one, a rollback."""
    settings = read_settings()
    ontology = open_ontology(settings)
    with open_store(settings) as store:
        target = Target(store, ontology, open_scratch, **transactions(settings))
        jobs = ImportJobs(target, settings.uploads, 1 << 20)
        services = Services(
            store,
            ontology,
            OneMatch(store),
            ChainAnalysis(store, ontology),
            jobs,
            sign_in=open_sign_in(settings, store),
        )
        with TestClient(create_app(services), "http://127.0.0.1:8000") as http:
            answers = _asked(Caller(http, store, settings.uploads))
    return [plain(str(answer)) for answer in answers]


def _asked(caller: Caller) -> list[Any]:
    http = caller.http
    office = FILES["office.yaml"].replace("office", "api")
    table = FILES["office.csv"].replace("demand:", "demand:a")
    dry = caller.ended(caller.sent(table, "office.csv", mapping=office, dryRun=True))
    difference = http.get(dry["links"]["difference"]).text
    real = caller.ended(caller.sent(table, "office.csv", mapping=office))
    rejects = http.get(real["links"]["rejects"]).text
    refused = caller.send("x", "office.csv", mapping=office).json()
    before = http.post("/graphql", json={"query": QUERY}).json()
    undone = caller.taken_back(real["id"])
    after = http.post("/graphql", json={"query": QUERY}).json()
    assert "errors" not in before
    return [dry, difference, real, rejects, refused, before, undone, after]


@dataclass(frozen=True, slots=True)
class Story:
    """All that one store gave."""

    answers: list[tuple[str, object]]
    files: dict[str, object]
    served: list[object]


def told(folder: Path, variables: Mapping[str, str]) -> Story:
    plain = Plain({})
    with home(folder, variables):
        answers = done(COMMANDS, plain)
        files = written(folder, plain)
        return Story(answers, files, served(plain))


@pytest.fixture(scope="module")
def stories(
    neo4j_server: servers.Address, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Story, Story]]:
    servers.empty(neo4j_server)
    folder = tmp_path_factory.mktemp("calls")
    at = {
        "NEO4J_URI": neo4j_server.uri,
        "NEO4J_USER": neo4j_server.user,
        "NEO4J_PASSWORD": neo4j_server.password,
    }
    yield told(folder / "sqlite", {}), told(folder / "neo4j", at)
    servers.empty(neo4j_server)


def test_commands_print_the_same(stories: tuple[Story, Story]) -> None:
    sqlite, neo4j = stories
    for one, other in zip(sqlite.answers, neo4j.answers, strict=True):
        assert one == other


def test_files_hold_the_same(stories: tuple[Story, Story]) -> None:
    sqlite, neo4j = stories
    assert len(sqlite.files) > len(EXPORTS)
    assert sqlite.files.keys() == neo4j.files.keys()
    for name, content in sqlite.files.items():
        assert content == neo4j.files[name], name


def test_the_api_answers_the_same(stories: tuple[Story, Story]) -> None:
    sqlite, neo4j = stories
    assert sqlite.served == neo4j.served
