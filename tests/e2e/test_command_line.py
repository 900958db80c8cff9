"""What a person or a program gets from the command line on the starter data."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import CommandLine, command_line

INJECTION_MOULDING = "注塑件表面划痕要在线查出来，产线不能停"


class TestImport:
    def test_importing_again_changes_nothing(self, starter: CommandLine) -> None:
        passed_over = starter.json("import", "--starter")
        assert (passed_over["batch"], len(passed_over["skipped"])) == ("", 26)
        again = starter.json("import", "--starter", "--again")
        for kind in ("entities", "relations"):
            assert again[kind]["created"] == 0
            assert again[kind]["updated"] == 0
            assert again[kind]["unchanged"] > 0
        assert again["rejected"] == again["rejected_relations"] == 0

    def test_what_is_stored_is_valid(self, starter: CommandLine) -> None:
        assert starter.json("validate") == []

    def test_a_bad_row_is_rejected_with_its_place(self, tmp_path: Path) -> None:
        cli = command_line(tmp_path / "home")
        (tmp_path / "d.csv").write_text(
            "id,name_zh,status,dueDate\n"
            "demand:1,要一台质检机,open,2026-12-01\n"
            "demand:2,要一张专网,opne,2026-13-45\n",
            encoding="utf-8",
        )
        (tmp_path / "d.yaml").write_text(
            'source: {name: "portal"}\nentities:\n  - {class: Demand, id: "{id}", auto: true}\n',
            encoding="utf-8",
        )
        summary = cli.json(
            "import",
            str(tmp_path / "d.csv"),
            "--mapping",
            str(tmp_path / "d.yaml"),
            expect=1,
        )
        assert summary["entities"]["created"] == 1
        rejects = Path(summary["reject_files"][0]).read_text(encoding="utf-8")
        assert "d.csv,3,status; dueDate,opne; 2026-13-45" in rejects
        assert "open" in rejects.splitlines()[1]

    def test_a_dry_run_a_correction_its_history_and_the_way_back(self, tmp_path: Path) -> None:
        cli = command_line(tmp_path / "home")
        table, rules = tmp_path / "e.csv", tmp_path / "e.yaml"
        rules.write_text(
            'source: {name: "portal"}\n'
            'entities:\n  - {class: Enterprise, id: "{id}", auto: true}\n',
            encoding="utf-8",
        )
        batches = []
        for name in ("甲", "乙"):
            table.write_text(f"id,name_zh\nent:1,{name}\n", encoding="utf-8")
            told = cli.json("import", str(table), "-m", str(rules), "--dry-run")
            assert [change["key"] for change in told["changes"]] == ["ent:1"]
            batches.append(cli.json("import", str(table), "-m", str(rules))["batch"])
        assert [
            (row["value"], row["stands"]) for row in cli.json("show", "ent:1", "--history")
        ] == [
            ("甲", False),
            ("乙", True),
        ]
        refused = cli.run("batch", "rollback", batches[0], expect=1)
        assert f"roll back {batches[1]} first" in refused.stderr
        assert cli.json("batch", "rollback", batches[1])["entities_changed"] == 1
        assert cli.json("show", "ent:1")["properties"] == {"name_zh": "甲"}
        assert [item["state"] for item in cli.json("batch", "list")] == ["finished", "rolled back"]
        table.write_text("id,name_zh,employees\nent:2,甲公司,5\n", encoding="utf-8")
        cli.json("import", str(table), "-m", str(rules))
        cli.run("merge", "ent:1", "ent:2")
        assert cli.json("show", "ent:1")["properties"] == {"name_zh": "甲", "employees": 5}
        assert "merged into 'ent:1'" in cli.run("show", "ent:2", expect=1).stderr
        assert [item["gone"] for item in cli.json("merges")] == ["ent:2"]
        cli.run("part", "ent:2")
        assert cli.json("show", "ent:2")["properties"] == {"name_zh": "甲公司", "employees": 5}
        assert cli.json("source", "list") == {"portal": 50}
        assert cli.json("source", "remove", "portal")["entities_removed"] == 2
        assert "ent:1" in cli.run("show", "ent:1", expect=1).stderr


class TestMatch:
    def test_text_in_either_language_finds_supplies_with_provider_and_evidence(
        self, starter: CommandLine
    ) -> None:
        for language, text in (("zh", INJECTION_MOULDING), ("en", "scratches on moulded parts")):
            found = starter.run("--lang", language, "match", "--text", text).stdout
            assert "示例" in found
        answer = starter.json("match", "--text", INJECTION_MOULDING)
        assert answer["matches"][0]["providers"]
        assert any(match["evidence"] for match in answer["matches"])

    def test_a_recorded_demand_is_matched_by_its_id(self, starter: CommandLine) -> None:
        answer = starter.json("match", "demand", "demand:d001")
        assert answer["matches"]
        assert [m["score"] for m in answer["matches"]] == sorted(
            (m["score"] for m in answer["matches"]), reverse=True
        )

    def test_the_same_question_has_the_same_answer(self, starter: CommandLine) -> None:
        first = starter.json("match", "--text", INJECTION_MOULDING)
        assert starter.json("match", "--text", INJECTION_MOULDING) == first

    def test_an_unknown_demand_is_refused(self, starter: CommandLine) -> None:
        refused = starter.run("match", "demand", "demand:nowhere", expect=1)
        assert "demand:nowhere" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_the_default_path_does_not_import_heavy_libraries(self, starter: CommandLine) -> None:
        code = (
            "import sys, atexit\n"
            "atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))\n"
            f"sys.argv = ['pearlnet', 'match', '--text', {INJECTION_MOULDING!r}]\n"
            "from pearlnet.cli import main\n"
            "main()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=dict(starter.environment),
            timeout=120,
            check=True,
        )
        loaded = set(done.stderr.split())
        assert "matcher" in loaded
        assert not loaded & {"torch", "sentence_transformers", "fastapi", "neo4j", "rdflib"}


class TestChain:
    def test_points_lines_and_network_all_occur(self, starter: CommandLine) -> None:
        counts = starter.json("chain", "summary")["counts"]
        assert sum(counts.values()) >= 150
        assert all(counts[position] > 0 for position in ("point", "line", "network"))

    def test_a_trace_tells_class_links_and_steps(self, starter: CommandLine) -> None:
        trace = starter.json("chain", "trace", "case:chint-5g-factory")
        assert trace["position"] in {"point", "line", "network"}
        assert trace["steps"] or trace["position"] == "network"
        shown = starter.run("--lang", "zh", "chain", "trace", "case:chint-5g-factory").stdout
        assert any(word in shown for word in ("孤立点", "成线", "成网"))

    def test_products_and_enterprises_can_be_the_vertices(self, starter: CommandLine) -> None:
        products = starter.json("chain", "summary", "--over", "products")
        assert products["vertices"] == "Product"
        assert products["counts"]["network"] > 0
        assert starter.json("chain", "summary", "--over", "Enterprise")["vertices"] == "Enterprise"
        refused = starter.run("chain", "summary", "--over", "produkts", expect=1)
        assert "ONTOLOGY_UNKNOWN_CLASS" in refused.stderr

    def test_resilience_and_losses_are_told(self, starter: CommandLine) -> None:
        found = starter.json("chain", "resilience")
        assert [curve["attack"] for curve in found["curves"]] == [
            "random",
            "degree",
            "adaptive-degree",
            "betweenness",
        ]
        assert found["sources"]
        weakest = found["points"][0]["vertex"]
        lost = starter.json("chain", "resilience", weakest)
        assert len(lost["parted"]) == found["points"][0]["cut_off"]
        shown = starter.run("--lang", "zh", "chain", "resilience", "region:440000").stdout
        assert "断开的联结" in shown

    def test_history_tells_growth_joining_and_changes(self, starter: CommandLine) -> None:
        growth = starter.json("chain", "history")
        assert growth["dated_by"] == "startedOn"
        last = growth["points"][-1]["state"]
        changes = starter.json("chain", "since", "2024-06-30")
        assert changes["after"]["counts"] == last["counts"]
        first = changes["came"][0]
        assert starter.json("chain", "history", first)["since"] > "2024-06-30"
        refused = starter.run("chain", "since", "yesterday", expect=1)
        assert "CHAIN_UNKNOWN_DATE" in refused.stderr

    def test_an_unknown_use_case_names_the_nearest(self, starter: CommandLine) -> None:
        refused = starter.run("chain", "trace", "case:chint-5g-factroy", expect=1)
        assert "case:chint-5g-factory" in refused.stderr


class TestLook:
    @pytest.mark.parametrize("text", ["港", "港口", "Tianjin Port"])
    def test_search_finds_chinese_of_any_length_and_english(
        self, starter: CommandLine, text: str
    ) -> None:
        assert starter.json("search", text)

    def test_ports_are_found_by_their_everyday_name(self, starter: CommandLine) -> None:
        found = {hit["id"] for hit in starter.json("search", "智慧港口", "--type", "Industry")}
        assert {"industry:G5531", "industry:G5532"} <= found

    def test_show_names_the_source_of_each_field(self, starter: CommandLine) -> None:
        shown = starter.json("show", "std:3gpp-ts-23.501")
        assert set(shown["provenance"]) == set(shown["properties"])

    def test_hostile_text_is_plain_text(self, starter: CommandLine) -> None:
        for text in ("Robert'); DROP TABLE entities;--", "`}) DETACH DELETE n //", '"*^:('):
            starter.run("search", text)


class TestUsage:
    def test_wrong_usage_exits_with_2(self, starter: CommandLine) -> None:
        starter.run("import", expect=2)
        starter.run("nonsense", expect=2)

    def test_an_empty_store_says_what_to_do(self, tmp_path: Path) -> None:
        cli = command_line(tmp_path)
        cli.run("init")
        assert "pearlnet import --starter" in cli.run("search", "5G", expect=1).stderr

    def test_a_wrong_setting_is_named(self, tmp_path: Path) -> None:
        cli = command_line(tmp_path, PEARLNET_PORT="99999")
        assert "PEARLNET_PORT" in cli.run("doctor", expect=1).stderr

    def test_doctor_says_what_is_there(self, starter: CommandLine) -> None:
        assert {item["part"] for item in starter.json("doctor")} >= {"Python", "store", "ontology"}
