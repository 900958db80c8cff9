"""Indexes in files are opened and not built, and never used when stale, damaged or foreign."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from graph.memory import MemoryStore
from graph.port import GraphWriter
from graph.query import Query
from graph.records import Entity
from graph.sqlite import SqliteStore
from matcher import IndexHome, Matcher, UnknownSubject, upkeep
from matcher.candidates import SUPPLIES
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from matcher.retrieval import dense
from matcher.retrieval.segment import Segment, segment_of
from matcher.storage import base, files
from matcher.storage.files import Moment, Origin, UnusableIndex, open_base, save_base
from matcher.upkeep import Upkeep
from ontology.model import LANGUAGES
from pearlnet.cli.app import app
from pearlnet.settings import read_settings
from tests.matcher_world import core, encoder, market

ORIGIN = Origin("a store", "an encoder", "an ontology", "Supply", LANGUAGES)
MOMENT = Moment(3, 7, "3 created Supply supply:a")


class Spied(MemoryStore):
    """A store that notes how often all candidates are read."""

    builds = 0

    def scan(self, query: Query, batch: int = 5000) -> Iterator[Sequence[Entity]]:
        self.builds += query == Query(type="Supply", where=SUPPLIES.matchable)
        return super().scan(query, batch)


@pytest.fixture
def store() -> Spied:
    found = Spied()
    found._state = market()._state
    return found


def _home(folder: Path, name: str = "this store", *, server: bool = False) -> IndexHome:
    return IndexHome(folder, name, server)


def _upkeep(store: MemoryStore, home: IndexHome) -> Upkeep:
    return Upkeep(store, core(), encoder(), SUPPLIES, home)


def _put(store: MemoryStore, id: str, text: str) -> None:
    store.write(lambda w: w.upsert_entities([Entity(id, "Supply", {"name_zh": text})]))


class TestOpening:
    def test_what_was_built_is_opened(self, store: Spied, tmp_path: Path) -> None:
        first = Matcher(store, core(), encoder(), _home(tmp_path)).match_demand("demand:scratch")
        again = Matcher(store, core(), encoder(), _home(tmp_path)).match_demand("demand:scratch")
        assert again == first
        assert store.builds == 1

    def test_what_changed_since_is_taken_in(self, store: Spied, tmp_path: Path) -> None:
        _upkeep(store, _home(tmp_path)).view()
        _put(store, "supply:new", "划痕检测")
        state = _upkeep(store, _home(tmp_path)).state()
        assert (state.fault, state.candidates, state.behind) == (None, 3, 1)
        assert _upkeep(store, _home(tmp_path)).view().index.size == 4
        assert store.builds == 1

    def test_many_changes_are_written_to_files(
        self, store: Spied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(upkeep, "RECENT_AT_MOST", 2)
        kept = _upkeep(store, _home(tmp_path))
        kept.view()
        for number in range(3):
            _put(store, f"supply:{number}", "检测")
            kept.view()
        state = kept.state()
        assert (state.candidates, state.behind) == (6, 0)
        assert len([path for path in (tmp_path / "supply").iterdir() if path.is_dir()]) == 1
        assert store.builds == 1

    def test_a_server_renews_behind_the_questions(
        self, store: Spied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(upkeep, "RECENT_AT_MOST", 0)
        monkeypatch.setattr(upkeep, "BEHIND_FROM", 0)
        kept = _upkeep(store, _home(tmp_path, server=True))
        kept.view()
        _put(store, "supply:new", "检测")
        assert kept.view().index.size == 4
        until = time.monotonic() + 20
        while kept.state().candidates != 4 and time.monotonic() < until:
            time.sleep(0.01)
        assert kept.state().candidates == 4
        assert kept.view().index.size == 4


class TestUnusable:
    @pytest.mark.parametrize(
        "name",
        ["vectors.bin", "words.terms.bin", "grams.lists.rows.bin", "ids.json", "spoken.bin"],
    )
    @pytest.mark.parametrize("harm", ["a bit", "the end", "all of it"])
    def test_damage_is_noticed_and_mended(
        self, store: Spied, tmp_path: Path, name: str, harm: str
    ) -> None:
        wanted = Matcher(store, core(), encoder(), _home(tmp_path)).match_text("划痕检测")
        (path,) = (tmp_path / "supply").glob(f"*/{name}")
        content = path.read_bytes()
        if harm == "a bit":
            path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        elif harm == "the end":
            path.write_bytes(content[:-1])
        else:
            path.unlink()
        assert _upkeep(store, _home(tmp_path)).state().fault is not None
        answer = Matcher(store, core(), encoder(), _home(tmp_path)).match_text("划痕检测")
        assert answer == wanted
        assert store.builds == 2
        assert _upkeep(store, _home(tmp_path)).state().fault is None

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("manifest.json", "no json"),
            ("manifest.json", "{}"),
            ("manifest.json", '{"format": 1, "origin": {}, "files": {}}'),
            ("manifest.json", "[]"),
        ],
    )
    def test_a_manifest_that_says_nothing_is_no_index(
        self, store: Spied, tmp_path: Path, name: str, content: str
    ) -> None:
        _upkeep(store, _home(tmp_path)).view()
        (path,) = (tmp_path / "supply").glob(f"*/{name}")
        path.write_text(content, encoding="utf-8")
        assert _upkeep(store, _home(tmp_path)).state().fault is not None
        assert _upkeep(store, _home(tmp_path)).view().index.size == 3

    @pytest.mark.parametrize(
        ("origin", "message"),
        [
            (replace(ORIGIN, store="another"), "another store"),
            (replace(ORIGIN, encoder="another"), "another encoder"),
            (replace(ORIGIN, ontology="another"), "another ontology"),
            (replace(ORIGIN, side="Demand"), "another side"),
            (replace(ORIGIN, languages=("en",)), "another languages"),
        ],
    )
    def test_a_foreign_index_is_refused(self, tmp_path: Path, origin: Origin, message: str) -> None:
        save_base(tmp_path, _blocks(), ORIGIN, MOMENT)
        assert open_base(tmp_path, ORIGIN)[1] == MOMENT
        with pytest.raises(UnusableIndex, match=message):
            open_base(tmp_path, origin)

    def test_another_format_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        save_base(tmp_path, _blocks(), ORIGIN, MOMENT)
        monkeypatch.setattr(files, "FORMAT", 2)
        with pytest.raises(UnusableIndex, match="format 1, not 2"):
            open_base(tmp_path, ORIGIN)

    def test_vectors_never_meet_another_encoder(self, store: Spied, tmp_path: Path) -> None:
        _upkeep(store, _home(tmp_path)).view()
        other = train(read_corpus(store, core()), dimension=16)
        view = Upkeep(store, core(), other, SUPPLIES, _home(tmp_path)).view()
        assert view.index.base.segment.vectors.shape[1] == other.dimension
        assert store.builds == 2

    def test_a_store_that_went_back_in_time_is_noticed(self, store: Spied, tmp_path: Path) -> None:
        _put(store, "supply:new", "检测")
        _upkeep(store, _home(tmp_path)).view()
        earlier = _upkeep(market(), _home(tmp_path))
        assert "another story" in str(earlier.state().fault)
        assert earlier.view().index.row("supply:new") < 0

    def test_a_store_with_another_past_is_noticed(self, store: Spied, tmp_path: Path) -> None:
        other = market()
        _put(store, "supply:new", "检测")
        _put(other, "supply:other", "检测")
        _upkeep(store, _home(tmp_path)).view()
        assert "another story" in str(_upkeep(other, _home(tmp_path)).state().fault)
        assert _upkeep(other, _home(tmp_path)).view().index.row("supply:other") >= 0


class TestWriting:
    def test_a_broken_write_leaves_what_was_there(self, tmp_path: Path) -> None:
        save_base(tmp_path, _blocks(), ORIGIN, MOMENT)
        before = sorted(tmp_path.rglob("*"))

        def breaks() -> Iterator[Segment]:
            yield from _blocks()
            raise OSError("no space left")

        with pytest.raises(OSError, match="no space"):
            save_base(tmp_path, breaks(), ORIGIN, MOMENT)
        assert sorted(tmp_path.rglob("*")) == before
        assert open_base(tmp_path, ORIGIN)[1] == MOMENT

    def test_who_has_an_older_index_open_keeps_it(self, tmp_path: Path) -> None:
        older = save_base(tmp_path, _blocks(), ORIGIN, MOMENT)
        save_base(tmp_path, _blocks(), ORIGIN, MOMENT)
        assert older.segment.vectors.sum() == pytest.approx(
            open_base(tmp_path, ORIGIN)[0].segment.vectors.sum()
        )

    def test_many_vectors_are_searched_in_their_file(
        self, store: Spied, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(60):
            _put(store, f"supply:{number:02d}", f"检测 {number} 视觉 {number % 7}")
        exact = Matcher(store, core(), encoder()).match_text("视觉检测", first=60)
        monkeypatch.setattr(base, "EXACT_BELOW", 20)
        monkeypatch.setattr(dense, "EXACT_BELOW", 20)
        for _ in ("built", "opened"):
            found = Matcher(store, core(), encoder(), _home(tmp_path)).match_text("视觉检测", 60)
            assert found == exact
        assert list((tmp_path / "supply").glob("*/vectors.usearch"))

    def test_few_allowed_among_many_are_found_by_the_graph(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(base, "EXACT_BELOW", 20)
        monkeypatch.setattr(dense, "EXACT_BELOW", 5)
        chance = np.random.default_rng(3)
        vectors = chance.normal(size=(2_000, 16)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        allowed = np.zeros(2_000, dtype=bool)
        allowed[chance.choice(2_000, 30, replace=False)] = True
        graph = base.build_graph(vectors)
        rows = dense.nearest(vectors, graph, vectors[0], 30, allowed)
        assert sorted(rows.tolist()) == np.flatnonzero(allowed).tolist()

    def test_the_same_vectors_make_the_same_graph(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(base, "EXACT_BELOW", 20)
        vectors = np.random.default_rng(3).normal(size=(3_000, 16)).astype(np.float32)
        for name in ("one", "other"):
            graph = base.build_graph(vectors)
            assert graph is not None
            graph.save(str(tmp_path / name))
        assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def _blocks() -> Iterator[Segment]:
    yield segment_of((), encoder(), LANGUAGES)


def _copy(writer: GraphWriter) -> None:
    for entities in market().scan(Query()):
        writer.upsert_entities(entities)
    for relations in market().scan_relations():
        writer.upsert_relations(relations)


class TestCommand:
    @pytest.fixture
    def command(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CliRunner]:
        monkeypatch.setenv("PEARLNET_HOME", str(tmp_path))
        monkeypatch.setenv("PEARLNET_LANGUAGE", "zh")
        read_settings.cache_clear()
        with SqliteStore(read_settings().database) as store:
            store.apply_schema(core().graph_schema())
            store.write(_copy)
        runner = CliRunner()
        assert runner.invoke(app, ["model", "train"]).exit_code == 0
        yield runner
        read_settings.cache_clear()

    def test_indexes_are_shown_and_made_anew(self, command: CliRunner) -> None:
        assert "不可用" in command.invoke(app, ["index", "status"]).output
        built = json.loads(command.invoke(app, ["index", "rebuild", "--json"]).output)
        assert [(item["side"], item["candidates"]) for item in built] == [
            ("Demand", 2),
            ("Supply", 3),
        ]
        states = json.loads(command.invoke(app, ["index", "status", "--json"]).output)
        assert all(state["usable"] and not state["behind"] for state in states)

    def test_matches_can_be_narrowed(self, command: CliRunner) -> None:
        asked = ["match", "--text", "检测 搬运 排产", "--json"]
        found = json.loads(command.invoke(app, [*asked, "--provider", "ent:eye"]).output)
        assert [match["supply"] for match in found["matches"]] == ["supply:eye"]
        assert found["candidates"] == 1
        refused = command.invoke(app, [*asked, "--form", "boat"])
        assert refused.exit_code == 2
        assert "platform" in refused.output
        lost = command.invoke(app, [*asked, "--region", "region:none"])
        assert isinstance(lost.exception, UnknownSubject)
