"""Relations that a source states of records that were merged."""

from collections.abc import Mapping
from dataclasses import replace

from graph.records import Claim, Provenance, Relation
from ingest.rows.drafts import RelationDraft
from ingest.statements.standing import (
    Priorities,
    Said,
    add,
    put_relation,
    said_of_properties,
    said_of_relation,
)


def state(
    known: Relation | None,
    draft: RelationDraft,
    final: Mapping[str, str],
    by: Provenance,
    priorities: Priorities,
) -> Relation:
    """The relation between the records that stand now, with what the source states."""
    source, target = (final.get(end, end) for end in (draft.source, draft.target))
    is_moved = (source, target) != (draft.source, draft.target)
    about = f"{draft.source}\t{draft.target}" if is_moved else ""
    stored = known or Relation(draft.type, source, target)
    said: Said = () if known is None else said_of_relation(known)
    told: dict[str, Said] = {} if known is None else dict(said_of_properties(known))
    for field, value in draft.properties.items():
        told[field] = add(told.get(field, ()), Claim(field, value, by, about))
    said = add(said, Claim("", None, by, about))
    return put_relation(replace(stored, claims=()), said, priorities, told)
