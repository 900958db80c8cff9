"""What each retriever says of a candidate, beside formulas worked out by hand or by a library."""

import math
from collections.abc import Sequence

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Entity
from matcher.encoder.static import StaticEncoder
from matcher.index import Index
from matcher.retrieval.dense import nearest
from matcher.retrieval.facets import Facets
from matcher.retrieval.hierarchy import Hierarchy
from matcher.retrieval.neighbourhood import Contents, Likeness, counted_holders, likeness
from matcher.retrieval.retrieved import Retrieved
from matcher.retrieval.segment import Described, segment_of
from matcher.storage.revision import fresh_index, memory_base
from matcher.tokens import lexical_tokens
from ontology.model import LANGUAGES
from tests.matcher_world import encoder

NO_FACETS = Facets(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty((0, 32), np.float32))


def index_of(
    texts: Sequence[str],
    nodes: Sequence[tuple[str, ...]] | None = None,
    hierarchy: Hierarchy | None = None,
) -> Index:
    """An index of texts; their ids are their numbers."""
    made: StaticEncoder = encoder()
    linked = nodes or [()] * len(texts)
    described = [
        Described(f"{number:03d}", {"zh": text}, linked[number], ())
        for number, text in enumerate(texts)
    ]
    base = memory_base(iter([segment_of(described, made, LANGUAGES)]))
    return fresh_index(base, hierarchy or Hierarchy((), {}), NO_FACETS, made)


def found(index: Index, text: str, **strengths: float) -> Retrieved:
    """What an index says of all its candidates."""
    return index.retrieve(text, strengths, also=index.base.segment.ids)


class TestWords:
    @given(st.text(alphabet="检测机器视觉搬运云 abc", max_size=30))
    def test_scores_are_those_of_bm25s_as_shares_of_the_most_possible(self, text: str) -> None:
        texts = ["机器视觉检测 abc", "无人搬运 云", "检测", "检测 检测 检测 检测 bca"]
        tokens = [lexical_tokens(item) for item in texts]
        asked = [item for item in lexical_tokens(text) if any(item in held for held in tokens)]
        scores = found(index_of(texts), text).column("bm25")
        if not asked:
            assert not scores.any()
            return
        peer = bm25s.BM25(method="lucene")
        peer.index(tokens, show_progress=False)
        rarities = [
            math.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
            for held in (sum(item in part for part in tokens) for item in lexical_tokens(text))
        ]
        assert scores == pytest.approx(peer.get_scores(asked) / sum(rarities), abs=1e-6)

    def test_a_text_without_common_words_scores_nothing(self) -> None:
        result = found(index_of(["机器视觉检测", "无人搬运"]), "zzz 云")
        assert not result.column("bm25").any()
        assert not result.column("characters").any()


class TestCharacters:
    @given(st.text(alphabet="检测机器视觉搬运云端 abc", max_size=30))
    def test_every_score_is_a_share(self, text: str) -> None:
        result = found(index_of(["机器视觉检测 abc", "无人搬运", "", "检测 检测 检测 检测"]), text)
        for name in ("bm25", "characters"):
            scores = result.column(name)
            assert 0 <= scores.min() <= scores.max() <= 1 + 1e-6

    def test_the_same_text_has_cosine_one(self) -> None:
        scores = found(index_of(["scheduling", "检测"]), "scheduling").column("characters")
        assert scores.tolist() == [pytest.approx(1), 0]

    def test_words_that_no_candidate_has_lower_the_likeness(self) -> None:
        index = index_of(["5G 机器视觉检测", "无人搬运"])
        short, long = (found(index, text).column("characters")[0] for text in ("5G", "5G xyz"))
        assert 0 < long < short

    def test_a_chance_likeness_is_no_hit(self) -> None:
        index = index_of(
            ["采用AI与IO模块的数据采集终端", "面向多品种小批量产线的视觉检测", "园区能耗监测与优化"]
        )
        assert found(index, "AI").column("characters").any()
        assert not found(index, "a mine without people").column("characters").any()


