"""``giveFeedback``: what people say of a match."""

from collections.abc import Mapping
from datetime import UTC, datetime

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLID,
    GraphQLNonNull,
    GraphQLString,
)

from api.access import Right, Viewer
from api.context import Info
from api.ids import entity_id
from api.outputs import CompositeType
from api.services import Services
from api.text import describe
from graph.port import GraphWriter
from graph.records import Entity
from matcher.errors import NothingToMatch
from matcher.feedback import Feedback, Verdict, add_feedback
from ontology.model import Ontology

_VERDICTS = "feedbackVerdict"


def feedback_mutations(ontology: Ontology, entity: CompositeType) -> Mapping[str, GraphQLField]:
    """The mutation ``giveFeedback``; its answer is shown as that interface.

    An ontology without the verdicts has none.
    """
    if _VERDICTS not in ontology.vocabularies:
        return {}
    terms = ontology.vocabulary(_VERDICTS).terms
    verdict = GraphQLEnumType(
        "FeedbackVerdict",
        {
            item.name: GraphQLEnumValue(
                item, describe(terms[item.value].label, terms[item.value].gloss)
            )
            for item in Verdict
        },
        description="对匹配的判断\n\nWhat may be said of a match.",
    )
    return {
        "giveFeedback": GraphQLField(
            entity,
            {
                "demand": GraphQLArgument(GraphQLNonNull(GraphQLID)),
                "supply": GraphQLArgument(GraphQLNonNull(GraphQLID)),
                "verdict": GraphQLArgument(GraphQLNonNull(verdict)),
                "reason": GraphQLArgument(GraphQLNonNull(GraphQLString), default_value=""),
            },
            _give,
            description=(
                "对一项匹配给出反馈；只增不改，最近一次为准\n\n"
                "Say whether a supply meets a demand; it is added to what was said before, and "
                "the latest word counts. Needs the role `portal`."
            ),
        )
    }


async def _give(
    _: object, info: Info, demand: str, supply: str, verdict: Verdict, reason: str
) -> Entity:
    viewer = info.context.viewer
    viewer.require(Right.GIVE_FEEDBACK)
    pair = entity_id(demand), entity_id(supply)
    services = info.context.services
    return await info.context.reads.call(_given, services, viewer, pair, verdict, reason)


def _given(
    services: Services, viewer: Viewer, pair: tuple[str, str], verdict: Verdict, reason: str
) -> Entity:
    feedback = _said(services, viewer, pair, verdict, reason)

    def work(writer: GraphWriter) -> Entity:
        record = add_feedback(writer, services.ontology, feedback)
        detail = {"verdict": verdict.value}
        services.audit.append(writer, viewer, "feedback", (record, *pair), detail)
        return writer.get([record])[record]

    return services.store.write(work)


def _said(
    services: Services, viewer: Viewer, pair: tuple[str, str], verdict: Verdict, reason: str
) -> Feedback:
    """The feedback, with what the model in use makes of the pair."""
    try:
        version, match = services.matcher.match_pair(*pair)
    except NothingToMatch:
        version, match = None, None
    return Feedback(
        *pair,
        verdict=verdict,
        by=viewer.name or viewer.role.value,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        reason=reason,
        model=version,
        score=match.score if match else None,
        probability=match.probability if match else None,
    )
