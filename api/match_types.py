"""``matchDemand`` and ``matchText``: supplies with scores, and the paths that support them."""

from collections.abc import Mapping

from graphql import GraphQLField

from api.outputs import CompositeType


def match_fields(entity: CompositeType) -> Mapping[str, GraphQLField]:
    return {}
