"""Versions are kept whole, promoted when no worse, rolled back, and served without a restart."""

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from matcher import Matcher
from matcher.encoder.corpus import read_corpus
from matcher.encoder.port import Encoder
from matcher.encoder.training import train
from matcher.errors import InvalidModel, NoVersion, WorseModel
from matcher.evaluation.model import Evaluation, Report
from matcher.feedback.labels import Judgement
from matcher.fusion import Fusion, Isotonic, LearnedFusion, ReciprocalFusion, TreeScorer
from matcher.learning.learners import fit_trees
from matcher.registry import CurrentMatcher, Kept, Registry, Serving, Version, compare, training
from matcher.registry.training import Training, data_hash, evaluate_version, make_version
from tests.learning_world import examples, judged_market, linear, market_matcher
from tests.matcher_world import core, encoder

BARE = Version(
    id="",
    time="2026-01-01T00:00:00+00:00",
    encoder="static-0",
    kind="reciprocal",
    calibration="",
    threshold=None,
    data="",
    revision=1,
    illustrative=0,
    parameters={},
    code="0",
    note="",
)
NOW = Training("2026-07-01T00:00:00+00:00", "0.1.0", complete=True)


def report(*values: float) -> Report:
    """A report of which the rankings of some demands are all that is known."""
    by_demand = {f"d{number:02}": value for number, value in enumerate(values)}
    figures = Evaluation({}, by_demand)
    answered = dict.fromkeys(by_demand, "same")
    return Report(len(values), len(values), 0, 0, 0, figures, figures, {}, answered)


def kept(day: int = 1, fusion: Fusion | None = None, found: Report | None = None) -> Kept:
    version = replace(BARE, time=f"2026-01-{day:02}T00:00:00+00:00", encoder=encoder().name)
    return Kept(version, fusion or ReciprocalFusion(), found, ("d00",))


