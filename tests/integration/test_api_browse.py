"""What a client needs to look around: words, facets, counts, links, ways and history."""

import pytest
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import ApiKeys, Role, SignIn
from api.browse import paths, relations
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from graph.records import Claim, Entity, Provenance, Relation
from tests.api_world import Client, CountingStore, OneMatch, core, fill, world

FACETS = """query Facets($text: String! = "", $types: [ClassName!], $regions: [ID!],
  $industries: [ID!], $statuses: [String!]) {
  facetedSearch(text: $text, types: $types, regions: $regions, industries: $industries,
                statuses: $statuses) {
    total capped hits(first: 3) { entity { entityId } }
    facets { name values { key label(lang: EN) count } }
  }
}"""
PATHS = """query Paths($from: ID!, $to: ID!, $longest: Int! = 6, $through: Int! = 500) {
  paths(from: $from, to: $to, longest: $longest, through: $through) {
    complete
    paths { steps { relation forward label(lang: EN) start { entityId } end { entityId } } }
  }
}"""


def placed() -> MemoryStore:
    """The small world with places and trades that lie within one another."""
    store = MemoryStore()
    fill(store)
    store.write(
        lambda writer: (
            writer.upsert_entities(
                [
                    *(Entity(f"region:{n}", "Region", {"name_en": f"Region {n}"}) for n in "abc"),
                    *(Entity(f"industry:{n}", "Industry", {"name_en": f"Trade {n}"}) for n in "xy"),
                ]
            ),
            writer.upsert_relations(
                [
                    Relation("withinRegion", "region:b", "region:a"),
                    Relation("withinRegion", "region:c", "region:a"),
                    Relation("subIndustryOf", "industry:y", "industry:x"),
                    Relation("locatedIn", "ent:e0", "region:b"),
                    Relation("locatedIn", "ent:e1", "region:c"),
                    Relation("locatedIn", "case:c0", "region:b"),
                    Relation("inIndustry", "demand:d001", "industry:y"),
                    Relation("inIndustry", "demand:d002", "industry:x"),
                ]
            ),
        )
    )
    return store


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(placed())


def counts(client: Client, facet: str, **asked: object) -> dict[str, int]:
    found = client.data(FACETS, **asked)["facetedSearch"]["facets"]
    (values,) = (item["values"] for item in found if item["name"] == facet)
    return {item["key"]: item["count"] for item in values}


def test_the_ontology_names_classes_fields_and_relations_in_both_languages(client: Client) -> None:
    found = client.data(
        """{ ontology { classes { name type list parents zh: label(lang: ZH) en: label(lang: EN)
              properties { name datatype many en: label(lang: EN) terms { id } }
              relations { name relation forward targets type en: label(lang: EN) } } } }"""
    )["ontology"]["classes"]
    demand = next(item for item in found if item["name"] == "Demand")
    assert (demand["zh"], demand["en"], demand["list"]) == ("需求", "Demand", "demands")
    status = next(item for item in demand["properties"] if item["name"] == "status")
    assert (status["datatype"], status["many"]) == ("TERM", False)
    assert "open" in {term["id"] for term in status["terms"]}
    raised = next(item for item in demand["relations"] if item["name"] == "raisedBy")
    assert (raised["relation"], raised["forward"], raised["type"]) == (
        "raises",
        False,
        "Organization",
    )


def test_each_class_can_be_listed_by_the_field_that_the_ontology_names(client: Client) -> None:
    found = client.data("{ ontology { classes { name list } } }")["ontology"]["classes"]
    query = " ".join(f"c{at}: {item['list']} {{ totalCount }}" for at, item in enumerate(found))
    assert len(client.data(f"{{ {query} }}")) == len(core().classes)


