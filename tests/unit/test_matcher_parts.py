"""Tokens, fusion, name finding and the trained encoder."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.candidates import SUPPLIES, read_candidates
from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from matcher.fusion import K, fuse
from matcher.linking import read_lexicon
from matcher.retrieval import CharacterRetriever, LexicalRetriever, NeighbourhoodRetriever
from matcher.tokens import character_grams, lexical_tokens
from tests.matcher_world import core, encoder, market


class TestTokens:
    def test_han_gives_characters_and_bigrams_and_words_stay_whole(self) -> None:
        assert lexical_tokens("5G专网 RedCap") == ["5g", "专", "网", "专网", "redcap"]

    def test_width_and_case_make_no_difference(self) -> None:
        assert lexical_tokens("ＲｅｄＣａｐ") == lexical_tokens("redcap")

    def test_english_words_lose_their_endings(self) -> None:
        assert lexical_tokens("inspecting parts") == lexical_tokens("inspects each part")
        assert lexical_tokens("gas is used at the class") == ["gas", "used", "class"]

    @given(st.text())
    def test_any_text_is_only_words(self, text: str) -> None:
        assert all(token.strip() for token in lexical_tokens(text))
        assert all(2 <= len(gram) <= 5 for gram in character_grams(text))


class TestFusion:
    def test_reciprocal_ranks_add_up_over_hits_by_the_strength_of_the_best(self) -> None:
        scores = {
            "a": np.array([0.5, 0.2, 0.0], dtype=np.float32),
            "b": np.array([0.0, 0.25, -1.0], dtype=np.float32),
        }
        fused = fuse(scores, ["x", "y", "z"], first=10)
        assert [item.row for item in fused] == [1, 0]
        assert fused[0].score == pytest.approx(0.5 / (K + 2) + 0.25 / (K + 1))
        assert fused[0].contributions == {"a": 0.5 / (K + 2), "b": 0.25 / (K + 1)}

    def test_a_chance_word_does_not_outvote_a_good_hit(self) -> None:
        scores = {
            "meaning": np.array([0.7, 0.3], dtype=np.float32),
            "words": np.array([0.0, 0.01], dtype=np.float32),
        }
        assert fuse(scores, ["x", "y"], first=1)[0].row == 0

    def test_ties_are_broken_by_id(self) -> None:
        scores = {"a": np.array([1.0, 1.0], dtype=np.float32)}
        assert [item.row for item in fuse(scores, ["b", "a"], first=2)] == [1, 0]

    def test_equal_hits_share_the_mean_of_their_places(self) -> None:
        scores = {"a": np.array([0.5, 1.0, 0.5, 0.5], dtype=np.float32)}
        fused = {item.row: item.score for item in fuse(scores, ["w", "x", "y", "z"], first=4)}
        assert fused[1] == pytest.approx(1 / (K + 1))
        assert fused[0] == fused[2] == fused[3] == pytest.approx(1 / (K + 3))


class TestRetrievers:
    def test_a_text_without_common_words_scores_nothing(self) -> None:
        texts = ["机器视觉检测", "无人搬运"]
        assert not LexicalRetriever(texts).scores("zzz 云").any()
        assert not CharacterRetriever(texts).scores("qqq").any()

    @given(st.text(alphabet="检测机器视觉搬运云端 abc", max_size=30))
    def test_every_score_is_at_most_one(self, text: str) -> None:
        texts = ["机器视觉检测 abc", "无人搬运", "", "检测 检测 检测 检测"]
        for retriever in (LexicalRetriever(texts), CharacterRetriever(texts)):
            scores = retriever.scores(text)
            assert scores.shape == (4,)
            assert 0 <= scores.min() <= scores.max() <= 1 + 1e-6

    def test_the_most_telling_shared_node_counts_and_not_how_many(self) -> None:
        candidates = read_candidates(market(), SUPPLIES)
        retriever = NeighbourhoodRetriever(candidates.shared)
        ids = [entity.id for entity in candidates.entities]
        two = retriever.scores({"tech:vision": 1.0, "scenario:inspect": 1.0, "tech:ai": 0.4})
        best, part, none = (two[ids.index(f"supply:{name}")] for name in ("eye", "cloud", "cart"))
        assert best == pytest.approx(1)
        assert part == pytest.approx(0.4)
        assert none == 0
        assert retriever.scores({"tech:vision": 1.0}).max() == best

    def test_the_same_text_has_cosine_one(self) -> None:
        assert CharacterRetriever(["scheduling", "检测"]).scores("scheduling")[0] == pytest.approx(
            1
        )

    def test_words_that_no_candidate_has_lower_the_likeness(self) -> None:
        retriever = CharacterRetriever(["5G 机器视觉检测", "无人搬运"])
        short, long = (retriever.scores(text)[0] for text in ("5G", "5G scheduling"))
        assert 0 < long < short

    def test_a_chance_likeness_is_no_hit(self) -> None:
        retriever = CharacterRetriever(
            ["采用AI与IO模块的数据采集终端", "面向多品种小批量产线的视觉检测", "园区能耗监测与优化"]
        )
        assert retriever.scores("AI").any()
        assert not retriever.scores("a mine without people").any()

    def test_information_content_is_minus_log_of_the_share(self) -> None:
        candidates = read_candidates(market(), SUPPLIES)
        retriever = NeighbourhoodRetriever(candidates.shared)
        assert retriever.content("tech:vision") == pytest.approx(math.log(3))
        assert retriever.content("tech:none") == 0.0

    def test_an_empty_corpus_answers_with_nothing(self) -> None:
        assert LexicalRetriever([""]).scores("检测").tolist() == [0.0]
        assert CharacterRetriever([""]).scores("检测").tolist() == [0.0]


class TestNames:
    def test_the_longest_name_hides_those_inside_it(self) -> None:
        found = read_lexicon(market()).find("我们要机器视觉质检")
        assert [entity.id for entity in found] == ["scenario:inspect"]

    def test_latin_names_stand_alone(self) -> None:
        lexicon = read_lexicon(market())
        assert [item.id for item in lexicon.find("with EDGE AI now")] == ["tech:ai"]
        assert not lexicon.find("xedge ain")


class TestEncoder:
    def test_vectors_have_length_one_or_nothing(self) -> None:
        vectors = encoder().encode(["机器视觉", "machine vision", "", "🙂"])
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 0], abs=1e-5)
        assert vectors.dtype == np.float32

    def test_training_is_reproducible_and_named_by_content(self) -> None:
        again = train(read_corpus(market(), core()), dimension=32)
        assert again.name == encoder().name
        assert train(read_corpus(market(), core()), dimension=16).name != encoder().name

    def test_the_two_languages_of_a_term_are_near(self) -> None:
        zh, en, other = encoder().encode(["机器视觉", "machine vision", "cloud scheduling"])
        assert float(zh @ en) > float(zh @ other)

    def test_demands_never_teach(self) -> None:
        corpus = read_corpus(market(), core())
        assert not any("划痕靠肉眼看" in text for text in corpus.documents)
        assert not any("划痕靠肉眼看" in text for pair in corpus.pairs for text in pair)
