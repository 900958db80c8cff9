"""Pictures: made as asked, in both languages, with the names in them, always the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from matplotlib import font_manager
from typer.testing import CliRunner

from graph.records import Entity, Relation
from graph.sqlite import SqliteStore
from pearlnet.bootstrap import open_ontology
from pearlnet.cli.app import app
from pearlnet.plots import CannotPlot, Canvas
from pearlnet.settings import read_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store with three cases in a triangle, one apart, and a chain with a break."""
    monkeypatch.setenv("PEARLNET_HOME", str(tmp_path))
    monkeypatch.delenv("NEO4J_URI", raising=False)
    read_settings.cache_clear()
    with SqliteStore(tmp_path / "graph.db") as store:
        store.apply_schema(open_ontology(read_settings()).graph_schema())
        cases = [
            Entity(f"case:{n}", "UseCase", {"name_zh": f"案例{n}", "startedOn": day})
            for n, day in enumerate(("2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"))
        ]
        others = [
            *(Entity(f"tech:{n}", "Technology", {"name_zh": f"技术{n}"}) for n in range(3)),
            Entity("scenario:s", "Scenario", {"name_zh": "场景"}),
            Entity("chain:c", "Chain", {"name_zh": "泵链", "name_en": "pump chain"}),
            Entity("stage:a", "Stage", {"name_zh": "铸造", "name_en": "casting"}),
            Entity("stage:b", "Stage", {"name_zh": "总装", "name_en": "assembly"}),
            Entity("ent:e", "Enterprise", {"name_zh": "甲厂"}),
        ]
        links = [
            Relation("usesTechnology", f"case:{case}", f"tech:{tech}")
            for case in range(3)
            for tech in range(3)
        ]
        links += [
            Relation("partOf", "stage:a", "chain:c"),
            Relation("partOf", "stage:b", "chain:c"),
            Relation("precedes", "stage:a", "stage:b"),
            Relation("serves", "ent:e", "stage:a"),
            *(Relation("realises", f"case:{case}", "scenario:s") for case in range(4)),
        ]
        refused = store.write(lambda writer: writer.upsert_entities([*cases, *others])).refused
        assert not refused, refused
        assert not store.write(lambda writer: writer.upsert_relations(links)).refused
    yield tmp_path
    read_settings.cache_clear()


def draw(file: Path, *command: str, language: str = "zh") -> str:
    """The words in the SVG that a command draws."""
    answer = CliRunner().invoke(
        app, ["--lang", language, *command, "--plot", str(file)], catch_exceptions=False
    )
    assert answer.exit_code == 0, answer.output
    root = ET.fromstring(file.read_bytes())
    return " ".join(item.text or "" for item in root.iter() if item.tag.endswith("text"))


def test_a_trace_shows_the_case_its_links_and_what_they_rest_on(home: Path) -> None:
    words = draw(home / "t.svg", "chain", "trace", "case:0")
    for name in ("案例0：成网", "案例1", "案例2", "技术0 +2"):
        assert name in words
    assert "案例3" not in words
    assert "in the network" in draw(home / "e.svg", "chain", "trace", "case:0", language="en")


def test_a_point_shows_the_step_that_would_help_most(home: Path) -> None:
    words = draw(home / "t.svg", "chain", "trace", "case:3")
    assert "孤立点" in words
    assert "最有帮助的一步" in words
    assert sum(f"案例{n}" in words for n in range(3)) == 3


def test_a_chain_shows_its_break(home: Path) -> None:
    words = draw(home / "c.svg", "chain", "completeness", "chain:c")
    for name in ("泵链", "C = 0.000", "铸造", "总装", "断点"):
        assert name in words
    assert "assembly break" in draw(
        home / "e.svg", "chain", "completeness", "chain:c", language="en"
    )


def test_robustness_and_history_have_their_curves(home: Path) -> None:
    words = draw(home / "r.svg", "chain", "resilience")
    for name in ("随机", "按连接数", "已移除的比例"):
        assert name in words
    assert "largest share S" in draw(home / "h.svg", "chain", "history", language="en")


def test_the_same_picture_is_the_same_bytes(home: Path) -> None:
    for file in ("a.svg", "b.svg"):
        draw(home / file, "chain", "trace", "case:0")
    assert (home / "a.svg").read_bytes() == (home / "b.svg").read_bytes()


def test_json_and_a_picture_go_together(home: Path) -> None:
    file = home / "x.svg"
    command = ["chain", "trace", "case:0", "--json", "--plot", str(file)]
    answer = CliRunner().invoke(app, command, catch_exceptions=False)
    assert json.loads(answer.output)["vertex"] == "case:0"
    assert file.exists()


@pytest.mark.usefixtures("home")
def test_another_suffix_is_refused_with_those_that_go(tmp_path: Path) -> None:
    with pytest.raises(CannotPlot, match=r"\.svg or \.png"):
        Canvas(tmp_path / "x.gif", "zh")


def test_a_png_without_chinese_letters_is_refused_and_not_drawn_as_boxes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    with (
        pytest.raises(CannotPlot, match="fonts-noto-cjk"),
        Canvas(tmp_path / "x.png", "zh").drawing(3, 2),
    ):
        pytest.fail("nothing is drawn")
    assert not (tmp_path / "x.png").exists()


def test_an_svg_needs_no_font_with_chinese_letters(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = [font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Sans"]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    assert "案例1" in draw(home / "t.svg", "chain", "trace", "case:0")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    canvas = Canvas(tmp_path / "nowhere" / "x.svg", "en")
    with pytest.raises(CannotPlot, match="cannot be written"), canvas.drawing(3, 2):
        pass


def test_the_map_shows_every_scenario_in_every_place(home: Path) -> None:
    with SqliteStore(home / "graph.db") as store:
        places = [
            Entity("region:r", "Region", {"name_zh": "全国", "name_en": "country"}),
            Entity("region:a", "Region", {"name_zh": "甲省", "name_en": "province A"}),
            Entity("region:b", "Region", {"name_zh": "乙省", "name_en": "province B"}),
            Entity("scenario:t", "Scenario", {"name_zh": "另一场景", "name_en": "another"}),
        ]
        links = [
            Relation("withinRegion", "region:a", "region:r"),
            Relation("withinRegion", "region:b", "region:r"),
            *(Relation("locatedIn", f"case:{case}", "region:a") for case in range(3)),
            Relation("locatedIn", "case:3", "region:b"),
            Relation("realises", "case:0", "scenario:t"),
        ]
        assert not store.write(lambda writer: writer.upsert_entities(places)).refused
        assert not store.write(lambda writer: writer.upsert_relations(links)).refused
    words = draw(home / "m.svg", "replicate", "--over", "region")
    for name in ("甲省", "乙省", "场景", "另一场景", "数据不足", "2/2 个场景"):
        assert name in words
    english = draw(home / "m.svg", "replicate", "--over", "region", language="en")
    assert "province A" in english
    assert "2 of 2 scenarios" in english
    assert "乙省" in draw(home / "o.svg", "replicate", "scenario:t")
