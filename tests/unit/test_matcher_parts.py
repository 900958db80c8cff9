"""Tokens, fusion, name finding and the trained encoder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.encoder.corpus import read_corpus
from matcher.encoder.training import train
from matcher.fusion import K, fuse
from matcher.linking import Lexicon, lexicon_of
from matcher.retrieval.hierarchy import read_hierarchy
from matcher.tokens import lexical_tokens, readable
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

    @pytest.mark.parametrize(
        ("told", "plain"),
        [
            ("機器視覺質檢", "机器视觉质检"),
            ("５Ｇ　專網，ＡＧＶ", "5g 专网,agv"),
            ("著名品牌", "著名品牌"),
            ("half \ud83d a pair", "half ? a pair"),
        ],
    )
    def test_texts_are_read_in_one_spelling(self, told: str, plain: str) -> None:
        assert readable(told) == plain


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


def _lexicon() -> Lexicon:
    return lexicon_of(read_hierarchy(market(), core()))


class TestNames:
    def test_the_longest_name_hides_those_inside_it(self) -> None:
        found = _lexicon().find("我们要机器视觉质检")
        assert [entity.id for entity in found] == ["scenario:inspect"]

    def test_latin_names_stand_alone(self) -> None:
        lexicon = _lexicon()
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
