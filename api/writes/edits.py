"""Edits on behalf of a viewer: once, in one transaction, with their entry in the audit log."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from api.access import Viewer
from api.audit import AuditLog
from api.writes.idempotency import Request, recall, remember
from graph.port import GraphStore, GraphWriter
from ingest.edits import Author, Edit, Edited, apply_edit, delete_entity
from ontology.model import Ontology


@dataclass(frozen=True, slots=True)
class Edits:
    """Writes single records. Calls may come from several threads.

    Attributes:
        store: Where to.
        ontology: What may exist.
        audit: Where each write is entered.
    """

    store: GraphStore
    ontology: Ontology
    audit: AuditLog

    def upsert(
        self, viewer: Viewer, edit: Edit, expected: str | None, request: Request | None
    ) -> Edited:
        """Create or change an entity; see ``apply_edit`` for what it raises.

        A request that was done before gives the entity as it stands now.
        """
        now = datetime.now(UTC)
        batch = f"edit-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
        author = Author(viewer.name or viewer.role.value, batch, now.isoformat(timespec="seconds"))

        def work(writer: GraphWriter) -> Edited:
            known = recall(writer, request) if request else None
            if known is not None and (entity := writer.get([known["id"]]).get(known["id"])):
                return Edited(entity, known["created"] == "yes", changed=False)
            done = apply_edit(writer, self.ontology, edit, author, expected)
            if done.changed:
                self.audit.append(
                    writer,
                    viewer,
                    "upsert",
                    (done.entity.id, *sorted(_others(edit, done.entity.id))),
                    {"fields": ", ".join(sorted(edit.properties)), "batch": batch},
                )
            if request:
                answer = {"id": done.entity.id, "created": "yes" if done.created else "no"}
                remember(writer, request, answer)
            return done

        return self.store.write(work)

    def delete(self, viewer: Viewer, id: str, expected: str | None, *, cascade: bool) -> bool:
        """Delete an entity; whether there was one. See ``delete_entity`` for what it raises."""

        def work(writer: GraphWriter) -> bool:
            gone = delete_entity(writer, id, expected, cascade=cascade)
            if gone:
                detail = {"cascade": "yes" if cascade else "no"}
                self.audit.append(writer, viewer, "delete", (id,), detail)
            return gone

        return self.store.write(work)


def _others(edit: Edit, id: str) -> set[str]:
    keys = [item.key for item in (*edit.stated, *edit.withdrawn)]
    return {end for key in keys for end in (key.source, key.target)} - {id}
