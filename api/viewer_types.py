"""``viewer``: who is asking, so that a portal shows what that role may see and do, and no more."""

from collections.abc import Mapping, Sequence

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from api.access import Right, Role, Viewer
from api.context import Info
from api.fields import listed, plain

_ROLE = GraphQLEnumType(
    "Role",
    {role.name: GraphQLEnumValue(role) for role in Role},
    description="角色，后者可做前者能做的一切\n\nRoles; each may do all that those before it may.",
)
_RIGHT = GraphQLEnumType(
    "Right",
    {right.name: GraphQLEnumValue(right, right.value) for right in Right},
    description="并非人人可做的事\n\nSomething that not everybody may do.",
)
_VIEWER = GraphQLObjectType(
    "Viewer",
    {
        "role": plain(_ROLE),
        "name": plain(GraphQLString),
        "rights": GraphQLField(listed(_RIGHT), resolve=lambda viewer, _: _rights(viewer)),
    },
    description="当前用户\n\nOn whose behalf the request is answered.",
)


def viewer_fields() -> Mapping[str, GraphQLField]:
    """The root field ``viewer``."""
    return {
        "viewer": GraphQLField(
            GraphQLNonNull(_VIEWER),
            resolve=_resolve,
            description="当前用户的角色与权限\n\nWho is asking, and what they may do.",
        )
    }


def _resolve(_: object, info: Info) -> Viewer:
    return info.context.viewer


def _rights(viewer: Viewer) -> Sequence[Right]:
    return [right for right in Right if viewer.may(right)]
