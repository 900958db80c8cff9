"""GraphQL over HTTP, with types that follow from the ontology."""

from api.app import create_app
from api.errors import ApiError
from api.limits import Limits
from api.services import Chaining, Matching, Services

__all__ = ["ApiError", "Chaining", "Limits", "Matching", "Services", "create_app"]