def test_the_viewer_is_told_role_and_rights_and_sees_the_fields_of_the_role() -> None:
    store = world()
    keys = ApiKeys(store)
    services = Services(
        store, core(), OneMatch(store), ChainAnalysis(store, core()), sign_in=SignIn(keys)
    )
    http = TestClient(create_app(services))
    query = "{ viewer { role name rights } ontology { classes { name properties { name } } } }"
    seen = {}
    for role in (Role.PUBLIC, Role.STEWARD):
        secret = keys.create("someone", role).secret
        headers = {"authorization": f"Bearer {secret}"}
        data = http.post("/graphql", json={"query": query}, headers=headers).json()["data"]
        assert data["viewer"]["role"] == role.name
        seen[role] = data
    assert seen[Role.PUBLIC]["viewer"]["rights"] == []
    assert "WRITE" in seen[Role.STEWARD]["viewer"]["rights"]

    def fields(data: dict[str, object]) -> set[str]:
        classes = data["ontology"]["classes"]  # type: ignore[index]  # JSON
        (found,) = (item for item in classes if item["name"] == "Enterprise")
        return {item["name"] for item in found["properties"]}

    hidden = fields(seen[Role.STEWARD]) - fields(seen[Role.PUBLIC])
    assert "contactPhone" in hidden
    assert "name" not in hidden


def test_hits_are_counted_by_class_and_status(client: Client) -> None:
    found = client.data(FACETS, text="码头巡检")["facetedSearch"]
    assert (found["total"], found["capped"], len(found["hits"])) == (24, False, 3)
    assert counts(client, "CLASS", text="码头巡检") == {"Demand": 24}
    assert counts(client, "STATUS", text="码头巡检") == {"open": 12, "closed": 12}


def test_what_lies_within_a_region_or_an_industry_counts_for_it(client: Client) -> None:
    assert counts(client, "REGION") == {"region:a": 3, "region:b": 2, "region:c": 1}
    assert counts(client, "INDUSTRY") == {"industry:x": 2, "industry:y": 1}
    found = client.data(FACETS, regions=["region:a"])["facetedSearch"]
    assert [hit["entity"]["entityId"] for hit in found["hits"]] == ["case:c0", "ent:e0", "ent:e1"]
    assert client.data(FACETS, industries=["industry:y"])["facetedSearch"]["total"] == 1


def test_what_is_chosen_in_a_facet_narrows_the_others_and_not_itself(client: Client) -> None:
    asked = {"text": "码头", "statuses": ["open"]}
    assert client.data(FACETS, **asked)["facetedSearch"]["total"] == 12
    assert counts(client, "CLASS", **asked) == {"Demand": 12}
    assert counts(client, "STATUS", **asked) == {"open": 12, "closed": 12}
    assert counts(client, "CLASS", types=["Enterprise"])["Demand"] == 24


def test_a_class_of_a_facet_holds_its_subclasses(client: Client) -> None:
    found = client.data(FACETS, types=["Organization"])["facetedSearch"]
    assert found["total"] == 4


def test_without_a_text_all_are_counted_though_only_the_first_are_listed() -> None:
    store = world()
    many = [Entity(f"tech:m{n}", "Technology", {"name_en": "More"}) for n in range(1100)]
    store.write(lambda writer: writer.upsert_entities(many))
    everything = Client(store)
    found = everything.data(FACETS, types=["Technology"])["facetedSearch"]
    assert (found["total"], found["capped"]) == (1106, True)
    found = everything.data(FACETS, text="more")["facetedSearch"]
    assert (found["total"], found["capped"]) == (1000, True)


def test_relations_are_counted_and_not_fetched() -> None:
    store = CountingStore(placed())
    found = Client(store.as_store()).data(
        """{ relationCounts(ids: ["demand:d001", "tech:t1", "nobody"]) {
              entity { entityId } counts { field relation forward label(lang: EN) count } } }"""
    )["relationCounts"]
    by_id = {item["entity"]["entityId"]: item["counts"] for item in found}
    assert by_id.keys() == {"demand:d001", "tech:t1"}
    assert {item["field"]: item["count"] for item in by_id["demand:d001"]} == {
        "inIndustry": 1,
        "raisedBy": 1,
        "requires": 3,
    }
    required = next(item for item in by_id["tech:t1"] if item["field"] == "requiredBy")
    assert (required["relation"], required["forward"], required["count"]) == ("requires", False, 8)
    assert "neighbours" not in store.calls


LINKS = """query Links($ids: [ID!]!) {
  links(ids: $ids) { relation source { entityId } target { entityId } origin { source } } }"""


