"""The committed schema definition, ``api/schema.graphql``, and what has changed against it.

``python -m api.sdl`` writes it anew for the ontology that ships, and the tests fail until that is
done. A breaking change it writes only once CHANGELOG.md announces it in the section Unreleased,
as a line ``- Breaking: <description>`` with the words that it prints.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    BreakingChange,
    DangerousChange,
    build_schema,
    find_schema_changes,
    lexicographic_sort_schema,
    print_schema,
)

import ontology
from api.root import graphql_schema
from ontology.model import Ontology

COMMITTED = Path(__file__).parent / "schema.graphql"

_HEADER = "# Generated from the ontology by `python -m api.sdl`; not edited by hand.\n\n"
_UNRELEASED = re.compile(r"^## \[?Unreleased\]?[^\n]*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ANNOUNCEMENT = re.compile(r"^\s*[-*]\s*Breaking:\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two schema definitions, described in words.

    Attributes:
        breaking: A query that was valid may now fail.
        dangerous: A query stays valid but may mean something else.
        safe: Anything else.
    """

    breaking: tuple[str, ...]
    dangerous: tuple[str, ...]
    safe: tuple[str, ...]

    def unannounced(self, changelog: str) -> tuple[str, ...]:
        """The breaking changes that the changelog's section Unreleased does not name."""
        section = _UNRELEASED.search(changelog)
        announced = set(_ANNOUNCEMENT.findall(section[1])) if section else set()
        return tuple(item for item in self.breaking if item not in announced)


def definition(of: Ontology) -> str:
    """The schema definition that follows from an ontology, sorted, always the same."""
    text = print_schema(lexicographic_sort_schema(graphql_schema(of)))
    return _HEADER + re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) + "\n"


def changes(old: str, new: str) -> Changes:
    """What differs between two schema definitions."""
    found = find_schema_changes(build_schema(old), build_schema(new))
    breaking = [item for item in found if isinstance(item, BreakingChange)]
    dangerous = [item for item in found if isinstance(item, DangerousChange)]
    safe = [item for item in found if not isinstance(item, BreakingChange | DangerousChange)]
    return Changes(
        *(tuple(sorted(item.description for item in kind)) for kind in (breaking, dangerous, safe))
    )


def write(path: Path, text: str, changelog: str) -> tuple[str, ...]:
    """Write the definition, unless it breaks something that the changelog does not name.

    Returns:
        The breaking changes that are not announced; nothing is written if there are any.
    """
    old = path.read_text(encoding="utf-8") if path.exists() else text
    missing = changes(old, text).unannounced(changelog)
    if not missing:
        path.write_text(text, encoding="utf-8")
    return missing


def main() -> int:
    """Write the definition of the shipped ontology; 1 if a breaking change is not announced."""
    changelog = COMMITTED.parent.parent / "CHANGELOG.md"
    text = definition(ontology.load())
    missing = write(COMMITTED, text, changelog.read_text(encoding="utf-8"))
    if missing:
        sys.stderr.write("Announce in CHANGELOG.md, section Unreleased:\n")
        sys.stderr.writelines(f"- Breaking: {item}\n" for item in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
