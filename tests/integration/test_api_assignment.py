"""``assignment`` through the API: proposals, reasons, and what a change would bring."""

import pytest

from graph.memory import MemoryStore
from graph.query import Filter
from matcher.conditions import AS_STATED, Terms
from matcher.errors import NothingToMatch
from matcher.model import Match, MatchResult
from tests.api_world import Client, OneMatch, world

QUERY = """
query ($cap: Int, $close: [ID!], $withdraw: [ID!], $capacities: [CapacityInput!]) {
  assignment(cap: $cap, close: $close, withdraw: $withdraw, capacities: $capacities) {
    calibrated demands served objective
    pairs { demand { entityId } supply { entityId } value }
    unserved { demand { entityId } reason takenBy { entityId } }
    whatIf { gain served { entityId } lost { entityId } moved { value } }
  }
}
"""


class Likely(OneMatch):
    """Every demand with an even number above four has the one supply as its match."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        self._kept = store

    def match_demand(
        self,
        id: str,
        first: int = 10,
        where: Filter | None = None,
        terms: Terms = AS_STATED,
    ) -> MatchResult:
        assert first == 20
        assert where is None
        assert terms is AS_STATED
        number = int(id.removeprefix("demand:d"))
        if number < 4:
            raise NothingToMatch("none")
        supply = self._kept.get(["supply:a"])["supply:a"]
        owner = self._kept.get(["ent:e0"])["ent:e0"]
        match = Match(supply, (owner,), 1.0, {}, (), probability=number / 24)
        return MatchResult(id, "", (match,), 1, "static", 1, threshold=0.5)


@pytest.fixture
def client() -> Client:
    store = world()
    return Client(store, matcher=Likely(store))


def test_the_most_likely_demand_gets_the_supply_and_the_others_are_told_why(
    client: Client,
) -> None:
    found = client.data(QUERY)["assignment"]
    assert (found["calibrated"], found["demands"], found["served"]) == (True, 12, 1)
    (pair,) = found["pairs"]
    assert pair["demand"] == {"entityId": "demand:d023"}
    assert found["objective"] == pytest.approx(23 / 24)
    reasons = {item["demand"]["entityId"]: item["reason"] for item in found["unserved"]}
    assert len(reasons) == 11
    assert reasons["demand:d001"] == "NO_CANDIDATE"
    assert reasons["demand:d005"] == "BELOW_THRESHOLD"
    assert reasons["demand:d021"] == "NO_CAPACITY"
    taken = {item["demand"]["entityId"]: item["takenBy"] for item in found["unserved"]}
    assert taken["demand:d021"] == [{"entityId": "demand:d023"}]
    assert found["whatIf"] is None


def test_a_change_is_tried_and_written_nowhere(client: Client) -> None:
    more = [{"supply": "supply:a", "capacity": 2}]
    found = client.data(QUERY, capacities=more)["assignment"]["whatIf"]
    assert found["served"] == [{"entityId": "demand:d021"}]
    assert found["gain"] == pytest.approx(21 / 24)
    closed = client.data(QUERY, close=["demand:d023"])["assignment"]["whatIf"]
    assert closed["lost"] == [{"entityId": "demand:d023"}]
    assert client.data(QUERY)["assignment"]["served"] == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"cap": 0}, "ASSIGN_INVALID_PROBLEM"),
        ({"close": ["demand:nobody"]}, "ASSIGN_INVALID_PROBLEM"),
        ({"withdraw": ["supply:nobody"]}, "ASSIGN_INVALID_PROBLEM"),
    ],
)
def test_what_cannot_be_is_refused(client: Client, given: dict[str, object], code: str) -> None:
    assert client.code(QUERY, **given) == code


def test_the_wheels_tell_why_demand_is_unmet_and_the_counts_add_up(client: Client) -> None:
    query = """{wheelMatrix(illustrative: true) {
        demands calibrated confirmed {entityId} estimated {entityId} idle {entityId}
        unmetByReason {reason count} unmet {demand {entityId} reason nearest {entityId} value}
        cells {demandCategory {id} supplyCategory {id} confirmed estimated unmet idle}
    }}"""
    found = client.data(query)["wheelMatrix"]
    counts = {item["reason"]: item["count"] for item in found["unmetByReason"]}
    assert counts == {
        "NO_SUPPLIER": 2,
        "LOW_PROBABILITY": 4,
        "CONDITION_UNMET": 0,
        "NO_CAPACITY": 5,
    }
    assert sum(counts.values()) + len(found["estimated"]) == found["demands"] == 12
    assert len(found["unmet"]) == 11
    assert (found["calibrated"], found["idle"]) == (True, [])
