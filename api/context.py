"""What one request carries: its viewer, its language, and its batched reads."""

import re
from dataclasses import replace
from typing import TypeAlias

from graphql import GraphQLResolveInfo
from strawberry.fastapi import BaseContext

from api.access import PUBLIC, Viewer
from api.live.feed import Feed
from api.reads import Reads
from api.services import Services
from ontology.model import LANGUAGES

_RANGE = re.compile(r"\s*([A-Za-z]{1,8})[^;]*(?:;\s*q\s*=\s*([0-9.]+))?")


class RequestContext(BaseContext):
    """The context of one request's resolvers.

    Attributes:
        services: What answers.
        feed: What changes.
        reads: The store, batched.
        viewer: On whose behalf.
        language: Of texts for which the query names none.
        confidential: Ids and fields of the restricted values that the answer shows.
    """

    def __init__(
        self,
        services: Services,
        viewer: Viewer = PUBLIC,
        accept: str = "",
        feed: Feed | None = None,
    ) -> None:
        super().__init__()
        self.services = services
        self.feed = feed or Feed(services.store)
        self.reads = Reads(services.store)
        self.viewer = viewer
        self.language = preferred_language(accept)
        self.confidential: set[tuple[str, str]] = set()

    def renew(self) -> None:
        """Forget what was read: what follows shows the store as it is then."""
        self.reads = Reads(self.services.store)

    def go_live(self) -> None:
        """Show nothing restricted from here on; see ``Viewer``."""
        self.viewer = replace(self.viewer, live=True)


Info: TypeAlias = GraphQLResolveInfo[RequestContext]
"""What a resolver is told beside its source and arguments."""


def preferred_language(accept: str) -> str:
    """The house language that an ``Accept-Language`` header likes best; Chinese if none."""
    best, weight = LANGUAGES[0], 0.0
    for part in accept.split(",")[:20]:
        found = _RANGE.match(part)
        if found is None or found[1].lower() not in LANGUAGES:
            continue
        quality = _quality(found[2])
        if quality > weight:
            best, weight = found[1].lower(), quality
    return best


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
