"""The starter's real reference data: complete, told apart, sourced, and linked to what exists."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "starter" / "data"
REFERENCE = (
    "industries",
    "regions",
    "organizations",
    "standards",
    "technologies",
    "scenarios",
    "use_cases",
    "observations",
    "policies",
    "programmes",
)
RELATIONS = {
    "subIndustryOf",
    "withinRegion",
    "operatesIn",
    "locatedIn",
    "masters",
    "publishedBy",
    "supersedes",
    "broaderTechnology",
    "dependsOn",
    "governedBy",
    "usesTechnology",
    "inIndustry",
    "realises",
    "deployedBy",
    "deliveredBy",
    "replicates",
    "about",
    "supports",
}
DIGITS_BY_LEVEL = {"1": 1, "2": 3, "3": 4, "4": 5}

Row = Mapping[str, str]


@cache
def rows(name: str) -> Sequence[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def by_id(name: str) -> Mapping[str, Row]:
    return {row["id"]: row for row in rows(name)}


@cache
def every_id() -> frozenset[str]:
    return frozenset(row["id"] for file in DATA.glob("*.csv") for row in rows(file.stem))


def targets(row: Row, relation: str) -> Sequence[str]:
    return [target for target in row.get(relation, "").split("|") if target]


@pytest.mark.parametrize("name", REFERENCE)
class TestEachRecord:
    def test_is_told_apart_by_its_id(self, name: str) -> None:
        repeated = [key for key, count in Counter(r["id"] for r in rows(name)).items() if count > 1]
        assert repeated == []

    def test_names_its_source_and_is_not_illustrative(self, name: str) -> None:
        assert [row["id"] for row in rows(name) if not row["reference"].strip()] == []
        assert [row["id"] for row in rows(name) if row.get("illustrative") == "true"] == []

    def test_has_a_name(self, name: str) -> None:
        assert [row["id"] for row in rows(name) if not (row["name_zh"] or row["name_en"])] == []

    def test_leads_only_to_records_of_the_starter(self, name: str) -> None:
        missing = {
            (row["id"], relation, target)
            for row in rows(name)
            for relation in RELATIONS & row.keys()
            for target in targets(row, relation)
            if target not in every_id()
        }
        assert missing == set()


@pytest.mark.parametrize(
    "name", [name for name in REFERENCE if name not in {"industries", "standards"}]
)
def test_each_record_is_named_in_both_languages(name: str) -> None:
    assert [row["id"] for row in rows(name) if not (row["name_zh"] and row["name_en"])] == []


@pytest.mark.parametrize(
    "name", ["technologies", "scenarios", "use_cases", "policies", "programmes"]
)
def test_each_record_is_described_in_both_languages(name: str) -> None:
    poor = [r["id"] for r in rows(name) if not (r["description_zh"] and r["description_en"])]
    assert poor == []


class TestIndustries:
    def test_all_of_the_national_classification_is_there(self) -> None:
        assert Counter(row["level"] for row in rows("industries")) == {
            "1": 20,
            "2": 97,
            "3": 473,
            "4": 1381,
        }

    def test_each_hangs_under_one_of_the_level_above(self) -> None:
        for row in rows("industries"):
            above = targets(row, "subIndustryOf")
            assert len(row["code"]) == DIGITS_BY_LEVEL[row["level"]], row["id"]
            assert len(above) == (0 if row["level"] == "1" else 1), row["id"]
            for parent in above:
                assert int(by_id("industries")[parent]["level"]) == int(row["level"]) - 1

    def test_sections_and_divisions_have_english_names_of_their_own(self) -> None:
        names = [row["name_en"] for row in rows("industries") if row["level"] in {"1", "2"}]
        assert all(names)
        assert len(set(names)) == len(names)

    @pytest.mark.parametrize(
        ("vertical", "codes"),
        [
            ("智慧港口", {"G5531", "G5532"}),
            ("智能制造", {"C"}),
            ("智慧钢铁", {"C31"}),
            ("车联网", {"C36", "G54", "I65"}),
            ("石化化工", {"C25", "C26"}),
            ("智慧电网", {"D442", "D4420"}),
        ],
    )
    def test_everyday_names_lead_to_the_codes_they_mean(
        self, vertical: str, codes: set[str]
    ) -> None:
        named = {r["code"] for r in rows("industries") if vertical in r["alias_zh"].split("|")}
        assert named == codes

    def test_at_least_thirty_verticals_have_everyday_names(self) -> None:
        names = {alias for row in rows("industries") for alias in row["alias_zh"].split("|")}
        assert len(names - {""}) >= 30


class TestStandards:
    def test_each_specification_is_one_record_with_all_its_versions(self) -> None:
        assert len(rows("standards")) == 2476
        assert len({row["code"] for row in rows("standards")}) == 2476
        assert sum(len(row["versions"].split("|")) for row in rows("standards")) == 8588

    def test_the_version_shown_is_the_last_of_the_versions_kept(self) -> None:
        for row in rows("standards"):
            assert row["versions"].split("|")[-1].split()[1] == row["version"], row["id"]

    def test_each_that_something_links_to_is_named_in_chinese(self) -> None:
        linked = {
            target
            for file in DATA.glob("*.csv")
            for row in rows(file.stem)
            for relation in ("governedBy", "conformsTo", "compliesWith", "requires", "supersedes")
            for target in targets(row, relation)
            if target.startswith("std:")
        }
        assert linked
        unnamed = {
            target
            for target in linked
            if not (
                by_id("standards")[target]["name_zh"] and by_id("standards")[target]["alias_zh"]
            )
        }
        assert unnamed == set()

    def test_what_a_newer_one_supersedes_is_marked_so(self) -> None:
        older = {old for row in rows("standards") for old in targets(row, "supersedes")}
        marked = {row["id"] for row in rows("standards") if row["status"] == "superseded"}
        assert older == marked != set()


class TestTechnologies:
    def test_there_are_some_forty_with_other_names_in_both_languages(self) -> None:
        assert len(rows("technologies")) >= 40
        poor = [r["id"] for r in rows("technologies") if not (r["alias_zh"] and r["alias_en"])]
        assert poor == []

    def test_none_is_governed_by_a_superseded_specification(self) -> None:
        governing = {target for r in rows("technologies") for target in targets(r, "governedBy")}
        assert {by_id("standards")[target]["status"] for target in governing} == {"current"}

    @pytest.mark.parametrize(
        ("technology", "standard", "title"),
        [
            ("tech:network-slicing", "std:3gpp-ts-28.531", "Provisioning"),
            ("tech:mec", "std:3gpp-ts-23.558", "Edge Applications"),
            ("tech:redcap", "std:3gpp-tr-38.875", "reduced capability"),
            ("tech:passive-iot", "std:3gpp-tr-22.840", "Ambient power-enabled"),
            ("tech:isac", "std:3gpp-tr-22.837", "Integrated Sensing"),
            ("tech:tsn", "std:3gpp-ts-24.539", "TSN translator"),
        ],
    )
    def test_the_governing_specification_is_about_the_technology(
        self, technology: str, standard: str, title: str
    ) -> None:
        assert standard in targets(by_id("technologies")[technology], "governedBy")
        assert title in by_id("standards")[standard]["name_en"]

    def test_terms_are_those_of_the_field(self) -> None:
        assert by_id("technologies")["tech:isac"]["name_zh"] == "通信感知一体化"
        assert "通感一体" in by_id("technologies")["tech:isac"]["alias_zh"].split("|")
        assert by_id("technologies")["tech:passive-iot"]["name_en"] == "Ambient IoT"
        assert "无源物联" in by_id("technologies")["tech:passive-iot"]["alias_zh"].split("|")


def test_there_are_twenty_scenarios_in_two_batches() -> None:
    assert [int(row["number"]) for row in rows("scenarios")] == list(range(1, 21))
    assert Counter(row["batch"] for row in rows("scenarios")) == {"2021-05": 10, "2021-11": 10}


def test_each_province_is_in_china_and_each_city_in_its_province() -> None:
    levels = Counter(row["level"] for row in rows("regions"))
    assert levels["province"] == 34
    for row in rows("regions"):
        if row["level"] == "prefecture":
            assert row["withinRegion"] == f"region:{row['code'][:2]}0000"


@pytest.mark.parametrize(
    ("observation", "value", "unit", "about"),
    [
        ("obs:5g-base-stations-2023", "3282000", "count", "region:CN"),
        ("obs:divisions-covered-2023", "71", "count of 97", "region:CN"),
        ("obs:use-cases-2023", "94000", "count", "region:CN"),
        ("obs:large-industry-penetration-2023", "37.1", "%", "region:CN"),
        ("obs:coal-top20-with-5g", "95", "%", "industry:B06"),
        ("obs:mobile-cases", "30000", "count", "ent:china-mobile"),
        ("obs:unicom-projects", "24000", "count", "ent:china-unicom"),
    ],
)
def test_reported_figures_are_those_of_the_source(
    observation: str, value: str, unit: str, about: str
) -> None:
    row = by_id("observations")[observation]
    assert (row["value"], row["unit"], row["about"]) == (value, unit, about)


def test_the_mine_abroad_replicates_the_one_at_home() -> None:
    assert targets(by_id("use_cases")["case:guinea-mine"], "replicates") == [
        "case:kekegai-coal-mine"
    ]
