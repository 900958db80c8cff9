"""Texts as bags of terms, many texts at once: a term is a 32-bit hash of what it stands for.

Two terms of an index share a hash about once in a thousand where there are some millions of
them; nothing needs a table of all terms, so a new text costs what it has and no more. The hash is
a polynomial over code points modulo 2^64, with its bits mixed (Steele et al., OOPSLA 2014): sums
of a running total give every n-gram of a text at once.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matcher.tokens import STOPPED_STEMS, stemmed

Ints: TypeAlias = NDArray[np.int64]
Terms: TypeAlias = NDArray[np.uint32]

_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_OTHER, _WORD, _HAN = 0, 1, 2
_HAN_RANGES = ((0x3005, 0x3006), (0x3007, 0x3008), (0x3400, 0x4DC0), (0x4E00, 0xA000))
_HAN_COMPATIBILITY = (0xF900, 0xFB00)
_HAN_GRAMS, _WORD_GRAMS = range(2, 5), range(3, 6)
_MOST_COUNTED = 255
_LOW = 0 if sys.byteorder == "little" else 1
_TOGETHER = 1 << 19
"""Characters that are read in one go; more no longer fit the processor's cache."""


@dataclass(frozen=True, slots=True)
class Bags:
    """The terms of n texts, text by text.

    Attributes:
        starts: Where each text's terms begin, and where the last one's end; shape (n + 1,).
        terms: Each text's terms once, ascending; shape (m,).
        counts: How often each stands in its text, at most 255; uint8, shape (m,).
        sizes: Terms of each text with their repetitions, int32, shape (n,).
    """

    starts: Ints
    terms: Terms
    counts: NDArray[np.uint8]
    sizes: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.sizes)

    def of(self, rows: Ints) -> tuple[Ints, Terms, NDArray[np.uint8]]:
        """The entries of some rows: position in ``rows``, term and count, each of shape (k,)."""
        starts, ends = self.starts[rows], self.starts[rows + 1]
        owners = np.repeat(np.arange(len(rows)), ends - starts)
        spans = [slice(*span) for span in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not spans:
            return owners, np.empty(0, np.uint32), np.empty(0, np.uint8)
        terms = np.concatenate([self.terms[span] for span in spans])
        return owners, terms, np.concatenate([self.counts[span] for span in spans])

    def holding(self, rows: Ints, wanted: Terms) -> tuple[Ints, Ints, NDArray[np.uint8]]:
        """The entries of some rows that are among some terms.

        Args:
            rows: Which.
            wanted: Ascending, each once.

        Returns:
            Position in ``rows``, place in ``wanted``, and count, each of shape (k,).
        """
        starts, ends = self.starts[rows], self.starts[rows + 1]
        upto = np.cumsum(ends - starts)
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        terms = np.concatenate(
            [np.empty(0, np.uint32), *(self.terms[start:end] for start, end in spans)]
        )
        perhaps = np.zeros(1 << 16, dtype=bool)  # most entries are none, and a look here is cheap
        perhaps[wanted & 0xFFFF] = True
        found = np.flatnonzero(perhaps[terms.view(np.uint16)[_LOW::2]])
        terms = terms[found]
        places = np.minimum(np.searchsorted(wanted, terms), max(len(wanted) - 1, 0))
        equal = wanted[places] == terms if len(wanted) else np.zeros(0, dtype=bool)
        found, places = found[equal], places[equal]
        owners = np.searchsorted(upto, found, "right")
        return owners, places, self.counts[found - upto[owners] + ends[owners]]


def word_bags(texts: Sequence[str]) -> Bags:
    """The words of readable texts, as ``lexical_tokens`` defines them."""
    return joined([_word_block(block) for block in _blocks([stemmed(text) for text in texts])])


def gram_bags(texts: Sequence[str]) -> Bags:
    """The character n-grams of readable texts: 2 to 4 of Han runs, 3 to 5 of other words.

    A word's begin and end count as a character.
    """
    return joined([_gram_block(block) for block in _blocks(texts)])


def name_bags(names: Sequence[Sequence[str]]) -> Bags:
    """Bags of whole strings, such as ids."""
    sizes = np.array([len(item) for item in names], dtype=np.int64)
    owners = np.repeat(np.arange(len(names)), sizes)
    return _counted(owners, name_terms([name for item in names for name in item]), len(names))


def name_terms(names: Sequence[str]) -> Terms:
    """The terms of whole strings, in their order."""
    codes, ends = _codes(names)
    totals = _totals(codes)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    return _hashes(totals, starts, ends)


def joined(parts: Sequence[Bags]) -> Bags:
    """Bags one after the other."""
    if len(parts) == 1:
        return parts[0]
    ends = np.cumsum([0, *(len(part.terms) for part in parts)])
    return Bags(
        np.concatenate(
            [[0], *(part.starts[1:] + end for part, end in zip(parts, ends, strict=False))]
        ).astype(np.int64),
        np.concatenate([np.empty(0, np.uint32), *(part.terms for part in parts)]),
        np.concatenate([np.empty(0, np.uint8), *(part.counts for part in parts)]),
        np.concatenate([np.empty(0, np.int32), *(part.sizes for part in parts)]),
    )


def picked(bags: Bags, rows: Ints) -> Bags:
    """Some rows of bags, in that order."""
    _, terms, counts = bags.of(rows)
    lengths = bags.starts[rows + 1] - bags.starts[rows]
    return Bags(np.concatenate(([0], np.cumsum(lengths))), terms, counts, bags.sizes[rows])


def _blocks(texts: Sequence[str]) -> Iterable[Sequence[str]]:
    block: list[str] = []
    size = 0
    for text in texts:
        block.append(text)
        size += len(text) + 1
        if size >= _TOGETHER:
            yield block
            block, size = [], 0
    if block:
        yield block


def _word_block(texts: Sequence[str]) -> Bags:
    codes, ends = _codes(texts)
    kinds, totals = _kinds(codes), _totals(codes)
    han = kinds == _HAN
    single = np.flatnonzero(han & ~np.isin(codes, _stopped_characters()))
    double = np.flatnonzero(han[:-1] & han[1:])
    word = np.concatenate(([False], kinds == _WORD, [False]))
    starts = np.flatnonzero(word[1:] & ~word[:-1])
    stops = np.flatnonzero(word[:-1] & ~word[1:])
    words = _hashes(totals, starts, stops)
    spoken = ~np.isin(words, _stopped_terms())
    places = np.concatenate((single, double, starts[spoken]))
    terms = np.concatenate(
        (
            _hashes(totals, single, single + 1),
            _hashes(totals, double, double + 2),
            words[spoken],
        )
    )
    return _counted(np.searchsorted(ends, places), terms, len(texts))


def _gram_block(texts: Sequence[str]) -> Bags:
    codes, ends = _codes(texts)
    codes, ends, kinds = _parted(codes, ends)
    totals = _totals(codes)
    han, word = _reach(kinds == _HAN), _reach(kinds == _WORD)
    places, terms = [], []
    for length in _HAN_GRAMS:
        found = np.flatnonzero(han >= length)
        places.append(found)
        terms.append(_hashes(totals, found, found + length))
    for length in _WORD_GRAMS:
        found = np.flatnonzero(word[1:] >= length - 2)
        found = found[found + length <= len(codes)]
        places.append(found + 1)  # the blank before may be the end of the text before
        terms.append(_hashes(totals, found, found + length))
    owners = np.searchsorted(ends, np.concatenate(places))
    return _counted(owners, np.concatenate(terms), len(texts))


def _parted(codes: Ints, ends: Ints) -> tuple[Ints, Ints, NDArray[np.uint8]]:
    """Codes with a blank before, after and between words and Han, and nothing else than blanks."""
    kinds = _kinds(codes)
    meets = (kinds[1:] != kinds[:-1]) & (kinds[1:] != _OTHER) & (kinds[:-1] != _OTHER)
    between = np.concatenate(([0], np.flatnonzero(meets) + 1))
    moved = ends + np.searchsorted(between, ends, side="right")
    codes = np.insert(codes, between, ord(" "))
    kinds = np.insert(kinds, between, _OTHER)
    codes[kinds == _OTHER] = ord(" ")
    return codes, moved, kinds


def _codes(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Code points of all texts, each closed by a line feed, and where those stand."""
    whole = "".join(f"{text}\n" for text in texts)
    codes = np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    return codes, np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1


def _kinds(codes: Ints) -> NDArray[np.uint8]:
    table = _kind_table()
    kinds = table[np.minimum(codes, len(table) - 1)]
    for place in np.flatnonzero(codes >= len(table)).tolist():
        kinds[place] = _WORD if chr(codes[place]).isalnum() else _OTHER
    return kinds


@cache
def _kind_table() -> NDArray[np.uint8]:
    """Kinds of the characters of the basic plane."""
    kinds = np.array([chr(code).isalnum() for code in range(1 << 16)], dtype=np.uint8)
    for start, stop in (*_HAN_RANGES, _HAN_COMPATIBILITY):
        kinds[start:stop] = _HAN
    return kinds


@cache
def _stopped_characters() -> Ints:
    return np.array(sorted(ord(item) for item in STOPPED_STEMS if len(item) == 1), dtype=np.int64)


@cache
def _stopped_terms() -> Terms:
    return np.sort(name_terms(sorted(STOPPED_STEMS)))


def _reach(inside: NDArray[np.bool_]) -> Ints:
    """For each place how many places from there on lie inside."""
    places = np.arange(len(inside))
    outside = np.where(inside, len(inside), places)
    return np.minimum.accumulate(outside[::-1])[::-1] - places


@cache
def _powers(size: int, base: int) -> NDArray[np.uint64]:
    factors = np.full(size, base, dtype=np.uint64)
    factors[:1] = 1
    return np.multiply.accumulate(factors)


def _totals(codes: Ints) -> NDArray[np.uint64]:
    """Running totals of the polynomial, shape (n + 1,)."""
    totals = np.zeros(len(codes) + 1, dtype=np.uint64)
    powers = _powers(_rounded(len(codes)), _BASE)[: len(codes)]
    np.cumsum(codes.astype(np.uint64) * powers, out=totals[1:])
    return totals


def _hashes(totals: NDArray[np.uint64], starts: Ints, ends: Ints) -> Terms:
    shifts = _powers(_rounded(len(totals)), _INVERSE)[starts]
    mixed = (totals[ends] - totals[starts]) * shifts
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(32)).astype(np.uint32)


def _rounded(size: int) -> int:
    """The next power of two, so that few tables of powers are kept."""
    return 1 << max(size - 1, 1).bit_length()


def _counted(owners: Ints, terms: Terms, size: int) -> Bags:
    keys = np.sort((owners.astype(np.uint64) << np.uint64(32)) | terms.astype(np.uint64))
    first = np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]
    places = np.flatnonzero(first)
    counts = np.diff(np.append(places, len(keys)))
    kept = keys[places]
    rows = (kept >> np.uint64(32)).astype(np.int64)
    return Bags(
        np.searchsorted(rows, np.arange(size + 1)),
        (kept & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        np.minimum(counts, _MOST_COUNTED).astype(np.uint8),
        np.bincount(owners, minlength=size).astype(np.int32),
    )
