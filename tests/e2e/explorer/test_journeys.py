"""Journeys of an analyst through the explorer, in both languages, as a person sees them."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.explorer.conftest import HOSTILE, Opener


def box(page: Page) -> Locator:
    """The one box for everything."""
    return page.get_by_role("search").get_by_role("combobox")


@pytest.mark.parametrize(
    ("language", "text", "name", "in_graph", "opened"),
    [
        ("zh", "天津港5G", "天津港5G智慧港口", "在图谱中查看", "落地场景"),
        ("en", "Tianjin Port 5G", "Tianjin Port 5G smart port", "Show in the graph", "realises"),
    ],
)
def test_from_a_search_to_a_record_to_the_graph(
    visit: Opener, language: str, text: str, name: str, in_graph: str, opened: str
) -> None:
    page = visit("", language)
    box(page).fill(text)
    page.get_by_role("option", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(page.locator(".relation", has_text=re.compile(opened, re.IGNORECASE))).to_be_visible()
    page.get_by_role("link", name=in_graph).click()
    relation = page.locator(".chosen-relations li", has_text=re.compile(opened, re.IGNORECASE))
    expect(relation).to_contain_text("2 / 2")
    page.get_by_role("tab").nth(1).click()
    shown = page.locator(".node-list li")
    expect(shown).to_have_count(8)
    page.get_by_role("button", name=re.compile(r"5G定位|5G positioning")).click()
    page.get_by_role("button", name=re.compile("^(展开|Open)$")).click()
    page.get_by_role("tab").nth(1).click()
    expect(shown.nth(9)).to_be_visible()


def test_one_han_character_is_enough(visit: Opener) -> None:
    page = visit("", "zh")
    box(page).fill("港")
    expect(page.get_by_role("option").first).to_contain_text("港")


def test_nothing_is_asked_while_a_word_is_composed(visit: Opener) -> None:
    page = visit("", "zh")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.post_data or ""))
    field = box(page)
    field.focus()
    field.dispatch_event("compositionstart")
    field.evaluate(
        """(box) => {
          box.value = "gang";
          box.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
        }"""
    )
    page.wait_for_timeout(400)
    assert not any("Suggest" in text for text in asked)
    field.evaluate(
        """(box) => {
          box.value = "港";
          box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "港" }));
        }"""
    )
    expect(page.get_by_role("option").first).to_contain_text("港")


def test_a_late_answer_does_not_take_the_place_of_a_newer(visit: Opener) -> None:
    page = visit()

    def slowly(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        if body["variables"].get("text") == "Tian":
            page.wait_for_timeout(900)
        route.continue_()

    page.route("**/graphql", slowly)
    field = box(page)
    field.fill("Tian")
    page.wait_for_timeout(250)
    field.fill("Manufacturing")
    page.wait_for_timeout(1500)
    expect(page.get_by_role("option").first).to_contain_text("anufactur")


def test_facets_narrow_and_stand_in_the_address(visit: Opener) -> None:
    page = visit("#/search?q=5G")
    standards = page.get_by_role("checkbox", name="Standard", exact=False).first
    before = page.locator(".found-head .count").inner_text()
    standards.check()
    expect(page.locator(".found-head .count")).not_to_have_text(before)
    narrowed = page.locator(".found-head .count").inner_text()
    assert "types=" in page.url
    page.reload()
    expect(page.locator(".found-head .count")).to_have_text(narrowed)
    expect(page.get_by_role("checkbox", name="Standard", exact=False).first).to_be_checked()


def test_switching_the_language_keeps_what_is_shown(visit: Opener) -> None:
    page = visit("#/search?q=5G&types=Enterprise", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("“5G”")
    count = page.locator(".hit").count()
    address = page.url
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("link", name="图谱浏览")).to_be_visible()
    expect(page.locator(".facet legend").first).to_have_text("类别")
    expect(page.locator(".hit")).to_have_count(count)
    assert page.url == address
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_switching_the_language_keeps_the_graph(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart", "zh")
    page.get_by_role("tab", name="列表").click()
    expect(page.locator(".node-list li")).to_have_count(8)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("tab", name="List")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".node-list li")).to_have_count(8)
    expect(page.locator(".node-list")).to_contain_text("Tianjin Port 5G smart port")


def test_names_that_are_markup_are_shown_as_text(visit: Opener) -> None:
    page = visit("#/entity/tech:hostile")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    field = box(page)
    field.fill("onerror")
    expect(page.get_by_role("option").first).to_contain_text(HOSTILE)
    field.press("Enter")
    expect(page.locator(".hit").first).to_contain_text(HOSTILE)
    page.goto(page.url.split("#")[0] + "#/graph/tech:hostile")
    page.get_by_role("tab", name="List").click()
    expect(page.locator(".node-list li").first).to_contain_text(HOSTILE)
    assert page.evaluate("window.harmed") is None
    assert page.locator("main img").count() == 0


def test_a_record_is_found_and_opened_by_keyboard_alone(visit: Opener) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    field = box(page)
    for _ in range(8):
        if field.evaluate("(box) => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Tianjin Port 5G")
    wanted = page.get_by_role("option", name="Tianjin Port 5G smart port")
    expect(wanted).to_be_visible()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        if wanted.get_attribute("aria-selected") == "true":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tianjin Port 5G smart port")


@pytest.mark.parametrize("address", ["#/entity/no:such", "#/graph/no:such", "#/nothing/here"])
def test_an_address_that_leads_nowhere_does_no_harm(visit: Opener, address: str) -> None:
    page = visit("", "en")
    page.goto(page.url.split("#")[0] + address)
    page.wait_for_timeout(300)
    expect(page.locator("main")).not_to_be_empty()


def test_the_whole_page_weighs_less_than_a_megabyte(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    page.evaluate("import('./explorer/libraries/charts.js')")
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').map((item) => item.encodedBodySize)"
    )
    assert 100_000 < sum(sizes) < 1_000_000
