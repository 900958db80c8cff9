"""HTML by elements: everything that is not an element is text, and is escaped."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, tostring

from ingest.quality.report import Share

Part = Element | str

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --faint: #4d5868; --ground: #ffffff;
  --panel: #f4f6f9; --rule: #cfd6e0; --bar: #2f6fbb; --track: #dde4ee; --warn: #9a3412; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf4; --faint: #aab5c4;
  --ground: #12161d; --panel: #1b212b; --rule: #38424f; --bar: #6ea8ec; --track: #2c3542;
  --warn: #fdba74; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--ground);
  color: var(--ink); font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.6rem; margin: .5rem 0; line-height: 1.3; }
h2 { font-size: 1.2rem; margin: 2rem 0 .3rem; }
p { margin: .3rem 0 .8rem; color: var(--faint); max-width: 46rem; }
.warn { color: var(--warn); font-weight: 600; }
ul.figures { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; }
ul.figures li { background: var(--panel); border: 1px solid var(--rule); border-radius: .4rem;
  padding: .5rem .9rem; }
ul.figures b { display: block; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: .4rem; }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--bar); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .4rem .6rem; font-weight: 600; }
section > .scroll caption { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top;
  border-top: 1px solid var(--rule); }
thead th { border-top: 0; background: var(--panel); white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.share { white-space: nowrap; font-variant-numeric: tabular-nums; }
td, th { overflow-wrap: break-word; }
td.words { min-width: 12rem; overflow-wrap: anywhere; }
.bar { display: inline-block; width: 4rem; height: .6rem; margin-right: .5rem;
  background: var(--track); border-radius: .3rem; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--bar); }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .3rem 0; }
@media print { .scroll { overflow: visible; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def tag(name: str, /, *parts: Part, **attributes: str) -> Element:
    """An element; ``class_`` stands for the attribute ``class``."""
    found = Element(name, {key.rstrip("_"): value for key, value in attributes.items()})
    last: Element | None = None
    for part in parts:
        if isinstance(part, Element):
            found.append(part)
            last = part
        elif last is None:
            found.text = (found.text or "") + _printable(part)
        else:
            last.tail = (last.tail or "") + _printable(part)
    return found


def document(title: str, language: str, parts: Iterable[Part]) -> str:
    """A whole page that asks nothing of any other address and runs nothing."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", **{"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", _STYLE),
    )
    body = tag("body", tag("main", *parts))
    page = tag("html", head, body, lang="zh-CN" if language == "zh" else "en")
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[Element]]) -> Element:
    """A table of cells under their heads, which scrolls by itself where the page is narrow."""
    head = tag("tr", *(tag("th", column, scope="col") for column in columns))
    body = [tag("tr", *row) for row in rows]
    inner = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag(
        "div", inner, class_="scroll", tabindex="0", role="region", **{"aria-label": caption}
    )


def text(value: str) -> Element:
    """A cell of text that others wrote; its direction cannot spill over."""
    return tag("td", tag("bdi", value))


def words(parts: Sequence[str]) -> Element:
    """A cell of several texts, one below the other."""
    return tag("td", *(tag("div", tag("bdi", part)) for part in parts), class_="words")


def number(value: float | None) -> Element:
    """A cell of a number."""
    if value is None:
        return tag("td", "–", class_="number")
    shown = f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
    return tag("td", shown, class_="number")


def ratio(value: float | None) -> Element:
    """A cell of a share with its bar."""
    if value is None:
        return tag("td", "–", class_="share")
    fill = tag("i", style=f"width:{value:.0%}")
    return tag(
        "td",
        tag("span", fill, class_="bar", **{"aria-hidden": "true"}),
        f"{value:.1%}",
        class_="share",
    )


def part(value: Share) -> Element:
    """A cell of a share with its bar and its count."""
    cell = ratio(value.share)
    if value.share is not None:
        cell.append(tag("small", f" {value.count:,}/{value.of:,}"))
    return cell


def _printable(value: str) -> str:
    """The text as HTML can hold it; characters that it cannot become U+FFFD."""
    return "".join("\ufffd" if _is_unprintable(letter) else letter for letter in value)


def _is_unprintable(letter: str) -> bool:
    return (
        (letter < " " and letter not in "\t\n")
        or "\ud800" <= letter <= "\udfff"
        or letter == "\x7f"
    )
