"""``trace`` and ``chains`` show points, lines and the network with their evidence."""

import asyncio
from time import sleep

import pytest
from starlette.requests import Request

from api.watching import watched
from chains.errors import Stopped
from chains.progress import Watch
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


def test_resilience_tells_r_weak_points_and_curves(client: Client) -> None:
    found = client.data(
        """{resilience {
              size linkCount fragility pointCount bridgeCount
              curves {attack r low high samples pivots removed largestShare}
              points {vertex {entityId} cutOff pieces} bridges {link {a {entityId}} cutOff}
              sources {stage {entityId}} reinforcements {a {entityId} saved}
            }}"""
    )["resilience"]
    assert (found["size"], found["linkCount"], found["fragility"]) == (6, 4, 0)
    assert (found["pointCount"], found["bridgeCount"], found["reinforcements"]) == (0, 1, [])
    assert found["bridges"] == [{"link": {"a": {"entityId": "case:c3"}}, "cutOff": 1}]
    curves = {curve["attack"]: curve for curve in found["curves"]}
    assert set(curves) == {"RANDOM", "DEGREE", "ADAPTIVE_DEGREE", "BETWEENNESS"}
    # 0, 1, 2, 3, 4, 5 go: 2, 2, 2, 1, 1, 0 of 6 are left together
    assert curves["DEGREE"]["r"] == pytest.approx(8 / 36)
    assert curves["BETWEENNESS"]["pivots"] == 6
    assert curves["DEGREE"]["largestShare"][0] == 0.5
    assert curves["DEGREE"]["removed"][-1] == 1


def test_a_loss_names_what_breaks(client: Client) -> None:
    found = client.data(
        f"""{{loss(id: "tech:t3") {{
              kind goneCount brokenCount fallenCount broken {LINK}
              fallen {{vertex {{entityId}} before after}} parted {{entityId}} largestAfter
            }}}}"""
    )["loss"]
    # cases 3 and 4 share technology 4 as well, which few enough hold
    assert (found["kind"], found["brokenCount"], found["fallen"]) == ("ASSET", 0, [])
    lost = client.data('{loss(id: "case:c0") {goneCount fallen {vertex {entityId} after}}}')["loss"]
    assert lost["goneCount"] == 1
    assert lost["fallen"] == [
        {"vertex": {"entityId": f"case:c{n}"}, "after": "LINE"} for n in (1, 2)
    ]


def test_the_loss_of_what_is_unknown_says_so(client: Client) -> None:
    assert client.code('{loss(id: "tech:t33") {kind}}') == "CHAIN_UNKNOWN_LOSS"


def test_history_without_dates_says_so(client: Client) -> None:
    assert client.code("{chainHistory {datedBy}}") == "CHAIN_NOTHING_DATED"
    assert client.code('{chainChanges(since: "2020-01-01") {undated}}') == "CHAIN_NOTHING_DATED"
    joining = client.data('{chainJoining(id: "case:c0") {since line network}}')["chainJoining"]
    assert joining == {"since": None, "line": None, "network": None}


def test_enterprises_and_products_can_be_vertices(client: Client) -> None:
    counts = client.data("{chains(over: ENTERPRISE) {counts {point} findings {kind}}}")["chains"]
    assert counts == {"counts": {"point": 3}, "findings": []}
    assert client.code("{chains(over: PRODUCT) {linkCount}}") == "CHAIN_NOTHING_TO_PROJECT"


class TestWatching:
    def test_a_computation_ends_soon_after_its_caller_went(self) -> None:
        class GoneRequest(Request):
            async def is_disconnected(self) -> bool:
                return True

        request = GoneRequest({"type": "http"})

        def compute(*, watch: Watch) -> None:
            while True:
                watch(0.5)
                sleep(0.01)

        with pytest.raises(Stopped):
            asyncio.run(watched(request, compute))
