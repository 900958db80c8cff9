"""``imports``, ``import``, ``cancelImport`` and ``rollbackImport``: jobs through GraphQL."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.imports_world import Caller, serving, table

ONE = """query ($id: ID!) { import(id: $id) {
  id state stateLabel batch files dryRun rows rejected progress { rows } error { code }
  entities { created updated unchanged } notes { text }
} }"""
LIST = """query ($after: String) { imports(first: 2, after: $after) {
  totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor }
} }"""
CANCEL = "mutation ($id: ID!) { cancelImport(id: $id) { state } }"
UNDO = (
    "mutation ($id: ID!) { rollbackImport(id: $id) { id state rollsBack undone { __typename } } }"
)
UNDONE = """query ($id: ID!) { import(id: $id) {
  state rollsBack undone { entitiesRemoved entitiesChanged relationsRemoved relationsChanged }
} }"""


@pytest.fixture
def caller(tmp_path: Path) -> Iterator[Caller]:
    with serving(tmp_path) as found:
        yield found


def ask(caller: Caller, query: str, *, language: str = "en", **variables: Any) -> Any:
    content = {"query": query, "variables": variables}
    headers = {"accept-language": language}
    return caller.http.post("/graphql", json=content, headers=headers).json()


def code(answer: Any) -> str:
    (error,) = answer["errors"]
    return str(error["extensions"]["code"])


def test_an_import_is_seen(caller: Caller) -> None:
    id_ = caller.sent("id;name_zh\nc:1;甲\nc:2;\n")
    caller.ended(id_)
    seen = ask(caller, ONE, id=id_)["data"]["import"]
    assert (seen["id"], seen["batch"], seen["state"]) == (id_, id_, "FINISHED")
    assert (seen["rows"], seen["rejected"], seen["files"]) == (2, 1, ["companies.csv"])
    assert (seen["entities"]["created"], seen["progress"], seen["error"]) == (1, None, None)
    assert (seen["stateLabel"], "delimiter" in seen["notes"][0]["text"]) == ("finished", True)
    assert ask(caller, ONE, id=id_, language="zh")["data"]["import"]["stateLabel"] == "完成"
    assert ask(caller, ONE, id="none")["data"] == {"import": None}


def test_imports_are_listed_page_by_page(caller: Caller) -> None:
    ids = [caller.sent(table(1, first=n)) for n in range(3)]
    for id_ in ids:
        caller.ended(id_)
    first = ask(caller, LIST)["data"]["imports"]
    assert [item["id"] for item in first["nodes"]] == [ids[2], ids[1]]
    assert first["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "endCursor": ids[1],
    }
    last = ask(caller, LIST, after=ids[1])["data"]["imports"]
    assert ([item["id"] for item in last["nodes"]], last["totalCount"]) == ([ids[0]], 3)
    assert last["pageInfo"] == {"hasNextPage": False, "hasPreviousPage": True, "endCursor": ids[0]}
    assert code(ask(caller, LIST, after="none")) == "STORE_INVALID_CURSOR"


def test_an_import_is_rolled_back(caller: Caller) -> None:
    id_ = caller.sent(table(3))
    caller.ended(id_)
    assert code(ask(caller, CANCEL, id=id_)) == "IMPORT_WRONG_STATE"
    job = ask(caller, UNDO, id=id_)["data"]["rollbackImport"]
    assert (job["state"], job["rollsBack"], job["undone"]) == ("QUEUED", id_, None)
    caller.ended(job["id"])
    done = ask(caller, UNDONE, id=job["id"])["data"]["import"]
    assert (done["state"], done["rollsBack"], caller.count()) == ("FINISHED", id_, 0)
    counts = ("entitiesRemoved", "entitiesChanged", "relationsRemoved", "relationsChanged")
    assert done["undone"] == dict(zip(counts, (3, 0, 0, 0), strict=True))
    assert ask(caller, ONE, id=id_)["data"]["import"]["state"] == "ROLLED_BACK"
    assert code(ask(caller, UNDO, id=id_)) == "INGEST_UNKNOWN_IMPORT"


def test_a_mutation_cannot_be_hidden_in_a_link(caller: Caller) -> None:
    id_ = caller.sent(table(3))
    caller.ended(id_)
    text = f'mutation {{ rollbackImport(id: "{id_}") {{ id }} }}'
    assert caller.http.get("/graphql", params={"query": text}).status_code == 400
    assert caller.count() == 3


def test_graphql_is_no_way_round_who_may_import(tmp_path: Path) -> None:
    with serving(tmp_path) as caller:
        asked = {"query": "{ imports { totalCount } }"}
        foreign = {"host": "elsewhere.example"}
        assert (
            code(caller.http.post("/graphql", json=asked, headers=foreign).json())
            == "UNAUTHENTICATED"
        )
    with serving(tmp_path, on=False) as caller:
        assert code(ask(caller, UNDO, id="any")) == "IMPORTS_OFF"
