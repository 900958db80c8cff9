"""``search`` finds entities by their text, in Chinese and English."""

import pytest

from tests.api_world import Client, world

SEARCH = """query Search($text: String!, $type: ClassName, $first: Int! = 100) {
  search(text: $text, type: $type, first: $first) { score entity { entityId name } }
}"""


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


@pytest.mark.parametrize(
    ("text", "count"), [("码头巡检", 24), ("码", 24), ("quay", 24), ("港", 2), ("没有", 0), ("", 0)]
)
def test_text_is_found_in_either_language(client: Client, text: str, count: int) -> None:
    assert len(client.data(SEARCH, text=text)["search"]) == count


def test_a_class_includes_its_subclasses(client: Client) -> None:
    found = client.data(SEARCH, text="港", type="Organization")["search"]
    assert [hit["entity"]["entityId"] for hit in found] == ["org:u"]


def test_the_best_come_first(client: Client) -> None:
    scores = [hit["score"] for hit in client.data(SEARCH, text="需求", first=10)["search"]]
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("first", [-1, 1001])
def test_a_page_size_out_of_range_is_refused(client: Client, first: int) -> None:
    assert client.code(SEARCH, text="港", first=first) == "INVALID_PAGE_SIZE"


@pytest.mark.parametrize("text", ['"', "AND OR NOT", "港*", "(((", "name_zh:港", "'; --"])
def test_operators_are_plain_text(client: Client, text: str) -> None:
    assert isinstance(client.data(SEARCH, text=text)["search"], list)
