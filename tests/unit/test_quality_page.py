"""The page: safe whatever the data hold, legible in light and dark, in both languages."""

import re
from html.parser import HTMLParser

import pytest

from graph.records import Entity
from ingest.quality import render
from ingest.quality.markup import _STYLE
from ingest.quality.wording import _WORDS
from tests.quality_world import QUALITY_WORLD, by, entity, quality, said

ATTACK = "</td><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e\x01"
HOSTILE = by(ATTACK)
CLAIMS = tuple(said("code", (ATTACK, HOSTILE), ("b", by("portal"))))
DISPUTED = Entity(ATTACK[:-1], "Company", {"code": ATTACK}, {"code": HOSTILE}, CLAIMS)


class Reader(HTMLParser):
    """Gathers the elements and the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_values_are_text_and_nothing_else(language: str) -> None:
    report = quality([DISPUTED, entity("c:2", code=ATTACK, colour=ATTACK)])
    page = Reader(render(report, QUALITY_WORLD, language))
    assert not page.elements & {"script", "img", "iframe", "link", "object"}
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not page.attributes & {"src", "href", "action"}
    assert any("<script>alert(1)</script>" in text for text in page.texts)
    assert not any("\x01" in text for text in page.texts)


def test_a_page_asks_nothing_of_any_other_address() -> None:
    page = render(quality([DISPUTED]), QUALITY_WORLD, "en")
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|@import|//", page)


@pytest.mark.parametrize(("language", "said_there"), [("zh", "完整度"), ("en", "completeness")])
def test_a_page_is_in_the_language_asked_for(language: str, said_there: str) -> None:
    page = render(quality([entity("c:1", name_zh="甲")]), QUALITY_WORLD, language)
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in page
    assert said_there in page


def test_every_word_is_there_in_both_languages() -> None:
    for chinese, english in _WORDS.values():
        assert chinese
        assert english
        assert not re.search(r"[\u4e00-\u9fff]", english.replace("示例", ""))


def test_an_empty_report_is_a_page_too() -> None:
    page = Reader(render(quality([]), QUALITY_WORLD, "en"))
    assert "table" not in page.elements
    assert page.texts.count("none") == 8


def test_a_restricted_value_is_not_on_the_page() -> None:
    claims = tuple(said("phone", ("13800000000", HOSTILE), ("13911111111", by("portal"))))
    secret = Entity("c:1", "Company", {"phone": "13800000000"}, {"phone": HOSTILE}, claims)
    page = render(quality([secret]), QUALITY_WORLD, "zh")
    assert "138" not in page
    assert "受限，不显示" in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "faint", "warn"])
@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_text_has_the_contrast_of_wcag_aa(scheme: str, ink: str, ground: str) -> None:
    light, dark = _STYLE.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--(\w+): (#\w{6})", light if scheme == "light" else dark))
    pair = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
    assert (pair[0] + 0.05) / (pair[1] + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_can_be_told_from_their_track(scheme: str) -> None:
    light, dark = _STYLE.split("prefers-color-scheme: dark")
    colours = dict(re.findall(r"--(\w+): (#\w{6})", light if scheme == "light" else dark))
    pair = sorted((_luminance(colours["bar"]), _luminance(colours["track"])), reverse=True)
    assert (pair[0] + 0.05) / (pair[1] + 0.05) >= 3


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
