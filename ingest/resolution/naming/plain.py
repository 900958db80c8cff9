"""Text in one spelling: width, case and script (traditional or simplified) make no difference."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC
from pypinyin import Style, pinyin

_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_NARROWED = str.maketrans("【】〔〕［］[]「」『』", "()()()()()()")
_NOTHING = re.compile(r"[^\w()]|_")
_BETWEEN = re.compile(r"[^\w(),]+|_")
_LETTER_BY_LETTER = re.compile(r"\b(?:\w\.){2,}")


def is_han(text: str) -> bool:
    """Whether a Chinese character is in it."""
    return _HAN.search(text) is not None


def plain_han(text: str) -> str:
    """Simplified characters and small narrow letters, with round brackets and no other marks."""
    return _NOTHING.sub("", _to_simplified().convert(_narrow(text)))


def plain_latin(text: str) -> str:
    """Small letters without accents, words apart by one space, with round brackets and commas."""
    narrow = _LETTER_BY_LETTER.sub(lambda found: found[0].replace(".", ""), _narrow(text))
    if not narrow.isascii():
        apart = unicodedata.normalize("NFD", narrow)
        narrow = "".join(item for item in apart if not unicodedata.combining(item))
    return _BETWEEN.sub(" ", narrow.replace("'", "")).strip()


@cache
def sound(character: str) -> str:
    """How a character is read in pinyin, without its tone; others stand for themselves."""
    return pinyin(character, style=Style.NORMAL, errors=lambda other: other)[0][0]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_NARROWED)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")
