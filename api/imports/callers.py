"""Who may import."""

from api.access import Right, Viewer
from api.imports.errors import ImportsOff
from api.imports.jobs import ImportJobs


def allowed(imports: ImportJobs | None, viewer: Viewer) -> ImportJobs:
    """The imports, for a viewer who may import.

    Raises:
        ImportsOff: The server has no place for uploads.
        Unauthenticated: Nobody signed in.
        Forbidden: The viewer's role does not reach.
    """
    viewer.require(Right.IMPORT)
    if imports is None:
        raise ImportsOff("this server has no place for uploads, so it takes no imports")
    return imports
