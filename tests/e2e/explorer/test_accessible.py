"""Each view is fit for everybody: axe finds nothing serious in either theme; phones are enough."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.e2e.explorer.conftest import Opener

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = {
    "catalogue": ("", ".catalogue li"),
    "search": ("#/search?q=5G", ".hit"),
    "demand": ("#/entity/demand:d001", ".entity-side .matches li"),
    "use case": ("#/entity/case:tianjin-port-smart", ".entity-side .position"),
    "graph, nothing yet": ("#/graph", ".graph-beginning li"),
    "graph": ("#/graph/industry:C", ".chosen-relations li"),
    "sign-in": ("#/sign-in", "#key"),
}
"""Each view's address, and what is there once it has loaded."""

PHONE: ViewportSize = {"width": 390, "height": 844}


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{item['id']}: {node['html']} {node.get('failureSummary', '')}"
        for item in found["violations"]
        if item["impact"] in {"serious", "critical"}
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious_and_a_phone_is_wide_enough(visit: Opener, view: str) -> None:
    address, loaded = VIEWS[view]
    page = visit(address, "zh")
    page.locator(loaded).first.wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="切换深色与浅色").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_panels_of_the_graph_are_sound_too(visit: Opener) -> None:
    page = visit("#/graph/industry:C")
    page.locator(".chosen-relations li").first.wait_for()
    for tab in ("List", "Filter", "Files"):
        page.get_by_role("tab", name=tab).click()
        assert violations(page) == [], tab
