"""本园区电气装备链断在哪个环节？ Asked on the starter data as a user would."""

from tests.e2e.conftest import CommandLine

CHAIN = "chain:x-electrical-equipment"
PARK = "park:x-firefly-equipment"
BREAK = "stage:x-ee-insulation"


def test_the_break_of_the_park_is_named_first(starter: CommandLine) -> None:
    shown = starter.run("--lang", "zh", "chain", "completeness", CHAIN, "--region", PARK).stdout
    for words in ("断点 (5)", "高压绝缘与灭弧材料（库中无人供应）", "单一来源", "完整度 C = 0.000"):
        assert words in shown
    found = starter.json("chain", "completeness", CHAIN, "--region", PARK)
    assert found["breaks"][0] == BREAK
    assert found["singleSources"] == ["stage:x-ee-assembly"]


def test_the_whole_chain_lacks_that_stage_alone(starter: CommandLine) -> None:
    found = starter.json("chain", "completeness", CHAIN)
    assert (found["breaks"], found["completeness"]) == ([BREAK], 0.0)
    coverages = {item["stage"]: item["coverage"] for item in found["stages"]}
    assert coverages["stage:x-ee-assembly"] == 1 - 2**-3


def test_a_region_and_its_park_are_compared_by_stage(starter: CommandLine) -> None:
    found = starter.json("chain", "completeness", CHAIN, "--compare", "region:331000", PARK)
    assert (found["closed"], found["opened"]) == (
        ["stage:x-ee-assembly"],
        ["stage:x-ee-components"],
    )


def test_an_industry_has_a_chain_of_scenarios(starter: CommandLine) -> None:
    found = starter.json("chain", "completeness", "industry:C38")
    assert [item["stage"] for item in found["stages"]] == [
        "research",
        "production",
        "operation",
        "service",
    ]
    shown = starter.run("--lang", "zh", "chain", "completeness", "industry:C38").stdout
    assert "研发设计" in shown


def test_a_plan_names_who_and_where_within_the_budget(starter: CommandLine) -> None:
    found = starter.json("chain", "actions", CHAIN, "--region", PARK, "--budget", "3")
    assert found["plan"]["spent"] == 3
    assert found["plan"]["smoothed"] > found["smoothed"]
    assert {item["distance"] for item in found["candidates"][BREAK]} <= {"near", "far"}
    shown = starter.run("--lang", "zh", "chain", "actions", CHAIN, "--budget", "3").stdout
    for words in ("补链", "强链", "稳链", "候选企业", "仅按文字相近", "未经校准"):
        assert words in shown


def test_what_is_no_chain_or_place_is_refused(starter: CommandLine) -> None:
    refused = starter.run("chain", "completeness", "chain:x-electrical", expect=1)
    assert "chain:x-electrical-equipment" in refused.stderr
    refused = starter.run("chain", "completeness", CHAIN, "--region", "ent:x", expect=1)
    assert "CHAIN_UNKNOWN_PLACE" in refused.stderr
    refused = starter.run("chain", "completeness", CHAIN, "--at", "yesterday", expect=1)
    assert "YYYY-MM-DD" in refused.stderr


def test_suppliers_are_ranked_as_leaders_with_intervals(starter: CommandLine) -> None:
    found = starter.json("chain", "leaders", CHAIN)
    first = found["leaders"][0]
    assert first["declared"]
    assert first["rank_low"] <= first["rank"] == 1 <= first["rank_high"]
    shown = starter.run("--lang", "zh", "chain", "leaders", CHAIN).stdout
    assert "名次区间" in shown


def test_an_enterprise_sees_its_honours_and_what_the_next_one_asks(starter: CommandLine) -> None:
    found = starter.json("ladder", "ent:x-ironmillet-bearings")
    assert [item["kind"] for item in found["honours"]] == ["specialised-sme"]
    criteria = [
        item
        for rung in found["next"]
        for requirement in rung["requirements"]
        for item in requirement["criteria"]
    ]
    assert {item["verdict"] for item in criteria} <= {"met", "unmet", "unknown"}
    assert all(item["reference"] and not item["verified"] for item in criteria)
    shown = starter.run("--lang", "zh", "ladder", "ent:x-ironmillet-bearings").stdout
    for words in ("生命周期阶段", "专精特新中小企业", "未核对原文", "有效期至"):
        assert words in shown
