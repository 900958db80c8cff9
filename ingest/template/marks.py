"""How a template knows its own rows again: the marker sheet, and what stands in the id column.

The rows that explain the columns bear one of three texts as their id, which no entity could have
by accident. The example is passed over only while it is as it was written: somebody may have
typed a record over it.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ontology.model import Text

MARKER = "_pearlnet"
"""The sheet that tells which sheets are tables of ours."""
LISTS = "_lists"
"""The sheet that holds what drop-downs offer."""
HEADER_ROW = 1
FIRST_ROW = 2

LABELS_ID = "※ 编号 id"
ID_HINT = Text(
    {
        "zh": "可以留空：由类和名称得出；要修改已有记录，填它的 id。",
        "en": "May be left empty: it is made of class and name. To change a record, give its id.",
    }
)
HINTS_ID = "※ " + "\n".join(ID_HINT.by_language.values())
EXAMPLE_ID = "※ 示例 example"


def plain(text: str) -> str:
    """The text with single spaces, for programs end lines as they like."""
    return " ".join(text.split())


GUIDES = frozenset({LABELS_ID, plain(HINTS_ID)})
"""The ids of the rows of labels and hints, made plain."""

UNNAMEABLE = frozenset("[]|")
"""An id with one of these cannot be told from the name beside it, or from the next id."""
_NAMED = re.compile(r".+ \[([^\[\]|]+)\]")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a template remembers of one of its sheets.

    Attributes:
        example: The cells of the example row that are not empty, by column, as text.
        relations: The columns whose cells may name an entity beside its id.
    """

    example: Mapping[str, str]
    relations: Collection[str]

    def dump(self) -> str:
        """As text for the marker sheet."""
        content = {"example": dict(self.example), "relations": sorted(self.relations)}
        return json.dumps(content, ensure_ascii=False)


def parse_marks(text: str) -> Marks:
    """What ``Marks.dump`` wrote.

    Raises:
        ValueError: It is something else.
    """
    match json.loads(text):
        case {"example": dict() as example, "relations": list() as relations}:
            return Marks({str(k): str(v) for k, v in example.items()}, set(map(str, relations)))
        case other:
            raise ValueError(f"no marks of a template: {other!r}")


def named_entity(name: str, id: str) -> str:
    """An entity as drop-downs show it: its name, and its id in brackets."""
    shown = plain(name.replace("|", "／"))
    return f"{shown} [{id}]" if shown and shown != id else id


def entity_of(shown: str) -> str:
    """The id in what ``named_entity`` made; any other text is an id itself."""
    found = _NAMED.fullmatch(shown.strip())
    return found[1] if found else shown.strip()