@pytest.mark.parametrize("hub", [2000, 3, 0])
def test_links_among_entities_are_found_whatever_counts_as_a_hub(
    hub: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "OPEN", hub)
    ids = ["demand:d001", "demand:d002", "tech:t1", "tech:t2", "std:s1", "ent:e0"]
    found = Client(placed()).data(LINKS, ids=ids)["links"]
    ends = {
        (item["relation"], item["source"]["entityId"], item["target"]["entityId"]) for item in found
    }
    assert ends == {
        ("governedBy", "tech:t1", "std:s1"),
        ("requires", "demand:d001", "std:s1"),
        ("requires", "demand:d001", "tech:t1"),
        ("requires", "demand:d001", "tech:t2"),
        ("requires", "demand:d002", "tech:t2"),
    }


@pytest.mark.parametrize("hub", [2000, 3, 0])
def test_links_lead_to_others_among_but_not_from_one_of_these_to_another(
    hub: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "OPEN", hub)
    query = """{ links(ids: ["tech:t1"], among: ["demand:d001", "demand:d000", "std:s1"]) {
        relation source { entityId } target { entityId } } }"""
    found = Client(placed()).data(query)["links"]
    assert [(item["relation"], item["source"]["entityId"]) for item in found] == [
        ("governedBy", "tech:t1"),
        ("requires", "demand:d000"),
        ("requires", "demand:d001"),
    ]


def test_no_more_than_a_thousand_ids_are_taken(client: Client) -> None:
    assert client.code(LINKS, ids=[f"x:{n}" for n in range(1001)]) == "INVALID_PAGE_SIZE"


def steps(client: Client, start: str, end: str, **given: int) -> list[list[tuple[str, str, str]]]:
    found = client.data(PATHS, **{"from": start, "to": end}, **given)["paths"]["paths"]
    return [
        [
            (step["start"]["entityId"], step["label"], step["end"]["entityId"])
            for step in way["steps"]
        ]
        for way in found
    ]


def test_the_shortest_ways_are_told_step_by_step(client: Client) -> None:
    assert steps(client, "ent:e0", "region:a") == [
        [
            ("ent:e0", "located in", "region:b"),
            ("region:b", "within region", "region:a"),
        ]
    ]
    both = steps(client, "demand:d001", "tech:t1")
    assert [len(way) for way in both] == [1]


def test_a_way_leads_through_no_hub_and_is_no_longer_than_asked(client: Client) -> None:
    assert [len(way) for way in steps(client, "region:b", "region:c")] == [2]
    assert steps(client, "region:b", "region:c", through=1) == []
    assert steps(client, "case:c5", "case:c0", longest=1) == []
    assert client.code(PATHS, **{"from": "case:c5", "to": "nobody"}) == "NOT_FOUND"
    assert client.code(PATHS, **{"from": "case:c5", "to": "case:c0"}, longest=9) == (
        "INVALID_PAGE_SIZE"
    )


def test_a_search_that_would_read_too_much_ends_and_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "READ", 3)
    found = client.data(PATHS, **{"from": "case:c0", "to": "demand:d001"})["paths"]
    assert found == {"complete": False, "paths": []}


def test_history_tells_what_stands_and_what_lost() -> None:
    store = world()
    old = Provenance("an old list", "b0", "2025-01-01T00:00:00Z", 0.5)
    new = Provenance("a register", "b1", "2026-01-01T00:00:00Z", 0.9)
    store.write(
        lambda writer: writer.upsert_entities(
            [
                Entity(
                    "demand:h",
                    "Demand",
                    {"name_en": "New", "status": "open"},
                    {"name_en": new, "status": new},
                    (Claim("name_en", "Old", old), Claim("name_en", "New", new)),
                )
            ]
        )
    )
    found = Client(store).data(
        """{ history(id: "demand:h") {
              field label(lang: EN) value(lang: EN) stands origin { source } } }"""
    )["history"]
    told = [(item["field"], item["value"], item["stands"]) for item in found]
    assert told == [("name_en", "New", True), ("name_en", "Old", False), ("status", "Open", True)]
    assert Client(store).data('{ history(id: "nobody") { field } }')["history"] is None


def test_history_tells_no_value_that_the_viewer_may_not_see() -> None:
    store = world()
    origin = Provenance("a register", "b1", "2026-01-01T00:00:00Z", 0.9)
    store.write(
        lambda writer: writer.upsert_entities(
            [Entity("ent:h", "Enterprise", {"contactPhone": "555-0199"}, {"contactPhone": origin})]
        )
    )
    answer = Client(store).ask('{ history(id: "ent:h") { field value } }')
    assert answer["data"]["history"] == []
