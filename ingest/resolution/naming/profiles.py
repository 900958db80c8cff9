"""What resolution looks at in an entity: its names read, its codes, its year, its domain."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from graph.records import Entity, PropertyValue
from ingest.resolution.naming.credit_code import is_valid_credit_code, plain_credit_code
from ingest.resolution.naming.han import parse_han
from ingest.resolution.naming.latin import parse_latin
from ingest.resolution.naming.lexicon import lexicon
from ingest.resolution.naming.parts import Name
from ingest.resolution.naming.places import Places
from ingest.resolution.naming.plain import is_han
from ontology.languages import split_text_key

Reader: TypeAlias = Callable[[str], Name | None]

NAME, ALIAS = "name", "alias"
_TEXTS = (NAME, ALIAS)
_PUBLIC_MAIL = frozenset(
    [
        "126.com",
        "139.com",
        "163.com",
        "189.cn",
        "foxmail.com",
        "gmail.com",
        "hotmail.com",
        "live.com",
        "outlook.com",
        "qq.com",
        "sina.cn",
        "sina.com",
        "sohu.com",
        "tom.com",
        "yahoo.com",
        "yeah.net",
        "21cn.com",
    ]
)
"""Who writes from there may be anybody."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as resolution sees it.

    Attributes:
        id: Its id.
        type: Its class.
        names: Its proper names by language tag.
        aliases: Its other names, those left out that are among the proper ones.
        credit_code: Its valid credit code, or ``""``.
        code: Its code in a classification or list, or ``""``.
        year: The year in which it was founded, or None.
        domain: The domain of its homepage, else of its mail, or ``""``.
    """

    id: str
    type: str
    names: Mapping[str, Name]
    aliases: tuple[Name, ...] = ()
    credit_code: str = ""
    code: str = ""
    year: int | None = None
    domain: str = ""

    @property
    def every_name(self) -> tuple[Name, ...]:
        """Proper names and aliases."""
        return (*self.names.values(), *self.aliases)


def reader(places: Places) -> Reader:
    """What reads names, with the words of the lexicon and those places."""
    words = lexicon()

    def read(text: str) -> Name | None:
        return (parse_han if is_han(text) else parse_latin)(text, words, places)

    return read


def profile_of(entity: Entity, read: Reader) -> Profile:
    """The entity's profile; properties that it lacks are left empty."""
    names: dict[str, Name] = {}
    aliases: dict[str, Name] = {}
    for kind, language, text in _named(entity):
        name = read(text)
        if name is not None and kind == NAME:
            names[language] = name
        elif name is not None:
            aliases[name.whole] = name
    proper = {name.whole for name in names.values()}
    year = entity.properties.get("foundedYear")
    return Profile(
        entity.id,
        entity.type,
        names,
        tuple(name for whole, name in aliases.items() if whole not in proper),
        valid_credit_code(entity),
        _text(entity, "code").strip().casefold(),
        year if isinstance(year, int) else None,
        _domain(_text(entity, "homepage")) or _mail_domain(_text(entity, "contactEmail")),
    )


def valid_credit_code(entity: Entity) -> str:
    """Its credit code as the standard writes it, or ``""`` if it has none that is valid."""
    text = _text(entity, "creditCode")
    return plain_credit_code(text) if text and is_valid_credit_code(text) else ""


def _named(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Each text of a name or alias, with the language that it is said to be in."""
    for key, value in sorted(entity.properties.items()):
        found = split_text_key(key, _TEXTS)
        if found is not None:
            for text in _items(value):
                yield *found, text


def _items(value: PropertyValue | None) -> tuple[str, ...]:
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str))


def _text(entity: Entity, field: str) -> str:
    value = entity.properties.get(field)
    return value if isinstance(value, str) else ""


def _domain(address: str) -> str:
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _mail_domain(address: str) -> str:
    domain = address.rpartition("@")[2].strip().casefold() if "@" in address else ""
    return "" if domain in _PUBLIC_MAIL else domain
