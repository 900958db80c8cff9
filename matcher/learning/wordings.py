"""Judged demands as people type them: the same words in one language, and no record behind.

Most questions are free texts. They have no links in the graph and one language, and a model that
learned from records alone would not know how sure it may be of them. So each judged demand is
asked three times: as recorded, and as a text in each language that it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graph.port import GraphReader
from matcher.encoder.corpus import texts_of
from matcher.feedback.labels import Judgement
from matcher.retrieval.retrieved import Retrieved
from matcher.retrieval.segment import LONGEST
from matcher.tokens import lexical_tokens

_MARK = "\t"


class TextSource(Protocol):
    """Retrieves for recorded demands and for texts; ``Matcher`` does."""

    def retrieve_demand(self, id: str, *, also: Sequence[str] = ()) -> Retrieved:
        """What is found for a demand before fusion, and those ids besides."""
        ...

    def retrieve_text(self, text: str, *, also: Sequence[str] = ()) -> Retrieved:
        """What is found for a text before fusion, and those ids besides."""
        ...


@dataclass(frozen=True, slots=True)
class Wordings:
    """Retrieves for demands and for their words, under ids of their own.

    Attributes:
        source: Retrieves.
        texts: By id of a wording its words.
    """

    source: TextSource
    texts: Mapping[str, str]

    def retrieve_demand(self, id: str, *, also: Sequence[str] = ()) -> Retrieved:
        """What is found for a demand or a wording of it."""
        if id in self.texts:
            return self.source.retrieve_text(self.texts[id], also=also)
        return self.source.retrieve_demand(id, also=also)


def wordings(store: GraphReader, demands: Sequence[str]) -> Mapping[str, str]:
    """Each demand's words in each language that it has, by an id that begins with the demand's."""
    found = store.get(demands)
    return {
        f"{demand}{_MARK}{language}": text[:LONGEST]
        for demand in sorted(found)
        for language, text in texts_of(found[demand]).items()
        if lexical_tokens(text)
    }


def worded(judgements: Sequence[Judgement], texts: Mapping[str, str]) -> Sequence[Judgement]:
    """The judgements, and the same for the wordings of their demands."""
    said: dict[str, list[str]] = {}
    for wording in texts:
        said.setdefault(demand_of(wording), []).append(wording)
    return [
        *judgements,
        *(
            replace(item, demand=wording)
            for item in judgements
            for wording in said.get(item.demand, ())
        ),
    ]


def demand_of(wording: str) -> str:
    """The demand whose words they are."""
    return wording.partition(_MARK)[0]
