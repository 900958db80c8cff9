"""``trace`` and ``chains`` show points, lines and the network with their evidence."""

import pytest

from tests.api_world import Client, world

LINK = "{a {entityId} b {entityId} weight pValue assets {entityId} relations {type}}"


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(world())


def test_chains_count_points_lines_and_network(client: Client) -> None:
    chains = client.data(
        f"""{{chains {{
              counts {{point line network}} illustrative {{network}}
              linkCount lineCount blockCount largestShare rule {{kind shared}}
              lines {{name position size members {{entityId}} links {LINK}}}
              blocks {{name members {{entityId}} spans {{closed industries {{id}} regions {{id}}}}}}
            }}}}"""
    )["chains"]
    assert chains["counts"] == {"point": 1, "line": 2, "network": 3}
    assert chains["illustrative"] == {"network": 0}
    assert (chains["lineCount"], chains["blockCount"]) == (1, 1)
    assert chains["largestShare"] == 0.5
    assert chains["rule"] == {"kind": "small", "shared": 2}
    (line,) = chains["lines"]
    assert (line["position"], line["size"]) == ("LINE", 2)
    assert [item["entityId"] for item in line["links"][0]["assets"]] == ["tech:t3", "tech:t4"]
    assert chains["blocks"][0]["members"] == [{"entityId": f"case:c{n}"} for n in range(3)]
    assert chains["blocks"][0]["spans"] == {"closed": False, "industries": [], "regions": []}


def test_a_trace_tells_the_class_and_the_links(client: Client) -> None:
    trace = client.data(
        f"""{{trace(id: "case:c3") {{
              vertex {{entityId name}} position reachesNetwork
              links {LINK} path {LINK} components {{name}}
              step {{asset {{entityId}}}} steps {{asset {{entityId}} position expectedGain}}
              rule {{kind}}
            }}}}"""
    )["trace"]
    assert trace["vertex"] == {"entityId": "case:c3", "name": "案例3"}
    assert trace["position"] == "LINE"
    assert trace["components"] == [{"name": "line-1"}]
    assert [link["b"]["entityId"] for link in trace["links"]] == ["case:c4"]


def test_a_trace_takes_a_global_id(client: Client) -> None:
    shown = client.data('{node(id: "case:c5") {id}}')["node"]["id"]
    answer = client.data("query ($id: ID!) {trace(id: $id) {position}}", id=shown)
    assert answer["trace"] == {"position": "POINT"}


def test_a_trace_of_what_is_no_use_case_says_so(client: Client) -> None:
    assert client.code('{trace(id: "case:c55") {position}}') == "CHAIN_UNKNOWN_VERTEX"


@pytest.mark.parametrize("first", [-1, 1001])
def test_a_page_size_out_of_range_is_refused(client: Client, first: int) -> None:
    query = "query ($first: Int!) {chains {lines(first: $first) {name}}}"
    assert client.code(query, first=first) == "INVALID_PAGE_SIZE"
