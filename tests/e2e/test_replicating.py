"""天津港的案例能复制到哪些港口，缺什么？ Asked on the starter data as a user would."""

from tests.e2e.conftest import CommandLine


def test_ports_are_ranked_with_intervals_what_they_lack_and_who_delivers(
    starter: CommandLine,
) -> None:
    found = starter.json("replicate", "case:tianjin-port-smart")
    ports = [item for item in found["enterprises"] if item["shared"] == "industry:G5532"]
    assert len(ports) >= 3
    assert found["enterprises"][: len(ports)] == ports
    for port in ports:
        assert port["low"] < port["chance"] < port["high"]
        assert port["way"]["copies"][0] == "case:tianjin-port-smart"
        assert all(need["evidence"] for need in port["way"]["lacks"])
        assert all(item["supplies"] or item["covers"] for item in port["way"]["deliverers"])
    assert any(port["way"]["lacks"] and port["way"]["deliverers"] for port in ports)
    assert "ent:tianjin-port" not in {item["enterprise"] for item in found["enterprises"]}


def test_the_answer_is_read_in_chinese_and_says_where_data_are_insufficient(
    starter: CommandLine,
) -> None:
    shown = starter.run("--lang", "zh", "replicate", "case:tianjin-port-smart").stdout
    for words in ("可复制到的企业", "货运港口", "缺少", "可提供方", "数据不足", "留出检验"):
        assert words in shown


def test_a_use_case_without_scenario_says_so_and_still_finds_peers(starter: CommandLine) -> None:
    shown = starter.run("replicate", "case:chint-5g-factory").stdout
    assert "names no scenario" in shown
    assert "enterprises that could take it up" in shown


def test_an_unknown_practice_names_the_nearest(starter: CommandLine) -> None:
    refused = starter.run("replicate", "case:tianjin-port-smrat", expect=1)
    assert "case:tianjin-port-smart" in refused.stderr