class TestDense:
    def test_the_allowed_are_found_however_far_down(self) -> None:
        vectors = np.eye(4, dtype=np.float32)
        allowed = np.array([False, True, False, True])
        assert nearest(vectors, None, vectors[0], 1, allowed).tolist() == [1]
        assert nearest(vectors, None, vectors[3], 9, allowed).tolist() == [1, 3]


def _tree() -> Hierarchy:
    ids = ("all", "eye", "eye:cheap", "eye:fast", "wheel")
    parents = {
        "eye": (("broaderTechnology", "all"),),
        "eye:cheap": (("broaderTechnology", "eye"),),
        "eye:fast": (("broaderTechnology", "eye"),),
        "wheel": (("broaderTechnology", "all"),),
    }
    return Hierarchy(tuple(Entity(item, "Technology") for item in ids), parents)


def _value(like: Likeness, id: str) -> float:
    return float(like.values[like.contents.hierarchy.places[id]])


class TestNeighbourhood:
    """Four candidates have cheap, fast, wheel and wheel."""

    LINKS = (("eye:cheap",), ("eye:fast",), ("wheel",), ("wheel",))

    def _contents(self) -> Contents:
        segment = index_of(["x"] * 4, self.LINKS).base.segment
        return Contents(_tree(), counted_holders(_tree(), segment.nodes), 4)

    def test_a_node_counts_what_it_includes(self) -> None:
        assert self._contents().holders.tolist() == [4, 2, 1, 1, 2]

    def test_a_shared_node_tells_by_its_rarity(self) -> None:
        like = likeness(self._contents(), {"eye:cheap": 1.0})
        assert _value(like, "eye:cheap") == pytest.approx(math.log(4) / math.log(4))
        like = likeness(self._contents(), {"wheel": 0.4})
        assert _value(like, "wheel") == pytest.approx(0.4 * math.log(2) / math.log(4))

    def test_what_only_a_wider_node_joins_is_shared_more_weakly(self) -> None:
        like = likeness(self._contents(), {"eye:cheap": 1.0})
        wider, lin = math.log(2), 2 * math.log(2) / (2 * math.log(4))
        assert _value(like, "eye:fast") == pytest.approx(wider / math.log(4) * lin)
        place = _tree().places["eye:fast"]
        assert _tree().entities[like.through[place]].id == "eye"

    def test_what_includes_everything_tells_nothing(self) -> None:
        like = likeness(self._contents(), {"eye:cheap": 1.0})
        assert _value(like, "wheel") == _value(like, "all") == 0

    def test_nodes_that_no_one_knows_are_passed_over(self) -> None:
        assert not likeness(self._contents(), {"stranger": 1.0}).values.any()

    def test_the_most_telling_node_counts_and_not_how_many(self) -> None:
        links = (("eye:cheap", "wheel"), ("eye:cheap",), ("wheel",), ())
        index = index_of(["x"] * 4, links, _tree())
        result = index.retrieve("x", {"eye:cheap": 1.0, "wheel": 1.0}, also=["003"])
        graph, total = result.column("graph"), result.column("technologies")
        assert graph[0] == graph[1] > 0
        assert graph[3] == 0
        assert total[0] > total[1]

    def test_a_circle_of_wider_nodes_ends(self) -> None:
        pair = (Entity("a", "Technology"), Entity("b", "Technology"))
        parents = {name: (("broaderTechnology", other),) for name, other in ("ab", "ba")}
        circle = Hierarchy(pair, parents)
        assert [item.tolist() for item in circle.above] == [[0, 1], [0, 1]]
        assert circle.way_up("a", "b") == (("broaderTechnology", "b"),)


class TestCut:
    def test_a_mask_applies_before_the_cut(self) -> None:
        index = index_of(["检测"] * 400)
        result = index.retrieve("检测", {}, allowed=index.among(["399", "nobody"]), first=1)
        assert result.ids == ("399",)
        assert result.candidates == 1

    def test_as_many_are_kept_as_are_asked_for(self) -> None:
        index = index_of(["检测"] * 400)
        assert len(index.retrieve("检测", {}, first=350).ids) == 350
        assert index.retrieve("检测", {}, first=10).ids == tuple(f"{n:03d}" for n in range(128))
