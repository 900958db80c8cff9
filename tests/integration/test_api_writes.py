"""Single records written through the API: typed, checked, once, and never past what others say."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import ApiKeys, Right, Role, SignIn
from api.access.viewer import LEAST_ROLE
from api.audit import AuditLog
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from graph.records import Relation
from tests.api_world import ORIGIN, OneMatch, core, world

UPSERT = """
mutation ($input: DemandInput!, $ifMatch: String, $key: String) {
  upsertDemand(input: $input, ifMatch: $ifMatch, idempotencyKey: $key) {
    created changed
    entity { entityId etag name(lang: ZH) budget status { id } raisedBy { nodes { entityId } } }
    conflicts { field keptValue keptSource lostValue lostSource }
    kept { relation source target }
    problems { field code message suggestion }
  }
}
"""
DELETE = """
mutation ($id: ID!, $ifMatch: String, $cascade: Boolean! = false) {
  deleteEntity(id: $id, ifMatch: $ifMatch, cascade: $cascade) { deleted }
}
"""
NEW = {"id": "demand:new", "name": {"zh": "巡检"}, "status": "open", "category": ["labour-saving"]}


class Desk:
    """A server, and a steward of it."""

    def __init__(self, store: MemoryStore, role: Role = Role.STEWARD) -> None:
        self.store = store
        self.audit = AuditLog()
        keys = ApiKeys(store)
        secret = keys.create("李四", role).secret
        services = Services(
            store,
            core(),
            OneMatch(store),
            ChainAnalysis(store, core()),
            audit=self.audit,
            sign_in=SignIn(ApiKeys(store)),
        )
        app = create_app(services)
        self.http = TestClient(app, headers={"authorization": f"Bearer {secret}"})

    def ask(self, query: str, **variables: Any) -> Any:
        return self.http.post("/graphql", json={"query": query, "variables": variables}).json()

    def upsert(self, input: dict[str, Any], **given: Any) -> Any:
        answer = self.ask(UPSERT, input=input, **given)
        assert "errors" not in answer, answer
        return answer["data"]["upsertDemand"]

    def code(self, query: str, **variables: Any) -> str:
        (error,) = self.ask(query, **variables)["errors"]
        return str(error["extensions"]["code"])


@pytest.fixture
def desk() -> Desk:
    return Desk(world())


def test_a_record_is_created_with_its_relations_and_says_where_it_came_from(desk: Desk) -> None:
    relations = {"raisedBy": {"add": ["ent:e1"]}, "requires": {"add": ["tech:t1", "std:s1"]}}
    done = desk.upsert({**NEW, **relations, "budget": 500})
    assert (done["created"], done["changed"], done["problems"]) == (True, True, [])
    assert done["entity"]["raisedBy"]["nodes"] == [{"entityId": "ent:e1"}]
    stored = desk.store.get(["demand:new"])["demand:new"]
    assert stored.properties["budget"] == 500.0
    assert stored.properties["category"] == ("labour-saving",)
    assert stored.provenance["name_zh"].source == "edit: 李四"
    required = desk.store.neighbours(["demand:new"], relations=("requires",))["demand:new"]
    assert [item.entity.id for item in required] == ["std:s1", "tech:t1"]


def test_without_an_id_the_record_gets_one_of_its_own(desk: Desk) -> None:
    new = {key: value for key, value in NEW.items() if key != "id"}
    first, second = desk.upsert(new)["entity"], desk.upsert(new)["entity"]
    assert first["entityId"].startswith("demand:")
    assert first["entityId"] != second["entityId"]


def test_fields_that_are_left_out_stay(desk: Desk) -> None:
    before = desk.store.get(["demand:d002"])["demand:d002"].properties
    done = desk.upsert({"id": "demand:d002", "name": {"zh": "新名"}})
    assert (done["created"], done["changed"]) == (False, True)
    after = desk.store.get(["demand:d002"])["demand:d002"].properties
    assert after == {**before, "name_zh": "新名"}
    assert desk.upsert({"id": "demand:d002", "name": {"zh": "新名"}})["changed"] is False


def test_what_others_said_lies_behind_and_stands_again_when_the_edit_is_taken_back(
    desk: Desk,
) -> None:
    done = desk.upsert({"id": "demand:d001", "budget": 7})
    assert done["entity"]["budget"] == 7.0
    (conflict,) = done["conflicts"]
    assert conflict == {
        "field": "budget",
        "keptValue": "7.0",
        "keptSource": "edit: 李四",
        "lostValue": "1000.0",
        "lostSource": ORIGIN.source,
    }
    assert desk.upsert({"id": "demand:d001", "budget": None})["entity"]["budget"] == 1000.0
    assert desk.store.get(["demand:d001"])["demand:d001"].provenance["budget"] == ORIGIN


def test_a_relation_that_others_state_stays_and_is_named(desk: Desk) -> None:
    others = Relation("requires", "demand:d001", "tech:t5", {}, ORIGIN)
    desk.store.write(lambda writer: writer.upsert_relations([others]))
    link = {"requires": {"add": ["tech:t4", "tech:t5"]}}
    assert desk.upsert({"id": "demand:d001", **link})["changed"]
    unlink = {"requires": {"remove": ["tech:t4", "tech:t5"]}}
    done = desk.upsert({"id": "demand:d001", **unlink})
    assert done["kept"] == [{"relation": "requires", "source": "demand:d001", "target": "tech:t5"}]
    left = desk.store.neighbours(["demand:d001"], relations=("requires",))["demand:d001"]
    assert "tech:t4" not in {item.entity.id for item in left}
    assert "tech:t5" in {item.entity.id for item in left}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"status": "opne"}, "status", "UNKNOWN_TERM"),
        ({"priority": 99}, "priority", "OUT_OF_RANGE"),
        ({"raisedBy": {"add": ["ent:nobody"]}}, "raisedBy", "DANGLING"),
        ({"raisedBy": {"add": ["tech:t1"]}}, "raisedBy", "WRONG_RELATION_END"),
        ({"id": "ent:e0"}, "id", "TYPE_CONFLICT"),
    ],
)
def test_an_edit_against_the_ontology_names_the_field_and_writes_nothing(
    desk: Desk, change: dict[str, Any], field: str, code: str
) -> None:
    revision = desk.store.revision()
    done = desk.upsert({**NEW, **change})
    assert [(item["field"], item["code"]) for item in done["problems"]] == [(field, code)]
    assert done["entity"] is None
    assert desk.store.revision() == revision
    assert "demand:new" not in desk.store.get(["demand:new"])


def test_a_misspelt_term_is_answered_with_the_right_one(desk: Desk) -> None:
    (problem,) = desk.upsert({**NEW, "status": "opne"})["problems"]
    assert problem["suggestion"] == "open"


def test_of_two_who_saw_the_same_version_the_second_is_refused(desk: Desk) -> None:
    seen = desk.upsert(NEW)["entity"]["etag"]
    assert desk.upsert({"id": "demand:new", "budget": 1}, ifMatch=seen)["changed"]
    late = {"id": "demand:new", "budget": 2}
    assert desk.code(UPSERT, input=late, ifMatch=seen) == "VERSION_CONFLICT"
    assert desk.code(UPSERT, input=NEW, ifMatch="") == "VERSION_CONFLICT"
    assert desk.upsert({**NEW, "id": "demand:newer"}, ifMatch="")["created"]
    assert desk.code(DELETE, id="demand:new", ifMatch=seen) == "VERSION_CONFLICT"


def test_a_request_that_is_sent_twice_is_done_once(desk: Desk) -> None:
    new = {key: value for key, value in NEW.items() if key != "id"}
    first = desk.upsert(new, key="order 1")
    count = desk.store.revision()
    again = desk.upsert(new, key="order 1")
    assert again["entity"]["entityId"] == first["entity"]["entityId"]
    assert (again["created"], again["changed"]) == (True, False)
    assert desk.store.revision() == count
    assert desk.code(UPSERT, input=NEW, key="order 1") == "IDEMPOTENCY_CONFLICT"
    assert desk.code(UPSERT, input=NEW, key="") == "INVALID_IDEMPOTENCY_KEY"
    assert Desk(desk.store).upsert(new, key="order 2")["changed"]


def test_a_record_with_relations_is_deleted_only_with_them(desk: Desk) -> None:
    assert desk.code(DELETE, id="tech:t1") == "INGEST_CANNOT_UNDO"
    assert desk.ask(DELETE, id="tech:t1", cascade=True)["data"]["deleteEntity"]["deleted"]
    assert not desk.ask(DELETE, id="tech:t1")["data"]["deleteEntity"]["deleted"]


@pytest.mark.parametrize(
    "role", [role for role in Role if not role.reaches(LEAST_ROLE[Right.WRITE])]
)
def test_only_those_who_may_write_do(role: Role) -> None:
    desk = Desk(world(), role)
    assert desk.code(UPSERT, input=NEW) == "FORBIDDEN"
    assert desk.code(DELETE, id="tech:t1", cascade=True) == "FORBIDDEN"
    assert not desk.store.get(["demand:new"])
    found = desk.ask('{ node(id: "demand:d001") { ... on Demand { etag } } }')
    assert found["data"]["node"]["etag"] is None


def test_writes_and_confidential_reads_are_entered_in_the_audit_log(desk: Desk) -> None:
    desk.upsert({**NEW, "raisedBy": {"add": ["ent:e1"]}})
    desk.upsert({"id": "demand:new"})
    desk.ask('{ node(id: "ent:e0") { ... on Enterprise { name contactPhone } } }')
    desk.ask('{ node(id: "ent:e0") { ... on Enterprise { name } } }')
    desk.ask(DELETE, id="demand:new", cascade=True)
    entries = list(desk.audit.entries(desk.store))
    assert [(item.who, item.action, item.about) for item in entries] == [
        ("李四", "upsert", ("demand:new", "ent:e1")),
        ("李四", "read", ("ent:e0",)),
        ("李四", "delete", ("demand:new",)),
    ]
    assert entries[1].detail == {"fields": "contactPhone"}
    assert desk.audit.verify(desk.store).fault is None
