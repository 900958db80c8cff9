"""``pearlnet solve``: the smallest set of supplies that covers what a demand requires."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data
from pearlnet.naming import name_of

if TYPE_CHECKING:
    from graph.records import Entity
    from matcher.solutions import Bundle, Member, Requirement, Solution

_STANDARDS_SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(solve)


def solve(
    context: typer.Context,
    demand: Annotated[
        str | None, typer.Argument(help="Id of a demand. 需求的 id。", show_default=False)
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="A demand in your own words. 用自己的话描述需求。")
    ] = None,
    function: Annotated[
        list[str] | None,
        typer.Option("--function", help="Cover this function of the supply wheel. 还需此功能。"),
    ] = None,
    standard: Annotated[
        list[str] | None, typer.Option("--standard", help="Cover this standard (id). 还需此标准。")
    ] = None,
    form: Annotated[
        list[str] | None, typer.Option("--form", help="One of these forms. 所需形态之一。")
    ] = None,
    json: Json = False,
) -> None:
    """Who covers a demand together, and what stays uncovered? 方案设计：谁合起来能做，还缺什么。"""
    from matcher.conditions import Terms
    from matcher.solutions import compose

    if (demand is None) == (text is None):
        raise typer.BadParameter("give the id of a demand, or --text 请给需求 id 或 --text")
    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        found = compose(
            store,
            ontology,
            open_matcher(settings, store, ontology),
            demand=demand,
            text=text or "",
            terms=Terms(standards=tuple(standard or ()), forms=tuple(form or ())),
            functions=tuple(function or ()),
        )
    if out.json:
        out.value(as_json(found, out))
    else:
        _Shown(out, found).show()


class _Shown:
    """Prints a solution."""

    def __init__(self, out: Output, found: "Solution") -> None:
        self._out = out
        self._found = found
        self._names = {
            item.key: f"{out.say(f'solve-{item.kind.value}')} {item.wanted.name.get(out.language)}"
            for item in found.requirements
        }

    def show(self) -> None:
        """Requirements, the best bundle, alternatives, what is left, and company."""
        out, found = self._out, self._found
        out.line(out.say("solve-requires"), style="bold")
        for item in found.requirements:
            out.line(f"  {self._names[item.key]}  ({self._origin(item)})")
        self._show_bundle("solve-best", found.best)
        for key, bundle in (
            ("solve-by-cost", found.by_cost),
            ("solve-by-partners", found.by_partners),
            *(("solve-other", other) for other in found.others),
        ):
            if bundle is not None and bundle.members != found.best.members:
                out.line(f"{out.say(key)}: {self._in_short(bundle)}")
        self._show_uncovered()
        self._show_company()
        out.line(f"{out.say('how')}: {out.say('solve-how')}", style="dim")

    def _origin(self, item: "Requirement") -> str:
        out = self._out
        if item.path is not None:
            return f"{out.say('solve-derived')}: {item.path.describe(out.language)}"
        said = out.say(f"solve-{item.origin.value}")
        return f"{said}, {out.say('solve-hard')}" if item.hard else said

    def _show_bundle(self, key: str, bundle: "Bundle") -> None:
        out = self._out
        if not bundle.members:
            out.line(out.say("solve-nobody"), style="bold")
            return
        values = "probability" if self._found.calibrated else "score"
        coverable = [item for item in self._found.requirements if item.by_supplies]
        out.table(
            f"{out.say(key)}: {len(bundle.covered)}/{len(coverable)}, "
            f"{out.say('solve-method')} {out.say(f'solve-{bundle.method.value}')}",
            ("number", "name", "provider", values, "solve-alone", "solve-shared", "solve-price"),
            [
                (
                    item.supply.id,
                    name_of(item.supply, out.language),
                    out.listed(name_of(one, out.language) for one in item.providers),
                    _value(item),
                    self._listed(item.alone),
                    self._listed(item.shared),
                    f"{item.price:,.0f}" if item.price is not None else "",
                )
                for item in bundle.members
            ],
        )
        out.line(self._totals(bundle))
        for fit in bundle.fits:
            why = self._why(fit.same, "solve-same") + self._why(fit.standards, "solve-standards")
            pairs = [pair for both in fit.compatible for pair in both]
            why += self._why(pairs, "solve-compatible")
            said = "；".join(why) if why else out.say("solve-no-fit")
            out.line(f"  {fit.one} + {fit.other}: {fit.value:.2f} {said}", style="dim")

    def _totals(self, bundle: "Bundle") -> str:
        out = self._out
        said = f"{out.say('solve-partners')} {len(bundle.partners)}"
        if bundle.price is not None:
            said += f"  {out.say('solve-price')} {bundle.price:,.0f}"
        if bundle.unpriced:
            said += f"  {out.say('solve-unpriced')} {bundle.unpriced}"
        return said

    def _why(self, entities: Sequence["Entity"], key: str) -> list[str]:
        out = self._out
        if not entities:
            return []
        return [f"{out.say(key)} {out.few(name_of(item, out.language) for item in entities)}"]

    def _in_short(self, bundle: "Bundle") -> str:
        out = self._out
        names = out.listed(name_of(item.supply, out.language) for item in bundle.members)
        return f"{names} ({self._totals(bundle)}, {len(bundle.covered)})"

    def _show_uncovered(self) -> None:
        out = self._out
        for item in self._found.uncovered:
            near = out.few(name_of(one, out.language) for one in item.near)
            said = f"{out.say('solve-uncovered')}: {self._names[item.requirement.key]}, "
            said += out.say(f"solve-{item.reason.value}") + (f" ({near})" if near else "")
            out.line(said, style="bold")

    def _show_company(self) -> None:
        out, found = self._out, self._found
        for item in found.talent:
            people = out.few(name_of(one, out.language) for one in (*item.inside, *item.outside))
            skill = name_of(item.skill, out.language)
            out.line(f"{out.say('solve-talent')} {skill}: {people or out.say('solve-nobody-has')}")
        if found.standards:
            codes = out.few(
                (str(item.standard.properties.get("code", item.standard.id)))
                for item in found.standards[:_STANDARDS_SHOWN]
            )
            out.line(f"{out.say('standards-applicable')} ({len(found.standards)}): {codes}")
        for case in found.similar:
            out.line(
                f"{out.say('solve-similar')}: {name_of(case.case, out.language)} "
                f"({case.paths[0].describe(out.language)})"
            )

    def _listed(self, keys: Iterable[str]) -> str:
        return self._out.listed(self._names[key] for key in keys)


def _value(item: "Member") -> str:
    if item.match is None:
        return ""
    probability = item.match.probability
    return f"{item.match.score:.4f}" if probability is None else f"{probability:.2f}"


def as_json(found: "Solution", out: Output) -> dict[str, Any]:
    """The solution as plain values."""
    return {
        "query": found.query,
        "calibrated": found.calibrated,
        "candidates": found.candidates,
        "proven": found.proven,
        "requirements": [
            {
                "key": item.key,
                "name": item.wanted.name.get(out.language),
                "origin": item.origin.value,
                "hard": item.hard,
                "path": item.path.describe(out.language) if item.path else None,
            }
            for item in found.requirements
        ],
        "best": _bundle(found.best),
        "byCost": _bundle(found.by_cost),
        "byPartners": _bundle(found.by_partners),
        "others": [_bundle(item) for item in found.others],
        "uncovered": [
            {
                "requirement": item.requirement.key,
                "reason": item.reason.value,
                "near": [one.id for one in item.near],
            }
            for item in found.uncovered
        ],
        "talent": [
            {
                "skill": item.skill.id,
                "required": item.required,
                "inside": [one.id for one in item.inside],
                "outside": [one.id for one in item.outside],
                "count": item.count,
            }
            for item in found.talent
        ],
        "standards": [item.standard.id for item in found.standards],
        "similar": [
            {
                "case": item.case.id,
                "score": item.score,
                "paths": [path.describe(out.language) for path in item.paths],
            }
            for item in found.similar
        ],
    }


def _bundle(bundle: "Bundle | None") -> dict[str, Any] | None:
    if bundle is None:
        return None
    return {
        "members": [
            {
                "supply": item.supply.id,
                "providers": [one.id for one in item.providers],
                "alone": list(item.alone),
                "shared": list(item.shared),
                "price": item.price,
                "probability": item.match.probability if item.match else None,
                "score": item.match.score if item.match else None,
            }
            for item in bundle.members
        ],
        "covered": list(bundle.covered),
        "partners": list(bundle.partners),
        "price": bundle.price,
        "unpriced": bundle.unpriced,
        "fits": [{"one": fit.one, "other": fit.other, "value": fit.value} for fit in bundle.fits],
        "quality": bundle.quality,
        "method": bundle.method.value,
        "atLeast": bundle.at_least,
    }
