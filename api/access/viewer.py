"""Roles, what each may see, and what each may do."""

from dataclasses import dataclass
from enum import StrEnum

from api.access.errors import Forbidden, Unauthenticated
from ontology.model import PropertyDef, Sensitivity


class Role(StrEnum):
    """On whose behalf a caller asks; each role may do all that those before it may."""

    PUBLIC = "public"
    PORTAL = "portal"
    ANALYST = "analyst"
    STEWARD = "steward"
    ADMIN = "admin"

    def reaches(self, other: "Role") -> bool:
        """Whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Right(StrEnum):
    """Something that not everybody may do."""

    GIVE_FEEDBACK = "give feedback on matches"
    DECIDE = "accept or reject proposals"
    WRITE = "write records"
    IMPORT = "import"
    MONITOR = "read the metrics"
    AUDIT = "read the audit log"


LEAST_ROLE = {
    Right.GIVE_FEEDBACK: Role.PORTAL,
    Right.DECIDE: Role.ANALYST,
    Right.WRITE: Role.STEWARD,
    Right.IMPORT: Role.STEWARD,
    Right.MONITOR: Role.ANALYST,
    Right.AUDIT: Role.ADMIN,
}
"""The least role that has each right."""

LEAST_CLEARED = {
    Sensitivity.PUBLIC: Role.PUBLIC,
    Sensitivity.INTERNAL: Role.ANALYST,
    Sensitivity.RESTRICTED: Role.STEWARD,
}
"""The least role that sees fields of each sensitivity."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """On whose behalf a request is answered.

    Attributes:
        role: What they may see and do.
        name: Who they are: the name of a key or the subject of a token; empty for nobody known.
        live: They follow what changes, which shows nothing restricted: it is not asked for one
            by one, so it could not be entered in the audit log as read.
    """

    role: Role = Role.PUBLIC
    name: str = ""
    live: bool = False

    def may_see(self, definition: PropertyDef) -> bool:
        """Whether values of the property are shown to the viewer, or may be asked about."""
        if self.live and definition.sensitivity is Sensitivity.RESTRICTED:
            return False
        return self.role.reaches(LEAST_CLEARED[definition.sensitivity])

    def may(self, right: Right) -> bool:
        """Whether the viewer has a right."""
        return self.role.reaches(LEAST_ROLE[right])

    def require(self, right: Right) -> None:
        """Check a right.

        Raises:
            Unauthenticated: Nobody signed in.
            Forbidden: The role does not reach.
        """
        if self.may(right):
            return
        least = LEAST_ROLE[right]
        if not self.name:
            raise Unauthenticated(
                f"to {right}, sign in with the role {least} or above: send the header "
                "`Authorization: Bearer KEY`; `pearlnet key create` makes a key"
            )
        raise Forbidden(
            f"to {right} takes the role {least} or above; {self.name!r} has the role {self.role}"
        )


PUBLIC = Viewer()
