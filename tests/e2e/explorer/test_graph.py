"""The graph browser: opening by count, ways, filters, hiding, kept views, exports."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

from playwright.sync_api import Locator, Page, expect

from tests.e2e.explorer.conftest import Opener, Server

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def rows(page: Page) -> Locator:
    """The list of what is shown."""
    page.get_by_role("tab", name="List").click()
    return page.locator(".node-list li")


def relation(page: Page, name: str) -> Locator:
    """A relation of what is chosen, with its counts and its button."""
    page.get_by_role("tab", name="Chosen").click()
    return page.locator(".chosen-relations li", has_text=re.compile(name, re.IGNORECASE))


def test_what_has_very_many_relations_opens_as_counts(visit: Opener, server: Server) -> None:
    (found,) = server.ask('{ relationCounts(ids: ["region:CN"]) { counts { field count } } }')[
        "relationCounts"
    ]
    within = {item["field"]: item["count"] for item in found["counts"]}["containsRegion"]
    page = visit("#/graph/region:CN")
    line = relation(page, "contains")
    expect(line).to_contain_text(f"0 / {within}")
    line.get_by_role("button").click()
    expect(line).to_contain_text(f"{min(within, 50)} / {within}")
    expect(rows(page).nth(20)).to_be_visible()


def test_a_graph_comes_back_from_its_address(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.get_by_role("button", name=re.compile(r"^Tianjin Port\s*, Enterprise")).click()
    page.get_by_role("button", name="Hide").click()
    expect(rows(page)).to_have_count(7)
    page.reload()
    expect(rows(page)).to_have_count(7)
    page.get_by_role("button", name="Show 1 hidden").click()
    expect(rows(page)).to_have_count(8)


def test_collapsing_takes_back_what_opening_brought(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.get_by_role("button", name=re.compile(r"^Tianjin\s*, Region")).click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(rows(page).nth(8)).to_be_visible()
    page.get_by_role("tab", name="Chosen").click()
    page.get_by_role("button", name="Collapse").click()
    expect(rows(page)).to_have_count(8)


def test_the_way_between_two_is_found_and_told(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.get_by_role("tab", name="Chosen").click()
    field = page.get_by_role("combobox", name="The other record")
    field.fill("Manufacturing")
    page.get_by_role("option", name=re.compile("^Manufacturing Industry$")).click()
    expect(page.locator("#graph-tab [role=status]")).to_contain_text("shortest paths were found")
    expect(rows(page).filter(has_text="Manufacturing")).to_have_count(1)
    page.reload()
    expect(rows(page).filter(has_text="Manufacturing")).to_have_count(1)


def test_filters_by_class_relation_source_and_date(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.get_by_role("tab", name="Filter").click()
    page.get_by_role("checkbox", name=re.compile("Technology")).uncheck()
    expect(rows(page)).to_have_count(6)
    page.get_by_role("tab", name="Filter").click()
    assert page.get_by_role("checkbox", name=re.compile("realises")).is_checked()
    page.get_by_label("To", exact=True).fill("2000-01-01")
    page.get_by_label("To", exact=True).blur()
    expect(rows(page)).to_have_count(0)
    page.get_by_role("tab", name="Filter").click()
    page.get_by_role("button", name="Show everything").click()
    expect(rows(page)).to_have_count(8)
    page.get_by_role("tab", name="Filter").click()
    page.get_by_role("checkbox", name=re.compile("founding paper")).uncheck()
    assert rows(page).count() < 8


def test_the_lasso_chooses_what_it_surrounds(visit: Opener) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Lasso").click()
    sheet = page.locator(".lasso").bounding_box()
    assert sheet is not None
    left, top = sheet["x"] + 2, sheet["y"] + 60
    right, bottom = sheet["x"] + sheet["width"] - 2, sheet["y"] + sheet["height"] - 2
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    expect(page.get_by_role("heading", name=re.compile(r"^[78] chosen$"))).to_be_visible()


def test_a_view_is_kept_by_name_and_in_a_file(visit: Opener, tmp_path: Path) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.get_by_role("tab", name="Files").click()
    page.get_by_label("Name of the view").fill("Port")
    page.get_by_role("button", name="Save", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save to a file").click()
    file = tmp_path / "view.json"
    taken.value.save_as(file)
    assert "Tianjin" not in file.read_text(encoding="utf-8")
    page.get_by_role("button", name="Clear").click()
    expect(rows(page)).to_have_count(0)
    page.get_by_role("tab", name="Files").click()
    page.get_by_role("button", name="Port", exact=True).click()
    expect(rows(page)).to_have_count(8)
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("tab", name="Files").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(rows(page)).to_have_count(8)
    page.get_by_role("tab", name="Files").click()
    file.write_text("[]", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("not a saved view")


def test_pictures_graphml_and_the_query_are_handed_over(
    visit: Opener, server: Server, tmp_path: Path
) -> None:
    page = visit("#/graph/case:tianjin-port-smart")
    expect(rows(page)).to_have_count(8)
    page.wait_for_timeout(500)
    page.get_by_role("tab", name="Files").click()
    files = {}
    for name in ("PNG", "SVG", "GraphML", "Download"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        files[name] = tmp_path / taken.value.suggested_filename
        taken.value.save_as(files[name])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    drawn = ET.parse(files["SVG"]).getroot()
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == 8
    graph = ET.parse(files["GraphML"]).getroot().find(f"{GRAPHML}graph")
    assert graph is not None
    assert len(graph.findall(f"{GRAPHML}node")) == 8
    assert len(graph.findall(f"{GRAPHML}edge")) >= 7
    answer = server.ask(files["Download"].read_text(encoding="utf-8"))
    assert "ent:tianjin-port" in json.dumps(answer)
