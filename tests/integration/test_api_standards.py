"""The standards service through the API."""

import pytest

from tests.api_world import Client, world


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def test_the_standards_of_a_demand_come_with_their_ways(client: Client) -> None:
    query = """{applicableStandards(id: "demand:d001") {
        standard {entityId} steps paths {words nodes {entity {entityId}}} supersededBy {entityId}
    }}"""
    first, second = client.data(query)["applicableStandards"]
    assert (first["standard"], first["steps"]) == ({"entityId": "std:s1"}, 1)
    assert [len(path["nodes"]) for path in first["paths"]] == [2, 3]
    assert second["paths"][0]["words"].startswith("码头巡检需求1 —要求→ 技术2")


def test_what_standards_do_not_apply_to_is_said_and_other_answers_stand(client: Client) -> None:
    query = """{applicableStandards(id: "ent:e0") {steps} standardGaps {useCases}
        standardConflicts {kind} standardProposals {id}}"""
    answer = client.ask(query)
    assert answer["data"] == {
        "applicableStandards": None,
        "standardGaps": [],
        "standardConflicts": [],
        "standardProposals": [],
    }
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "STANDARDS_UNKNOWN_SUBJECT"