class TestKeeping:
    def test_a_version_is_read_back_as_it_was(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        known = examples(20)
        trees = fit_trees(known.inputs, known.answers, known.weight)
        steps = Isotonic((0.0, 1.0), (0.1, 0.9), 0.01)
        fusions: list[LearnedFusion] = [linear(), LearnedFusion(trees, steps, 0.4)]
        for number, fusion in enumerate(fusions):
            version = registry.add(kept(number + 1, fusion, report(0.5, 0.25)))
            found = registry.read(version.id)
            assert found.report == report(0.5, 0.25)
            assert found.taught == ("d00",)
            assert isinstance(found.fusion, LearnedFusion)
            np.testing.assert_array_equal(
                found.fusion.scorer.scores(known.inputs), fusion.scorer.scores(known.inputs)
            )
            assert found.fusion.calibration == fusion.calibration
        assert isinstance(fusions[-1].scorer, TreeScorer)
        assert len(registry.ids()) == 2

    @pytest.mark.parametrize("name", ["version.json", "fusion.json", "report.json"])
    def test_a_changed_byte_is_noticed(self, tmp_path: Path, name: str) -> None:
        registry = Registry(tmp_path)
        version = registry.add(kept(fusion=linear(), found=report(0.5)))
        path = tmp_path / "versions" / version.id / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
        with pytest.raises(InvalidModel, match=f"{name} was changed or damaged"):
            registry.read(version.id)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        version = registry.add(kept())
        (tmp_path / "versions" / version.id / "fusion.json").unlink()
        with pytest.raises(InvalidModel, match="No such file"):
            registry.read(version.id)

    def test_the_same_version_is_kept_once(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        assert registry.add(kept()) == registry.add(kept())
        assert len(list((tmp_path / "versions").iterdir())) == 1

    def test_a_version_is_found_by_its_beginning(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        version = registry.add(kept())
        assert registry.read(version.id[:6]).version == version
        with pytest.raises(NoVersion, match="there is no version 'v-x'"):
            registry.read("v-x")
        registry.add(kept(2))
        with pytest.raises(NoVersion, match="several begin with"):
            registry.read("v-")


class TestPromotion:
    def test_what_is_promoted_is_in_use_until_it_is_rolled_back(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        assert registry.current() is None
        first, second = registry.add(kept(1)), registry.add(kept(2))
        registry.promote(first.id)
        registry.promote(second.id)
        registry.promote(second.id)
        assert registry.history() == [first.id, second.id]
        assert registry.rollback() == registry.current() == first.id
        with pytest.raises(NoVersion, match="no version before"):
            registry.rollback()

    def test_a_worse_version_is_refused_unless_forced(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        good = registry.add(kept(1, found=report(*[0.8, 0.7] * 20)))
        bad = registry.add(kept(2, found=report(*[0.6, 0.6] * 20)))
        registry.promote(good.id)
        with pytest.raises(WorseModel, match=r"differs by -0\.150 .* over 40 demands"):
            registry.promote(bad.id)
        assert registry.current() == good.id
        registry.promote(bad.id, force=True)
        assert registry.current() == bad.id

    def test_one_that_may_be_worse_by_chance_is_not_refused(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        registry.promote(registry.add(kept(1, found=report(*[1.0, 0.0] * 20))).id)
        other = registry.add(kept(2, found=report(*[0.0, 0.95] * 20)))
        found = registry.promote(other.id).difference
        assert found is not None
        assert found.low < found.value < 0 < found.high

    def test_versions_of_other_demands_cannot_be_compared(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        registry.promote(registry.add(kept(1, found=report(0.5, 0.5))).id)
        anew = replace(report(0.9, 0.9), answered={"d00": "other", "d01": "other"})
        with pytest.raises(WorseModel, match="not judged on the same demands"):
            registry.promote(registry.add(kept(2, found=anew)).id)
        with pytest.raises(WorseModel, match="not judged on the same demands"):
            registry.promote(registry.add(kept(3)).id)

    def test_the_comparison_is_by_demand(self) -> None:
        found = compare(report(0.2, 0.9, 0.5), report(0.1, 0.8, 0.4))
        assert (found.demands, found.worse) == (3, False)
        assert found.difference is not None
        assert found.difference.low == pytest.approx(0.1)

    def test_a_pointer_that_says_nothing_is_refused_with_what_to_do(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        registry.promote(registry.add(kept()).id)
        for said in (b"", b"{", b'{"a": 1}', b"[1]"):
            registry.pointer.write_bytes(said)
            with pytest.raises(InvalidModel, match="remove it"):
                registry.current()


def promote_all(folder: Path, ids: Sequence[str]) -> None:
    for version in ids:
        Registry(folder).promote(version, force=True)


def test_processes_that_promote_at_once_all_count(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    ids = [registry.add(kept(day)).id for day in range(1, 13)]
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=promote_all, args=(tmp_path, ids[at::3])) for at in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert sorted(registry.history()) == sorted(ids)
    assert not list(tmp_path.glob(".current-*"))


class Opened:
    """Encoders by name, and how often each was loaded."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, name: str) -> Encoder:
        self.names.append(name)
        return encoder()


class TestServing:
    def test_a_promotion_is_taken_up_by_the_next_question(self, tmp_path: Path) -> None:
        registry, opened, made = Registry(tmp_path), Opened(), []
        serving = Serving(registry, opened)

        def make(model: Encoder) -> Matcher:
            made.append(model)
            return Matcher(judged_market()[0], core(), model)

        matcher = CurrentMatcher(serving, make)
        with pytest.raises(NoVersion, match="model train"):
            matcher.match_text("划痕")
        plain = registry.add(kept(1))
        learned = registry.add(kept(2, linear(threshold=0.4)))
        registry.promote(plain.id)
        before = matcher.match_text("外壳划痕检测")
        assert (before.version, before.threshold, before.confident) == (plain.id, None, False)
        registry.promote(learned.id)
        after = matcher.match_text("外壳划痕检测")
        assert (after.version, after.threshold) == (learned.id, 0.4)
        assert all(match.probability is not None for match in after.matches)
        registry.rollback()
        assert matcher.match_text("外壳划痕检测") == before
        assert len(opened.names) == len(made) == 1

    def test_another_encoder_takes_over_when_its_indexes_stand(self, tmp_path: Path) -> None:
        store, _ = judged_market()
        other = train(read_corpus(store, core()), dimension=16)
        known = {item.name: item for item in (encoder(), other)}
        registry, begun, finish = Registry(tmp_path), Event(), Event()

        def make(model: Encoder) -> Matcher:
            if model is other:
                begun.set()
                finish.wait(60)
            return Matcher(store, core(), model)

        matcher = CurrentMatcher(Serving(registry, known.__getitem__), make)
        first = registry.add(kept(1))
        registry.promote(first.id)
        assert matcher.match_text("外壳划痕检测").version == first.id
        second = registry.add(
            replace(kept(2), version=replace(kept(2).version, encoder=other.name))
        )
        registry.promote(second.id)
        assert matcher.match_text("外壳划痕检测").version == first.id
        assert begun.wait(60)
        assert matcher.match_text("外壳划痕检测").version == first.id
        finish.set()
        while matcher.match_text("外壳划痕检测").version == first.id:
            time.sleep(0.01)
        after = matcher.match_text("外壳划痕检测")
        assert (after.version, after.encoder) == (second.id, other.name)

    def test_nothing_is_read_again_while_nothing_is_promoted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        registry = Registry(tmp_path)
        registry.promote(registry.add(kept()).id)
        serving = Serving(registry, Opened())
        model = serving.now()
        monkeypatch.setattr(registry, "fusion", None)
        assert serving.now() is model

    def test_a_damaged_version_is_not_served(self, tmp_path: Path) -> None:
        registry = Registry(tmp_path)
        version = registry.add(kept())
        registry.promote(version.id)
        (tmp_path / "versions" / version.id / "fusion.json").write_text("{}")
        with pytest.raises(InvalidModel, match="rollback"):
            Serving(registry, Opened()).now()

    def test_a_damaged_version_that_is_promoted_does_not_stop_the_server(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        registry = Registry(tmp_path)
        good, bad = registry.add(kept(1)), registry.add(kept(2))
        registry.promote(good.id)
        serving = Serving(registry, Opened())
        assert serving.now().version == good.id
        registry.promote(bad.id)
        (tmp_path / "versions" / bad.id / "fusion.json").write_text("{}")
        assert serving.now().version == good.id
        assert serving.now().version == good.id
        assert [record.levelname for record in caplog.records] == ["ERROR"]


class TestTraining:
    def test_enough_judgements_teach_a_fusion_with_a_threshold(self, tmp_path: Path) -> None:
        store, judged = judged_market()
        made = make_version(store, market_matcher(), encoder(), judged, NOW)
        assert isinstance(made.fusion, LearnedFusion)
        assert made.version.kind in {"logistic", "lightgbm"}
        assert made.version.threshold == made.fusion.threshold
        assert made.version.data == data_hash(judged)
        assert made.report is not None
        assert made.report.demands == 60
        assert made.report.questions == 120
        assert made.report.model.figures["ECE"].value < 0.1
        version = Registry(tmp_path).add(made)
        assert Registry(tmp_path).read(version.id).report == made.report

    def test_few_judgements_leave_reciprocal_ranks_and_say_why(self) -> None:
        store, judged = judged_market()
        made = make_version(store, market_matcher(), encoder(), judged[:5], NOW)
        assert isinstance(made.fusion, ReciprocalFusion)
        assert "different demands are judged" in made.version.note
        assert made.report is not None
        assert made.report.model == made.report.reciprocal
        none = make_version(store, market_matcher(), encoder(), (), NOW)
        assert none.report is None
        assert "no demand was judged" in none.version.note

    def test_of_very_many_judged_demands_some_are_drawn(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(training, "DEMANDS_AT_MOST", 7)
        store, judged = judged_market()
        made = [make_version(store, market_matcher(), encoder(), judged, NOW) for _ in range(2)]
        assert made[0].report == made[1].report
        assert made[0].report is not None
        assert made[0].report.demands == 7

    def test_judgements_of_demands_that_are_gone_are_passed_over(self) -> None:
        store, _ = judged_market()
        gone = [Judgement("demand:none", "supply:00", answers=True, weight=1.0)]
        assert (
            "no demand was judged"
            in make_version(store, market_matcher(), encoder(), gone, NOW).version.note
        )

    def test_a_version_is_tried_on_demands_that_it_did_not_learn_from(self) -> None:
        store, judged = judged_market()
        taught = Kept(BARE, linear(), None, tuple(item.demand for item in judged[:58]))
        found = evaluate_version(store, market_matcher(), taught, judged, complete=True)
        assert found is not None
        assert found.demands == 2
        whole = replace(taught, taught=tuple(item.demand for item in judged))
        assert evaluate_version(store, market_matcher(), whole, judged) is None


def test_the_pointer_is_stamped_anew_by_each_promotion(tmp_path: Path) -> None:
    registry = Registry(tmp_path)
    stamps = set()
    for day in range(1, 5):
        registry.promote(registry.add(kept(day)).id)
        status = registry.pointer.stat()
        stamps.add((status.st_mtime_ns, status.st_ino, status.st_size))
        time.sleep(0.001)
    assert len(stamps) == 4


def test_answering_loads_no_library_of_learning(tmp_path: Path) -> None:
    version = Registry(tmp_path).add(kept(fusion=linear()))
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from matcher.registry import Registry\n"
        "from tests.learning_world import retrieved\n"
        f"fusion = Registry(Path({str(tmp_path)!r})).fusion({version.id!r})[1]\n"
        "assert fusion.rank(retrieved(), 5)[0].probability\n"
        "heavy = {'sklearn', 'lightgbm', 'ir_measures', 'pandas', 'matplotlib'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
