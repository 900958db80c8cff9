"""``pearlnet chain actions``: what would fill, strengthen and stabilise a chain, and who could."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet.cli.chain_stages import Chain, Region, completeness_json, print_heading
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names, StageNames

if TYPE_CHECKING:
    from chains.actions import Action, Candidate, ChainActions

_ACTIONS_SHOWN = 8
_STAGES_SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("actions")(actions)


def actions(
    context: typer.Context,
    chain: Chain,
    region: Region = None,
    budget: Annotated[
        float | None,
        typer.Option(min=0, help="Plan so many actions. 在此行动数内给出一组行动。"),
    ] = None,
    first: Annotated[
        int, typer.Option("--first", "-n", min=1, help="How many of a stage. 每个环节显示几条。")
    ] = 3,
    json: Json = False,
) -> None:
    """What would mend a chain, and who could do it. 补链、强链、稳链行动与候选企业。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains.chain_models import ChainModels

        with watched(out, "computing") as watch:
            models = ChainModels(store, ontology)
            found = models.actions(chain, region, first, budget, watch=watch)
        if out.json:
            out.value(_json(found))
            return
        names = StageNames(store, ontology, _ids(found), out.language)
        print_heading(out, found.completeness, names)
        out.line(
            f"{out.say('actions-smoothed')} C' = {found.smoothed:.4f}  "
            f"{out.say('actions-resilience')} R = {found.resilience:.4f}"
        )
        for kind, proposed in found.actions.items():
            _print_kind(out, kind.value, proposed, names)
        _print_candidates(out, found, names)
        _print_plan(out, found, names)
        out.line(f"{out.say('how')}: {out.say('actions-how')}", style="dim")


def _print_kind(out: Output, kind: str, proposed: Sequence["Action"], names: Names) -> None:
    if not proposed:
        out.line(f"{out.say(f'actions-{kind}')}: {out.say('actions-none')}")
        return
    shown = proposed[:_ACTIONS_SHOWN]
    out.table(
        f"{out.say(f'actions-{kind}')} ({len(shown)}/{len(proposed)})",
        (
            "stage",
            "actions-what",
            "actions-fit",
            "expected-gain",
            "actions-potential",
            "actions-resilience-gain",
        ),
        [
            (
                names[action.stage],
                _what(out, action, names),
                f"{action.fit:.2f}",
                f"{action.gain:+.4f}",
                f"{action.potential:+.4f}",
                f"{action.resilience_gain:+.4f}" if kind == "stabilise" else "",
            )
            for action in shown
        ],
    )


def _what(out: Output, action: "Action", names: Names) -> str:
    if action.partner is None:
        return out.say("actions-join").format(name=names[action.organization])
    return out.say("actions-tie").format(
        one=names[action.organization], other=names[action.partner], stage=names[action.other or ""]
    )


def _print_candidates(out: Output, found: "ChainActions", names: Names) -> None:
    for stage in list(found.candidates)[:_STAGES_SHOWN]:
        candidates = found.candidates[stage]
        out.line(f"{out.say('actions-candidates')}: {names[stage]}", style="bold")
        if not candidates:
            out.line(f"  {out.say('actions-nobody')}")
        for item in candidates:
            out.line(f"  {names[item.organization]} · {_why(out, item, names)}")


def _why(out: Output, item: "Candidate", names: Names) -> str:
    parts = [
        "" if item.distance.value == "any" else out.say(f"distance-{item.distance.value}"),
        out.say(f"basis-{item.basis.value}"),
        out.few(names[shared] for shared in item.shared),
        f"{out.say('actions-proximity')} {item.proximity:.2f}" if item.shared else "",
    ]
    return " · ".join(filter(None, parts))


def _print_plan(out: Output, found: "ChainActions", names: Names) -> None:
    plan = found.plan
    if plan is None:
        return
    reached = f"C' {found.smoothed:.4f} → {plan.completeness:.4f}"
    best = "" if plan.optimum is None else f"  {out.say('actions-optimum')} {plan.optimum:.4f}"
    out.line(
        f"{out.say('actions-plan')} ({plan.spent:g}/{plan.budget:g}): {reached}{best}", style="bold"
    )
    for number, action in enumerate(plan.actions, start=1):
        kind = out.say(f"actions-{action.kind.value}")
        out.line(f"  {number}. {kind} · {names[action.stage]} · {_what(out, action, names)}")


def _json(found: "ChainActions") -> dict[str, Any]:
    return {
        "completeness": completeness_json(found.completeness),
        "smoothed": found.smoothed,
        "resilience": found.resilience,
        "considered": list(found.considered),
        "actions": {
            kind.value: [_action_json(item) for item in proposed]
            for kind, proposed in found.actions.items()
        },
        "candidates": {
            stage: [_candidate_json(item) for item in candidates]
            for stage, candidates in found.candidates.items()
        },
        "plan": found.plan
        and {
            "budget": found.plan.budget,
            "spent": found.plan.spent,
            "smoothed": found.plan.completeness,
            "optimum": found.plan.optimum,
            "actions": [_action_json(item) for item in found.plan.actions],
        },
    }


def _action_json(item: "Action") -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "stage": item.stage,
        "other": item.other,
        "organization": item.organization,
        "partner": item.partner,
        "links": [list(pair) for pair in item.links],
        "fit": item.fit,
        "gain": item.gain,
        "potential": item.potential,
        "resilienceGain": item.resilience_gain,
        "cost": item.cost,
    }


def _candidate_json(item: "Candidate") -> dict[str, Any]:
    return {
        "organization": item.organization,
        "proximity": item.proximity,
        "basis": item.basis.value,
        "shared": list(item.shared),
        "distance": item.distance.value,
        "illustrative": item.illustrative,
    }


def _ids(found: "ChainActions") -> set[str]:
    chain = found.completeness
    ids = {chain.model.id, *filter(None, [chain.scope]), *found.considered}
    ids |= {item.stage.id for item in (*chain.breaks, *chain.single_sources)}
    ids |= {item.suppliers[0].organization for item in chain.single_sources[:10]}
    proposed = [action for kind in found.actions.values() for action in kind]
    for action in (*proposed, *(found.plan.actions if found.plan else ())):
        ids |= {action.stage, action.organization, *filter(None, [action.other, action.partner])}
    for stage in found.candidates:
        for item in found.candidates[stage]:
            ids |= {item.organization, *item.shared}
    return ids
