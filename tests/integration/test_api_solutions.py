"""``composeSolution`` shows the bundle, what each member covers, and what is left."""

from matcher import Matcher
from tests.api_world import Client
from tests.matcher_world import core, encoder
from tests.unit.test_solutions import works

QUERY = """{
  text calibrated candidates proven
  requirements { key kind id name(lang: ZH) origin hard path { words } }
  best { members { supply { entityId } alone shared price match { score } } covered method }
  byCost {
    members { supply { entityId } } price partners { entityId }
    fits { value standards { entityId } }
  }
  uncovered { requirement { key } reason near { entityId } }
  talent { skill { entityId } inside { entityId } count }
  similar { case { entityId } paths { words } }
}"""


def client() -> Client:
    return Client(works(), matcher=Matcher(works(), core(), encoder()))  # type: ignore[arg-type]


def test_a_demand_is_answered_with_a_bundle_and_what_is_left() -> None:
    found = client().data(f'{{composeSolution(demandId: "d") {QUERY}}}')["composeSolution"]
    ((member,)) = found["best"]["members"]
    assert member["supply"]["entityId"] == "everything"
    assert member["alone"] == ["technology:positioning", "technology:slicing"]
    assert (found["best"]["method"], found["byCost"]["price"]) == ("EXACT", 400.0)
    assert {item["requirement"]["key"]: item["reason"] for item in found["uncovered"]} == {
        "technology:robot": "NOT_OPEN",
        "standard:new": "OLDER_EDITION",
    }
    assert found["similar"][0]["case"]["entityId"] == "case"


def test_it_wants_either_a_demand_or_a_text() -> None:
    asking = client()
    for given in ("", '(demandId: "d", text: "slicing")'):
        assert asking.code(f"{{composeSolution{given} {{text}}}}") == "INVALID_FILTER"
    nothing = '{composeSolution(text: "hello") {text}}'
    assert asking.code(nothing) == "SOLVE_NOTHING_REQUIRED"
