"""The first letters of Chinese characters in pinyin, as headers of older databases use them.

GB 2312 orders its 3,755 common characters by pinyin, so that the code of a character tells the
letter that its reading begins with. Rarer characters are ordered by radical and stay unknown.
"""

from collections.abc import Sequence

_FIRST = (
    "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝",
    "abcdefghjklmnopqrstwxyz",
)
_LAST = 0xD7F9
_STARTS = [int.from_bytes(letter.encode("gb2312"), "big") for letter in _FIRST[0]]
_ALSO = {"行": "h", "长": "z", "重": "c", "调": "t", "传": "z", "参": "s", "给": "j"}
"""Characters in frequent words of headers that are read in two ways."""


def pinyin_initials(text: str) -> Sequence[str]:
    """For each character the letters that it may begin with; none if one is unknown."""
    found: list[str] = []
    for character in text:
        letters = _initial(character) + _ALSO.get(character, "")
        if not letters:
            return ()
        found.append(letters)
    return found


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _STARTS[0] <= code <= _LAST:
        return ""
    return _FIRST[1][sum(start <= code for start in _STARTS) - 1]
