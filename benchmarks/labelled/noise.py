"""How names vary from record to record: abbreviated, reordered, mistyped, misread, reformatted."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from random import Random

from opencc import OpenCC

from benchmarks.labelled.organizations import Organization
from benchmarks.labelled.vocabulary import BRAND, GROUP, LOOKALIKES
from ingest.resolution.naming.plain import is_han, sound

Edit = Callable[[str, Random], str]

_FORM_ZH = re.compile("(?:股份|有限责任|有限|集团|总)*公司|集团")
_FORM_EN = re.compile(r",? (?:Group )?(?:Co\., Ltd\.?|Co\.|Limited|Group|Company)", re.IGNORECASE)
_FORMS = (
    ("", ""),
    ("公司", "Company"),
    ("有限责任公司", "Limited"),
    ("有限公司", "Company Limited"),
)
_GROUP_FORMS = (("集团", "Group"), ("集团公司", "Group Company"))
_WIDE = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in map(chr, range(0x21, 0x7F))}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHAPES = {"l": "1", "o": "0", "i": "l", "m": "rn", "e": "c", "h": "b", "t": "f", "g": "q"}
_SHORTER = {
    "Technology": "Tech",
    "Technologies": "Tech",
    "Electronics": "Electronic",
    "Communication": "Communications",
    "Industrial": "Industry",
    "International": "Intl",
    "Machinery": "Machine",
    "Devices": "Device",
}
_COMMON = [code.to_bytes(2, "big") for code in range(0xB0A1, 0xD7FA)]


def structural(item: Organization, kind: str, chance: Random) -> Organization:
    """The organization with its name put in another way: ``form``, ``place``, ``short``, ..."""
    return _STRUCTURAL[kind](item, chance)


def edited(text: str, kind: str, chance: Random) -> str:
    """The name with slips of that kind: ``typo``, ``homophone``, ``lookalike``, ``ocr``, ..."""
    edit = (_HAN_EDITS if is_han(text) else _LATIN_EDITS).get(kind)
    return edit(text, chance) if edit else text


def _form(item: Organization, chance: Random) -> Organization:
    form = chance.choice(_GROUP_FORMS if item.form == GROUP else _FORMS)
    if any(item.given):
        given = (_FORM_ZH.sub("", item.given[0]), _FORM_EN.sub("", item.given[1]))
        return replace(item, given=(given[0] + chance.choice(("", form[0])), given[1]))
    return replace(item, form=form)


def _place(item: Organization, chance: Random) -> Organization:
    others = [order for order in ("first", "brackets", "nowhere") if order != item.order]
    if chance.random() < 0.3 and item.order == "first":
        zh, en = item.city.name
        return replace(item, city=replace(item.city, name=(f"{zh}市", en)))
    return replace(item, order=chance.choice(others))


def _short(item: Organization, chance: Random) -> Organization:
    """Without form, filler and place: 海博电子."""
    if any(item.given):
        return _form(item, chance)
    form = _GROUP_FORMS[0] if item.kind == "other form" and item.form == GROUP else ("", "")
    return replace(item, form=form, filler=("", ""), order="nowhere")


def _brand(item: Organization, chance: Random) -> Organization:
    """The brand alone, where it means the whole."""
    short = _short(item, chance)
    return short if any(item.tail) or not item.aliases[0] else replace(short, trade=("", ""))


def _reorder(item: Organization, chance: Random) -> Organization:
    if item.filler[0] and chance.random() < 0.6:
        return replace(item, trade=item.filler, filler=item.trade)
    return replace(item, order="brackets" if item.order == "first" else "first")


_STRUCTURAL: Mapping[str, Callable[[Organization, Random], Organization]] = {
    "form": _form,
    "place": _place,
    "short": _short,
    "brand": _brand,
    "reorder": _reorder,
}
STRUCTURAL = tuple(_STRUCTURAL)


def _typo(text: str, chance: Random) -> str:
    at = chance.randrange(len(text) - 1)
    way = chance.choice(("wrong", "missing", "double", "swapped"))
    if way == "missing":
        return text[:at] + text[at + 1 :]
    if way == "double":
        return text[: at + 1] + text[at:]
    if way == "swapped":
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    other = chance.choice(BRAND if is_han(text) else _LETTERS)
    return text[:at] + other + text[at + 1 :]


def _homophone(text: str, chance: Random) -> str:
    return _replaced(text, chance, lambda item: _homophones().get(sound(item), ""))


def _lookalike(text: str, chance: Random) -> str:
    return _replaced(text, chance, lambda item: _lookalikes().get(item, ""))


def _ocr(text: str, chance: Random) -> str:
    text = _lookalike(_lookalike(text, chance), chance)
    at = chance.randrange(len(text))
    return text[:at] + chance.choice((" ", ".", "·", "", "-")) + text[at:]


def _format(text: str, chance: Random) -> str:
    way = chance.randrange(4)
    if way == 0:
        return str(_to_traditional().convert(text))
    if way == 1:
        return text.translate(_WIDE)
    if way == 2:
        return text.replace("（", "(").replace("）", ")") + " "
    at = chance.randrange(len(text))
    return text[:at] + " " + text[at:]


def _misread(text: str, chance: Random) -> str:
    places = [at for at, letter in enumerate(text) if letter in _SHAPES]
    for at in sorted(chance.sample(places, min(2, len(places))), reverse=True):
        text = text[:at] + _SHAPES[text[at]] + text[at + 1 :]
    return text


def _shorter_words(text: str, _chance: Random) -> str:
    words = [_SHORTER.get(word, word) for word in text.split()]
    return " ".join(words).replace(" and ", " & ")


def _reordered(text: str, chance: Random) -> str:
    words = text.split()
    at = chance.randrange(len(words))
    return " ".join((*words[at:], *words[:at]))


def _capitals(text: str, chance: Random) -> str:
    return chance.choice((text.upper(), text.lower(), text.replace(",", "").replace(".", "")))


_HAN_EDITS: Mapping[str, Edit] = {
    "typo": _typo,
    "homophone": _homophone,
    "lookalike": _lookalike,
    "ocr": _ocr,
    "format": _format,
}
_LATIN_EDITS: Mapping[str, Edit] = {
    "typo": _typo,
    "ocr": _misread,
    "lookalike": _misread,
    "homophone": _typo,
    "format": _capitals,
    "short": _shorter_words,
    "reorder": _reordered,
}
EDITS = tuple(_HAN_EDITS)


def _replaced(text: str, chance: Random, choices: Callable[[str], str]) -> str:
    """One character that has others to choose from, replaced; the text if there is none."""
    found = [(at, choices(item).replace(item, "")) for at, item in enumerate(text)]
    found = [(at, others) for at, others in found if others]
    if not found:
        return text
    at, others = chance.choice(found)
    return text[:at] + chance.choice(others) + text[at + 1 :]


@cache
def _homophones() -> Mapping[str, str]:
    """The common characters (GB 2312, level 1) by how they are read."""
    found: dict[str, str] = {}
    for code in _COMMON:
        if min(code) >= 0xA1 and code[1] <= 0xFE:
            character = code.decode("gb2312")
            found[sound(character)] = found.get(sound(character), "") + character
    return found


@cache
def _lookalikes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for group in LOOKALIKES:
        for character in group:
            found[character] = found.get(character, "") + group
    return found


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")
