"""Chinese names: 行政区划 place, 字号 brand, 行业 trade, 组织形式 form, and all that bends this."""

import re

from ingest.resolution.naming.lexicon import Lexicon
from ingest.resolution.naming.parts import Name, Parts, name_of
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.plain import is_han, plain_han, sound

_BRACKETS = re.compile(r"\(([^()]*)\)")
_NUMERALS = "零〇一二三四五六七八九十百"
_DIGIT = {character: digit for digit, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMBER = re.compile(
    rf"第([{_NUMERALS}]+|\d+)|([{_NUMERALS}]+)(?=[厂局院所部建冶队号期处矿公分中小]|工厂)|(\d+)"
)
_ORDINAL = re.compile(rf"(?:第?[{_NUMERALS}]+|第?\d+)号?$")
_WITHIN = re.compile(r"(.{2,}?)(股份有限公司|有限责任公司|有限公司|股份公司|总公司)(.{2,})")
"""A company, and a part of it."""
_LONGEST = 6
_BRAND = 2
"""Few brands have a single character."""


def parse_han(text: str, lexicon: Lexicon, places: Places) -> Name | None:
    """The parts of a Chinese name; None if nothing is left of it in plain spelling."""
    plain = plain_han(text)
    parts = Parts()
    whole = plain.replace("(", "").replace(")", "")
    if not whole:
        return None
    open_ = _BRACKETS.sub(lambda found: _bracket(found[1], parts, lexicon, places), plain)
    open_ = open_.replace("(", "").replace(")", "") or whole
    parts.numbers.update(_number(found) for found in _NUMBER.finditer(whole))
    rest, place = _without_prefix(open_, parts, places)
    whole_company = _WITHIN.match(rest)
    if whole_company is not None:
        parts.forms.add(lexicon.forms[whole_company[2]])
        _read_tail(whole_company[3], parts, lexicon, places)
        rest = whole_company[1]
    core = _without_end(rest, 1 if place else _BRAND, parts, lexicon, places)
    brand = _brand(core, parts, lexicon)
    if place and _says_nothing(brand, lexicon):
        brand, core = place + brand, place + core
    return name_of(whole, core, brand, "".join(map(sound, brand)), parts, han=True)


def _bracket(content: str, parts: Parts, lexicon: Lexicon, places: Places) -> str:
    """What of a bracket stays in the name: neither places nor forms, nor a gloss in Latin."""
    if content in places.by_name:
        parts.inner |= places.by_name[content]
    elif content in lexicon.forms:
        parts.forms.add(lexicon.forms[content])
    elif content in lexicon.units:
        parts.units.add(lexicon.units[content])
    elif is_han(content):
        return content
    return ""


def _without_prefix(text: str, parts: Parts, places: Places) -> tuple[str, str]:
    """The name behind the places that it begins with, and those places."""
    start = 0
    while (size := _prefix_size(text, start, places)) > 0:
        parts.prefix |= places.by_name[text[start : start + size]]
        start += size
    return text[start:], text[:start]


def _prefix_size(text: str, start: int, places: Places) -> int:
    for size in range(min(places.longest[0], len(text) - start - 1), 1, -1):
        name = text[start : start + size]
        if name in places.by_name and name not in places.countries:
            return size
    return 0


def _read_tail(tail: str, parts: Parts, lexicon: Lexicon, places: Places) -> None:
    """What stands behind the form of a whole company: 第二分公司, 上海分公司, 销售部."""
    parts.tail.append(tail)
    at = 0
    while at < len(tail):
        for size in range(min(max(_LONGEST, places.longest[0]), len(tail) - at), 1, -1):
            word = tail[at : at + size]
            if word in lexicon.units:
                parts.units.add(lexicon.units[word])
            elif word in places.by_name and word not in places.countries:
                parts.inner |= places.by_name[word]
            else:
                continue
            at += size
            break
        else:
            at += 1
    if not parts.units:
        parts.units.add("part")


def _without_end(text: str, least: int, parts: Parts, lexicon: Lexicon, places: Places) -> str:
    """The name before forms, parts of an organization, and their places and numbers.

    ``least`` is how many characters must be left.
    """
    shorter = _cut_end(text, least, parts, lexicon, places)
    while shorter != text:
        text = shorter
        shorter = _cut_end(text, least, parts, lexicon, places)
    return text


def _cut_end(text: str, least: int, parts: Parts, lexicon: Lexicon, places: Places) -> str:
    longest = max(_LONGEST, places.longest[0])
    for size in range(min(longest, len(text) - least), 1, -1):
        end = text[-size:]
        if end in lexicon.forms:
            parts.forms.add(lexicon.forms[end])
            return text[:-size]
        if end in lexicon.units:
            parts.units.add(lexicon.units[end])
        elif end in places.by_name and end not in places.countries:
            parts.inner |= places.by_name[end]
        else:
            continue
        parts.tail.append(end)
        return text[:-size]
    ordinal = _ORDINAL.search(text) if parts.units else None
    if ordinal is None or ordinal.start() < least:
        return text
    parts.tail.append(ordinal[0])
    return text[: ordinal.start()]


def _brand(core: str, parts: Parts, lexicon: Lexicon) -> str:
    """What stands before the first common word; the words behind it go to the parts."""
    first = len(core)
    at = _BRAND * 2 if core[:_BRAND] in lexicon.fillers else _BRAND
    while at < len(core):
        size = _word_size(core, at, parts, lexicon)
        first = min(first, at) if size else first
        at += size or 1
    return core[:first]


def _word_size(core: str, at: int, parts: Parts, lexicon: Lexicon) -> int:
    for size in range(min(_LONGEST, len(core) - at), 1, -1):
        word = core[at : at + size]
        for words, found in (
            (lexicon.trades, parts.trades),
            (lexicon.fillers, parts.fillers),
            (lexicon.units, parts.units),
            (lexicon.forms, parts.forms),
        ):
            if word in words:
                found.add(words[word])
                return size
    return 0


def _says_nothing(brand: str, lexicon: Lexicon) -> bool:
    """Whether a brand is made of common words alone, as 电气 and 科技大学 are."""
    at = 0
    while at < len(brand):
        size = _word_size(brand, at, Parts(), lexicon)
        if not size:
            return len(brand) < _BRAND
        at += size
    return True


def _number(found: re.Match[str]) -> str:
    text = next(item for item in found.groups() if item)
    if text.isdigit():
        return str(int(text))
    if "十" not in text and "百" not in text:
        return str(int("".join(str(_DIGIT[item]) for item in text)))
    value = digit = 0
    for item in text:
        if item in _DIGIT:
            digit = _DIGIT[item]
        else:
            value += (digit or 1) * (10 if item == "十" else 100)
            digit = 0
    return str(value + digit)
