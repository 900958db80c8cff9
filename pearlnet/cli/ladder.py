"""``pearlnet ladder``: an enterprise's phase and honours, what its next ones ask, and its peers."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ontology import Ontology
from pearlnet.cli.output import Output
from pearlnet.cli.plain import plain
from pearlnet.cli.session import Json, opened, output
from pearlnet.cli.watching import watched
from pearlnet.naming import Names

if TYPE_CHECKING:
    from chains.ladder import Judged, Ladder, Requirement, Rung


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("ladder")(ladder)


def ladder(
    context: typer.Context,
    enterprise: Annotated[str, typer.Argument(help="Id of an enterprise. 企业的 id。")],
    json: Json = False,
) -> None:
    """Where an enterprise stands on the cultivation ladder. 企业梯度培育：阶段、荣誉与差距。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from chains.chain_models import ChainModels

        today = datetime.now(UTC).date().isoformat()
        with watched(out, "computing") as watch:
            found = ChainModels(store, ontology).ladder(enterprise, today=today, watch=watch)
        if out.json:
            out.value(plain(found))
            return
        ids = {found.enterprise, *(peer.enterprise for peer in found.peers)}
        ids |= {
            item.criterion
            for rung in found.next
            for requirement in rung.requirements
            for item in requirement.criteria
        }
        _Shown(out, ontology, Names(store, ids, out.language)).show(found)


class _Shown:
    """Prints a ladder, with the labels of the ontology."""

    def __init__(self, out: Output, ontology: Ontology, names: Names) -> None:
        self._out = out
        self._ontology = ontology
        self._names = names

    def show(self, found: "Ladder") -> None:
        out, names = self._out, self._names
        phase = self._term("lifecyclePhase", found.phase) if found.phase else out.say("not-known")
        out.line(f"{names[found.enterprise]}  ({found.enterprise})", style="bold")
        out.line(f"{out.say('ladder-phase')}: {phase}  {out.say('ladder-today')} {found.today}")
        self._show_honours(found)
        for rung in found.next:
            self._show_rung(rung)
        if found.peers:
            out.table(
                out.say("ladder-peers"),
                ("name", "ladder-phase", "ladder-honours"),
                [
                    (
                        names[peer.enterprise],
                        self._term("lifecyclePhase", peer.phase) if peer.phase else "",
                        out.listed(self._term("honourKind", kind) for kind in peer.honours),
                    )
                    for peer in found.peers
                ],
            )
        out.line(f"{out.say('how')}: {out.say('ladder-how')}", style="dim")

    def _show_honours(self, found: "Ladder") -> None:
        out = self._out
        if not found.honours:
            out.line(f"{out.say('ladder-honours')}: {out.say('ladder-none')}")
            return
        out.table(
            out.say("ladder-honours"),
            ("ladder-kind", "ladder-year", "batch", "ladder-expires", "state"),
            [
                (
                    self._term("honourKind", item.kind),
                    str(item.year or "?"),
                    item.batch or "",
                    item.expires or out.say("not-known"),
                    out.say("ladder-in-force" if item.in_force else "ladder-expired"),
                )
                for item in found.honours
            ],
        )

    def _show_rung(self, rung: "Rung") -> None:
        from chains.ladder import Verdict

        out = self._out
        counts = "  ".join(
            f"{out.say(f'verdict-{verdict.value}')} {rung.count(verdict)}" for verdict in Verdict
        )
        lapsed = f"（{out.say('ladder-lapsed')}）" if rung.lapsed else ""
        title = f"{out.say('ladder-next')}: {self._term('honourKind', rung.kind)}{lapsed}  {counts}"
        if not rung.requirements:
            out.line(title, style="bold")
            out.line(f"  {out.say('ladder-no-criteria')}")
            return
        rows = [
            self._row(requirement, item)
            for requirement in rung.requirements
            for item in requirement.criteria
        ]
        out.table(
            title,
            ("verdict", "ladder-criterion", "ladder-actual", "ladder-said", "ladder-option"),
            rows,
        )
        documents = {
            (item.reference or "", item.issued or "", item.verified)
            for requirement in rung.requirements
            for item in requirement.criteria
        }
        for reference, issued, verified in sorted(documents):
            checked = out.say("ladder-verified" if verified else "ladder-unverified")
            out.line(f"  [{checked}] {reference} {issued}".rstrip(), style="dim")

    def _row(self, requirement: "Requirement", item: "Judged") -> tuple[str, ...]:
        out = self._out
        option = f"{requirement.name} / {item.option}" if item.option else ""
        said = f"{item.said.source} {item.said.time[:10]}" if item.said else ""
        return (
            out.say(f"verdict-{item.verdict.value}"),
            self._names[item.criterion],
            "" if item.required else self._actual(item),
            said,
            option,
        )

    def _actual(self, item: "Judged") -> str:
        if item.actual is None:
            return self._out.say("not-known")
        properties = self._ontology.properties("Enterprise")
        unit = ""
        if item.examines in properties:
            unit = properties[item.examines].unit.get(self._out.language)
        return f"{item.actual:g} {unit}".strip()

    def _term(self, vocabulary: str, term: str) -> str:
        terms = self._ontology.vocabulary(vocabulary).terms
        return terms[term].label.get(self._out.language) if term in terms else term
