"""``pearlnet match``: who can meet this demand, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.port import GraphStore
from graph.query import All, Filter
from ontology import Ontology
from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import First, Json, opened, output, require_data
from pearlnet.naming import name_of

if TYPE_CHECKING:
    from matcher import Match, MatchResult
    from matcher.candidates import Side
    from matcher.conditions import Condition, ConditionKind, Terms
    from matcher.conditions.model import Named

app = typer.Typer(help="Match demand and supply. 供需匹配。", invoke_without_command=True)

_EVIDENCE_SHOWN = 2
_PARTS_SHOWN = 4
_TELLING = 0.05

Status = Annotated[
    list[str] | None, typer.Option("--status", help="Only with this status. 只看此状态。")
]
Category = Annotated[
    list[str] | None, typer.Option("--category", help="Only of this category. 只看此类别。")
]
Form = Annotated[
    list[str] | None, typer.Option("--form", help="Only in this form. 只看此形态的供给。")
]
Provider = Annotated[
    list[str] | None,
    typer.Option("--provider", help="Only of this organization. 只看此单位的。"),
]
Region = Annotated[
    str | None,
    typer.Option("--region", help="Only of organizations in this region. 只看此地区单位的。"),
]


Hard = Annotated[
    list[str] | None,
    typer.Option("--hard", help="Conditions of this kind exclude. 此类条件为硬性。"),
]
Soft = Annotated[
    list[str] | None,
    typer.Option("--soft", help="Conditions of this kind only weigh. 此类条件只影响排序。"),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="Conditions of this kind do not count. 不计此类条件。"),
]
Standards = Annotated[
    list[str] | None,
    typer.Option("--standard", help="Ask for this standard too (id). 另要求此标准。"),
]
Serves = Annotated[
    list[str] | None,
    typer.Option("--serves", help="Ask for this region to be served (id). 要求服务此地区。"),
]
Security = Annotated[
    str | None,
    typer.Option("--security", help="Least security level, such as level-3. 最低安全等级。"),
]


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """Conditions that were asked for; several values of one are alternatives."""

    terms: Mapping[str, list[str] | None]
    provider: list[str] | None
    region: str | None

    def where(self, ontology: Ontology, store: GraphStore, wanted: "Side") -> Filter | None:
        """The conditions on a side's candidates; None if there are none.

        Raises:
            BadParameter: The side's class has no such property, or its vocabulary no such term.
            UnknownSubject: There is no such region.
        """
        from matcher import of_provider, of_region, of_terms

        parts = [
            of_terms(name, _checked(ontology, wanted.class_name, name, terms))
            for name, terms in self.terms.items()
            if terms
        ]
        if self.provider:
            parts.append(of_provider(wanted, self.provider))
        if self.region:
            parts.append(of_region(store, wanted, self.region))
        return All(tuple(parts)) if parts else None


def _checked(ontology: Ontology, class_name: str, name: str, terms: list[str]) -> list[str]:
    definition = ontology.properties(class_name).get(name)
    if definition is None:
        raise typer.BadParameter(f"a {class_name} has no {name} {class_name} 没有这个属性")
    known = ontology.vocabulary(str(definition.vocabulary)).terms
    for term in terms:
        if term not in known:
            raise typer.BadParameter(f"{term!r} is none of 应为 {', '.join(known)}")
    return terms


@app.callback()
def by_text(
    context: typer.Context,
    text: Annotated[
        str | None, typer.Option("--text", help="A demand in your own words. 用自己的话描述需求。")
    ] = None,
    first: First = 10,
    status: Status = None,
    category: Category = None,
    form: Form = None,
    provider: Provider = None,
    region: Region = None,
    hard: Hard = None,
    soft: Soft = None,
    ignore: Ignore = None,
    standard: Standards = None,
    serves: Serves = None,
    security: Security = None,
    json: Json = False,
) -> None:
    """Match a demand in your own words, or `demand ID`, or `supply ID`. 供需匹配。"""
    if context.invoked_subcommand:
        return
    if text is None:
        raise typer.BadParameter("give --text, `demand ID` or `supply ID` 请给需求文字或 id")
    narrowed = _Narrowed({"status": status, "category": category, "form": form}, provider, region)
    terms = _terms(hard, soft, ignore, standard, serves, security)
    _answer(context, "text", text, first, narrowed, terms, json)


@app.command()
def demand(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a demand. 需求的 id。")],
    first: First = 10,
    status: Status = None,
    category: Category = None,
    form: Form = None,
    provider: Provider = None,
    region: Region = None,
    hard: Hard = None,
    soft: Soft = None,
    ignore: Ignore = None,
    standard: Standards = None,
    serves: Serves = None,
    security: Security = None,
    json: Json = False,
) -> None:
    """Supplies for a recorded demand. 为需求找供给。"""
    narrowed = _Narrowed({"status": status, "category": category, "form": form}, provider, region)
    terms = _terms(hard, soft, ignore, standard, serves, security)
    _answer(context, "demand", id, first, narrowed, terms, json)


@app.command()
def supply(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of a supply. 供给的 id。")],
    first: First = 10,
    status: Status = None,
    category: Category = None,
    form: Form = None,
    provider: Provider = None,
    region: Region = None,
    hard: Hard = None,
    soft: Soft = None,
    ignore: Ignore = None,
    standard: Standards = None,
    serves: Serves = None,
    security: Security = None,
    json: Json = False,
) -> None:
    """Demands for a recorded supply. 为供给找需求。"""
    narrowed = _Narrowed({"status": status, "category": category, "form": form}, provider, region)
    terms = _terms(hard, soft, ignore, standard, serves, security)
    _answer(context, "supply", id, first, narrowed, terms, json)


def _terms(
    hard: list[str] | None,
    soft: list[str] | None,
    ignore: list[str] | None,
    standard: list[str] | None,
    serves: list[str] | None,
    security: str | None,
) -> "Terms":
    from matcher.conditions import Terms

    return Terms(
        hard=_kinds(hard),
        soft=_kinds(soft),
        ignored=_kinds(ignore),
        standards=tuple(standard or ()),
        regions=tuple(serves or ()),
        security_level=security,
    )


def _kinds(given: list[str] | None) -> "frozenset[ConditionKind]":
    from matcher.conditions import ConditionKind

    known = [kind.value for kind in ConditionKind]
    for kind in given or ():
        if kind not in known:
            raise typer.BadParameter(f"{kind!r} is none of 应为 {', '.join(known)}")
    return frozenset(map(ConditionKind, given or ()))


def _answer(
    context: typer.Context,
    kind: str,
    asked: str,
    first: int,
    narrowed: _Narrowed,
    terms: "Terms",
    json: bool,
) -> None:
    from matcher import DEMANDS, SUPPLIES

    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        matcher = open_matcher(settings, store, ontology)
        where = narrowed.where(ontology, store, DEMANDS if kind == "supply" else SUPPLIES)
        if kind == "text":
            result = matcher.match_text(asked, first, where, terms)
        elif kind == "demand":
            result = matcher.match_demand(asked, first, where, terms)
        else:
            result = matcher.match_supply(asked, first, where, terms)
    if out.json:
        out.value(_as_json(result, out))
    else:
        _print(out, result)


def _print(out: Output, result: "MatchResult") -> None:
    if not result.matches:
        out.line(out.say("no-match"))
        return
    if result.unread:
        out.line(out.say("match-unread"), style="bold")
    if result.threshold is None:
        out.line(out.say("no-match-uncalibrated"), style="dim")
    elif not result.confident:
        out.line(out.say("no-match-nearest").format(threshold=result.threshold), style="bold")
    said = "score" if result.threshold is None else "probability"
    out.table(
        f"{out.say('match')} ({len(result.matches)}/{result.candidates})",
        ("number", "name", "provider", said, "evidence", "lacking", "conditions"),
        [
            (
                match.entity.id,
                name_of(match.entity, out.language),
                out.listed(name_of(item, out.language) for item in match.providers),
                round(match.score, 4) if match.probability is None else f"{match.probability:.2f}",
                _because(out, match),
                out.few(item.name.get(out.language) for item in match.lacking),
                "\n".join(_stands(out, item) for item in match.conditions if _telling(item)),
            )
            for match in result.matches
        ],
    )
    _print_excluded(out, result)


def _print_excluded(out: Output, result: "MatchResult") -> None:
    """What hard conditions left out, and the nearest of those with what they do not meet."""
    for item in result.excluded:
        asked = f"{out.say(f'condition-{item.asked.kind.value}')} {_name(out, item.asked.wanted)}"
        out.line(out.say("match-excluded").format(count=item.count, condition=asked))
    for match in result.nearest_excluded:
        unmet = [
            _stands(out, item)
            for item in match.conditions
            if item.hard and item.state.value == "unmet"
        ]
        name = name_of(match.entity, out.language)
        out.line(f"  {match.entity.id} {name}: {out.listed(unmet)}", style="dim")


def _telling(item: "Condition") -> bool:
    """That a supply is open and has capacity left goes without saying."""
    usual = item.kind.value in ("status", "capacity") and item.state.value != "unmet"
    return item.hard or not usual


def _stands(out: Output, item: "Condition") -> str:
    """A condition, how it stands, and what there is instead."""
    mark = {"met": "✓", "unmet": "✗", "unknown": "?"}[item.state.value]
    said = f"{mark} {out.say(f'condition-{item.kind.value}')} {_name(out, item.wanted)}"
    if item.state.value == "unmet":
        said += f" ({out.say('condition-has')} {out.few(_name(out, one) for one in item.has)})"
    if item.newer:
        newer = out.few(_name(out, one) for one in item.newer)
        said += f" [{out.say('standards-superseded-by')} {newer}]"
    return said


def _name(out: Output, item: "Named") -> str:
    return item.name.get(out.language)


def _because(out: Output, match: "Match") -> str:
    """The heaviest paths, and what speaks for the match most and most against it."""
    from matcher.fusion.words import part_label

    paths = [_chain(path.describe(out.language)) for path in match.evidence]
    parts = sorted(match.contributions.items(), key=lambda part: (-abs(part[1]), part[0]))
    learned = match.probability is not None
    said = [
        f"{part_label(name).get(out.language)} {value:+.2f}"
        if learned
        else part_label(name).get(out.language)
        for name, value in parts
        if not learned or abs(value) >= _TELLING
    ]
    return "\n".join([*paths[:_EVIDENCE_SHOWN], f"({out.listed(said[:_PARTS_SHOWN])})"])


def _chain(described: str) -> str:
    """The path without its first node, which is the query and the same in every row."""
    return described.partition(" —")[2].join(("—", "")) if " —" in described else described


def _as_json(result: "MatchResult", out: Output) -> dict[str, Any]:
    return {
        "query": result.query,
        "candidates": result.candidates,
        "encoder": result.encoder,
        "revision": result.revision,
        "version": result.version,
        "threshold": result.threshold,
        "confident": result.confident,
        "unread": result.unread,
        "excluded": [
            {
                "kind": item.asked.kind.value,
                "wanted": item.asked.wanted.id,
                "name": _name(out, item.asked.wanted),
                "count": item.count,
            }
            for item in result.excluded
        ],
        "nearestExcluded": [
            {
                "id": match.entity.id,
                "name": name_of(match.entity, out.language),
                "conditions": [_condition(item, out) for item in match.conditions],
            }
            for match in result.nearest_excluded
        ],
        "matches": [
            {
                "supply" if match.entity.type == "Supply" else "demand": match.entity.id,
                "name": name_of(match.entity, out.language),
                "illustrative": match.entity.properties.get("illustrative") is True,
                "providers": [
                    {"id": item.id, "name": name_of(item, out.language)} for item in match.providers
                ],
                "score": match.score,
                "probability": match.probability,
                "lacking": [
                    {"id": item.id, "name": item.name.get(out.language)} for item in match.lacking
                ],
                "conditions": [_condition(item, out) for item in match.conditions],
                "contributions": dict(match.contributions),
                "evidence": [
                    {
                        "nodes": [node.id for node in path.nodes],
                        "relations": [step.relation for step in path.steps],
                        "weight": path.weight,
                        "text": path.describe(out.language),
                    }
                    for path in match.evidence
                ],
            }
            for match in result.matches
        ],
    }


def _condition(item: "Condition", out: Output) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "hard": item.hard,
        "state": item.state.value,
        "wanted": {"id": item.wanted.id, "name": _name(out, item.wanted)},
        "has": [{"id": one.id, "name": _name(out, one)} for one in item.has],
        "newer": [{"id": one.id, "name": _name(out, one)} for one in item.newer],
    }
