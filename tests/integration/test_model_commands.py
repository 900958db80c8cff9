"""``pearlnet model`` and ``pearlnet feedback``, as they are typed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph.sqlite import SqliteStore
from matcher.feedback import read_pairs, write_pairs
from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests.learning_world import judged_market
from tests.matcher_world import core


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The judged market in SQLite, its judgements as a table, and two versions of the model."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEARLNET_HOME", str(folder))
        patch.delenv("NEO4J_URI", raising=False)
        read_settings.cache_clear()
        market, judged = judged_market()
        entities = [entity for batch in market.scan(_everything()) for entity in batch]
        with SqliteStore(folder / "graph.db") as store:
            store.apply_schema(core().graph_schema())
            store.write(lambda writer: writer.upsert_entities(entities))
        with (folder / "pairs.csv").open("w", encoding="utf-8") as file:
            write_pairs(file, judged)
        said("model", "train")
        said("model", "train", "--judged", str(folder / "pairs.csv"), "--complete", "--promote")
        yield folder
    read_settings.cache_clear()


def said(*command: str, expect: int = 0, language: str = "en") -> str:
    answer = CliRunner().invoke(app, ["--lang", language, *command], catch_exceptions=True)
    assert answer.exit_code == expect, (answer.output, answer.exception)
    return answer.output


def told(*command: str) -> Any:
    return json.loads(said(*command, "--json"))


def _everything() -> Any:
    from graph.query import Query

    return Query()


def test_versions_are_listed_with_what_they_can_do(home: Path) -> None:
    plain, learned = told("model", "list")[:2]
    assert (plain["kind"], plain["in_use"], plain["demands"]) == ("reciprocal", False, 0)
    assert (learned["in_use"], learned["demands"]) == (True, 60)
    assert learned["kind"] != "reciprocal"
    assert 0 < learned["figures"]["nDCG@10"]["low"] <= learned["figures"]["nDCG@10"]["high"] <= 1
    assert learned["id"] in said("model", "list")


def test_a_match_that_is_likely_enough_is_confident(home: Path) -> None:
    found = told("match", "demand", "demand:07")
    assert found["confident"]
    assert found["matches"][0]["probability"] >= found["threshold"]
    assert "No confident match" not in said("match", "demand", "demand:07")


def test_where_a_promise_cannot_be_kept_no_match_is_confident(home: Path) -> None:
    judged = ("--judged", str(home / "pairs.csv"), "--complete")
    careful = told("model", "train", *judged, "--precision", "0.99")
    assert not careful["in_use"]
    told("model", "promote", careful["id"], "--force")
    found = told("match", "demand", "demand:07")
    assert (found["threshold"], found["confident"]) == (1.0, False)
    shown = said("match", "demand", "demand:07", language="zh")
    assert "暂无可靠匹配" in shown
    assert "所缺" in shown
    told("model", "rollback")


def test_an_evaluation_shows_figures_reliability_and_coverage(home: Path) -> None:
    shown = said("model", "evaluate", "--out", str(home / "plots"))
    for word in ("nDCG@10", "ECE", "reliability", "coverage against accuracy", "95% low"):
        assert word in shown
    assert sorted(path.name for path in (home / "plots").iterdir()) == [
        "coverage.svg",
        "reliability.svg",
    ]
    assert "可信" in said("model", "evaluate", language="zh")


def test_show_says_how_a_version_was_made(home: Path) -> None:
    found = told("model", "show")
    assert found["parameters"]["complete"] is True
    assert found["encoder"].startswith("static-")
    assert found["demands_taught"] == 60


def test_a_version_goes_into_use_and_back(home: Path) -> None:
    plain, learned = (item["id"] for item in told("model", "list")[:2])
    refused = CliRunner().invoke(app, ["model", "promote", plain])
    assert "not judged on the same demands" in str(refused.exception)
    assert told("model", "promote", plain, "--force") == {"version": plain}
    assert "no probabilities" in said("match", "demand", "demand:07")
    assert told("model", "rollback") == {"version": learned}
    compared = told("model", "compare", learned, learned)
    assert (compared["demands"], compared["worse"]) == (60, False)
    assert "cannot be compared" in said("model", "compare", plain)


def test_a_damaged_version_is_listed_as_such_and_cannot_be_promoted(home: Path) -> None:
    plain = told("model", "list")[0]["id"]
    path = home / "models" / "versions" / plain / "report.json"
    whole = path.read_bytes()
    path.write_bytes(whole + b" ")
    listed = told("model", "list")
    assert "changed or damaged" in listed[-1]["damaged"]
    assert listed[-1]["id"] == plain
    refused = CliRunner().invoke(app, ["model", "promote", plain, "--force"])
    assert "changed or damaged" in str(refused.exception)
    path.write_bytes(whole)


def test_feedback_is_given_shown_and_exported(home: Path, tmp_path: Path) -> None:
    assert "nobody said" in said("feedback", "demand:03", "supply:03")
    given = ("feedback", "demand:03", "supply:03")
    said(*given, "--verdict", "accepted", "--by", "李工", "--reason", "看得清")
    said(*given, "--verdict", "contracted", "--by", "李工")
    first, second = told(*given)
    assert (first["verdict"], second["verdict"]) == ("accepted", "contracted")
    assert first["model"] == told("model", "show")["id"]
    assert 0 < first["probability"] < 1
    assert "已签约" in said(*given, language="zh")
    path = tmp_path / "pairs.csv"
    path.write_text(said("model", "pairs"), encoding="utf-8")
    (pair,) = read_pairs(path)
    assert (pair.demand, pair.supply, pair.answers, pair.weight) == (
        "demand:03",
        "supply:03",
        True,
        1,
    )


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (("model", "show", "v-none"), "there is no version"),
        (
            ("feedback", "demand:none", "supply:03", "--verdict", "accepted"),
            "not the id of a Demand",
        ),
        (("model", "train", "--judged", "none.csv"), "none.csv"),
    ],
)
def test_what_cannot_be_done_says_so(home: Path, command: tuple[str, ...], wanted: str) -> None:
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 1
    assert wanted in str(answer.exception)
