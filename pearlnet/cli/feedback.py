"""``pearlnet feedback``: what people say of a match."""

import getpass
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pearlnet.bootstrap import open_matcher
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output, require_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.port import GraphStore
    from matcher.feedback import Feedback
    from ontology import Ontology
    from pearlnet.settings import Settings

Said = Literal["accepted", "rejected", "contacted", "contracted"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(feedback)


def feedback(
    context: typer.Context,
    demand: Annotated[str, typer.Argument(help="Id of a demand. 需求的 id。")],
    supply: Annotated[str, typer.Argument(help="Id of a supply. 供给的 id。")],
    verdict: Annotated[
        Said | None,
        typer.Option(
            "--verdict", help="What you say of the match. 判断：采纳、否决、已联系、已签约。"
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why. 理由。")] = "",
    by: Annotated[
        str | None, typer.Option("--by", help="Your name; the login unless given. 反馈人。")
    ] = None,
    json: Json = False,
) -> None:
    """Say whether a match is right, or without --verdict show what was said. 匹配反馈。"""
    from matcher.feedback import read_feedback, record_feedback

    out = output(context, json)
    with opened() as (settings, ontology, store):
        require_data(store)
        if verdict is not None:
            said = _said(settings, store, ontology, (demand, supply), verdict, by, reason)
            record_feedback(store, ontology, said)
        found = [item for _, item in read_feedback(store, demand, supply)]
        words = ontology.vocabulary("feedbackVerdict").terms
    if out.json:
        out.value([{**asdict(item), "verdict": item.verdict.value} for item in found])
    else:
        _print(out, found, {name: term.label.get(out.language) for name, term in words.items()})


def _said(
    settings: "Settings",
    store: "GraphStore",
    ontology: "Ontology",
    pair: tuple[str, str],
    verdict: Said,
    by: str | None,
    reason: str,
) -> "Feedback":
    """The feedback, with what the model in use makes of the pair."""
    from matcher.errors import NothingToMatch, NoVersion
    from matcher.feedback import Feedback, Verdict

    version, match = None, None
    with suppress(NoVersion, NothingToMatch):  # what people found by themselves counts too
        version, match = open_matcher(settings, store, ontology).match_pair(*pair)
    return Feedback(
        *pair,
        verdict=Verdict(verdict),
        by=by or getpass.getuser(),
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        reason=reason,
        model=version,
        score=match.score if match else None,
        probability=match.probability if match else None,
    )


def _print(out: Output, found: "Sequence[Feedback]", words: dict[str, str]) -> None:
    if not found:
        out.line(out.say("feedback-none"))
        return
    out.table(
        out.say("feedback"),
        ("time", "feedback-verdict", "feedback-by", "reason", "probability", "model"),
        [
            (
                item.at,
                words[item.verdict.value],
                item.by,
                item.reason,
                _share(item.probability),
                item.model or "",
            )
            for item in found
        ],
    )


def _share(probability: float | None) -> Any:
    return "" if probability is None else f"{probability:.2f}"
