"""``giveFeedback`` adds to what was said, enters the audit log, and asks for a role."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api import Services, create_app
from api.access import ApiKeys, Role, SignIn
from api.audit import AuditLog
from api.audit.log import latest
from chains.analysis import ChainAnalysis
from graph.memory import MemoryStore
from matcher.feedback import read_feedback
from tests.api_world import OneMatch, core, world

GIVE = """
mutation ($supply: ID! = "supply:a", $verdict: FeedbackVerdict! = REJECTED, $reason: String! = "") {
  giveFeedback(demand: "demand:d001", supply: $supply, verdict: $verdict, reason: $reason) {
    entityId
    ... on Feedback { verdict { id } reason givenBy modelVersion scoreShown
      judgesDemand { nodes { entityId } } }
  }
}
"""
MATCH = """{ matchDemand(id: "demand:d001") {
  version threshold confident
  matches { probability lacking { name } contributions { name label zh: label(lang: ZH) value } }
} }"""


class Desk:
    """A server, and someone of a role."""

    def __init__(self, role: Role) -> None:
        self.store: MemoryStore = world()
        self.audit = AuditLog()
        secret = ApiKeys(self.store).create("港口门户", role).secret
        services = Services(
            self.store,
            core(),
            OneMatch(self.store),
            ChainAnalysis(self.store, core()),
            audit=self.audit,
            sign_in=SignIn(ApiKeys(self.store)),
        )
        self.http = TestClient(
            create_app(services),
            headers={"authorization": f"Bearer {secret}", "accept-language": "en"},
        )

    def ask(self, query: str, **variables: Any) -> Any:
        return self.http.post("/graphql", json={"query": query, "variables": variables}).json()


@pytest.fixture(scope="module")
def analyst() -> Desk:
    return Desk(Role.ANALYST)


def test_what_is_said_is_added_with_the_score_of_the_time(analyst: Desk) -> None:
    said = analyst.ask(GIVE, reason="线速度不够")["data"]["giveFeedback"]
    assert said["verdict"] == {"id": "rejected"}
    assert (said["reason"], said["givenBy"]) == ("线速度不够", "港口门户")
    assert (said["modelVersion"], said["scoreShown"]) == ("v-1", 0.75)
    assert said["judgesDemand"]["nodes"] == [{"entityId": "demand:d001"}]
    analyst.ask(GIVE, verdict="CONTRACTED")
    verdicts = [item.verdict for _, item in read_feedback(analyst.store, "demand:d001")]
    assert verdicts == ["rejected", "contracted"]
    entry = latest(analyst.audit, analyst.store, 1)[-1]
    assert (entry.action, entry.about[1:]) == ("feedback", ("demand:d001", "supply:a"))


def test_a_portal_gives_feedback_and_does_not_read_who_gave_it() -> None:
    said = Desk(Role.PORTAL).ask(GIVE, reason="x")["data"]["giveFeedback"]
    assert (said["givenBy"], said["reason"]) == (None, None)
    assert said["verdict"] == {"id": "rejected"}


def test_the_public_gives_none() -> None:
    desk = Desk(Role.PUBLIC)
    (error,) = desk.ask(GIVE)["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert read_feedback(desk.store) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"supply": "supply:none"}, "MATCH_UNKNOWN_SUBJECT"),
        ({"reason": "字" * 3000}, "MATCH_INVALID_FEEDBACK"),
        ({"verdict": "LIKED"}, "BAD_USER_INPUT"),
    ],
)
def test_what_cannot_be_said_has_a_code(analyst: Desk, given: dict[str, str], code: str) -> None:
    before = len(read_feedback(analyst.store))
    (error,) = analyst.ask(GIVE, **given)["errors"]
    assert error["extensions"]["code"] == code
    assert len(read_feedback(analyst.store)) == before


def test_a_match_shows_how_sure_it_is_and_what_its_parts_are_called(analyst: Desk) -> None:
    found = analyst.ask(MATCH)["data"]["matchDemand"]
    assert (found["version"], found["threshold"], found["confident"]) == (None, None, False)
    (match,) = found["matches"]
    assert (match["probability"], match["lacking"]) == (None, [])
    assert match["contributions"][0] == {
        "name": "dense",
        "label": "meaning",
        "zh": "语义",
        "value": 0.5,
    }
