"""The tokenizer of the default encoder: Han one by one, stems whole or in pieces."""

from collections import Counter
from collections.abc import Iterable

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

from matcher.tokens import ENDING

_UNKNOWN = "[UNK]"
_HAN = r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_WORDS_AT_LEAST = 2
_PIECES = 6000
_PIECE_LENGTHS = range(2, 7)


def build_tokenizer(texts: Iterable[str]) -> Tokenizer:
    """A tokenizer over the characters and words of the texts; the same texts give the same.

    Words that occur once, and words of queries that never occur, fall into pieces: the longest
    frequent beginning, then the longest frequent continuations.
    """
    words = _count_words(texts)
    characters = sorted({character for word in words for character in word})
    pieces: Counter[str] = Counter()
    for word, count in words.items():
        for length in _PIECE_LENGTHS:
            if length < len(word):
                pieces[word[:length]] += count
                pieces.update(
                    {
                        f"##{word[at : at + length]}": count
                        for at in range(1, len(word) - length + 1)
                    }
                )
    whole = sorted(word for word, count in words.items() if count >= _WORDS_AT_LEAST)
    frequent = sorted(pieces, key=lambda piece: (-pieces[piece], piece))[:_PIECES]
    ordered = dict.fromkeys(
        [
            _UNKNOWN,
            *characters,
            *(f"##{character}" for character in characters if character.isascii()),
            *whole,
            *frequent,
        ]
    )
    tokenizer = Tokenizer(
        models.WordPiece(
            {token: number for number, token in enumerate(ordered)},
            unk_token=_UNKNOWN,
            max_input_chars_per_word=64,
        )
    )
    tokenizer.add_special_tokens([AddedToken(_UNKNOWN, special=True)])
    tokenizer.normalizer = _normaliser()
    tokenizer.pre_tokenizer = _splitter()
    return tokenizer


def _normaliser() -> normalizers.Normalizer:
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(ENDING), ""),
        ]
    )


def _splitter() -> pre_tokenizers.PreTokenizer:
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_HAN), "isolated"),
            pre_tokenizers.Split(Regex(r"[\p{L}\p{N}]+"), "removed", invert=True),
        ]
    )


def _count_words(texts: Iterable[str]) -> Counter[str]:
    normaliser = _normaliser()
    splitter = _splitter()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word, _ in splitter.pre_tokenize_str(normaliser.normalize_str(text)))
    return counts
