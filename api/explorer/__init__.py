"""The explorer's page, served from this package alone; it is a client of the public API."""

from api.explorer.serving import PAGE, explorer_files, explorer_router

__all__ = ["PAGE", "explorer_files", "explorer_router"]
