"""Imports as a caller asks for them: upload, list, look, cancel, take back."""

import threading
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread

from api.imports.errors import NoSuchImport, WrongState, refusal_of
from api.imports.job import Job, Shelf, Undo, Wishes
from api.imports.upload import Upload, receive
from api.imports.view import ImportView, ViewState, view_of_job, view_of_record
from api.imports.worker import Target, Worker, difference_file
from api.paging import check_first
from graph.errors import InvalidCursor
from ingest.errors import IngestError, UnknownImport
from ingest.mapping.load import load_mapping
from ingest.runs.ledger import ImportRecord, find_import, imports
from ingest.sources import open_sources


@dataclass(frozen=True, slots=True)
class ImportPage:
    """Some imports, newest first.

    Attributes:
        imports: They.
        next: What to give as ``after`` for those that follow; None if none do.
        total: How many there are on all pages.
        continues: Whether others come before them.
    """

    imports: Sequence[ImportView]
    next: str | None
    total: int
    continues: bool


class ImportJobs:
    """Imports of this server; calls may come from several threads.

    Args:
        target: Where they import to.
        root: Folder of what is uploaded; no other server may use it.
        most_bytes: How large an upload may be.
    """

    def __init__(self, target: Target, root: Path, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._target = target
        self._shelf = Shelf(root)
        self._worker = Worker(self._shelf, target)
        self._ordering = threading.Lock()

    def start(self) -> None:
        """Begin to work on what is queued."""
        self._worker.start()

    def close(self) -> None:
        """Stop after the batch under way; it goes on after the next start."""
        self._worker.close()

    async def submit(
        self, content_type: str, body: AsyncIterable[bytes], wishes: Wishes
    ) -> ImportView:
        """Receive an upload, check it, and queue it.

        Raises:
            BadUpload: It is none.
            UploadTooLarge: It has more than ``most_bytes``.
            UploadRefused: The importer cannot read the file, or the mapping does not fit it.
        """
        folder = await to_thread.run_sync(self._shelf.receive)
        try:
            upload = await receive(content_type, body, folder, self.most_bytes)
            await to_thread.run_sync(self._check, folder, upload)
            job = await to_thread.run_sync(
                self._shelf.accept, folder, upload.file, upload.mapping, wishes
            )
        except BaseException:
            self._shelf.drop(folder)
            raise
        self._worker.wake()
        return view_of_job(job, None, None, self._shelf.root)

    def find(self, id: str) -> ImportView:
        """An import, of this server or from the ledger.

        Raises:
            NoSuchImport: There is none of that id.
        """
        job = self._shelf.find(id)
        if job is not None:
            return self._view(job, self._record(job))
        record = find_import(self._target.store, id)
        if record is None:
            raise NoSuchImport(f"no import {id!r}")
        return view_of_record(record, self._shelf.root)

    def page(self, first: int, after: str | None) -> ImportPage:
        """Imports, newest first, those of the command line among them.

        Raises:
            InvalidPageSize: ``first`` is negative or too large.
            InvalidCursor: There is no import of the id ``after``.
        """
        check_first(first)
        jobs = self._shelf.all()
        records = {item.batch: item for item in imports(self._target.store)}
        own = {job.id for job in jobs}
        others = [item for item in records.values() if item.batch not in own]
        found: list[Job | ImportRecord] = sorted([*jobs, *others], key=_age, reverse=True)
        begin = _position(found, after)
        shown = found[begin : begin + first]
        views = [
            self._view(item, None if item.wishes.dry_run else records.get(item.batch))
            if isinstance(item, Job)
            else view_of_record(item, self._shelf.root)
            for item in shown
        ]
        more = begin + first < len(found) and bool(views)
        return ImportPage(views, views[-1].id if more else None, len(found), after is not None)

    def cancel(self, id: str) -> ImportView:
        """Stop an import after its batch; what was committed stays until it is taken back.

        Raises:
            NoSuchImport: There is none of that id.
            WrongState: It has ended, or is not of this server.
        """
        if self._shelf.find(id) is None and self.find(id):
            raise WrongState(f"import {id} is not of this server; stop it where it runs")
        self._worker.cancel(id)
        return self.find(id)

    def roll_back(self, id: str, *, cascade: bool = False) -> ImportView:
        """Queue a job that takes back what an import wrote; see ``roll_back`` of ``ingest``.

        Raises:
            NoSuchImport: There is none of that id, or it wrote nothing.
            WrongState: It has not ended, or is being taken back.
            UnknownImport: It was taken back before.
        """
        batch = self._taken_back(id)
        with self._ordering:
            for job in self._shelf.all():
                if job.is_open and job.undo is not None and job.undo.batch == batch:
                    raise WrongState(f"import {id} is being taken back by job {job.id}")
            job = self._shelf.order(Undo(batch, cascade))
        self._worker.wake()
        return view_of_job(job, None, None, self._shelf.root)

    def _taken_back(self, id: str) -> str:
        """The batch that is to be taken back."""
        job = self._shelf.find(id)
        if job is not None and job.is_open:
            raise WrongState(f"import {id} is {job.state}; cancel it first")
        view = self.find(id)
        if view.batch is None:
            raise NoSuchImport(f"import {id} wrote nothing that could be taken back")
        if view.state is ViewState.ROLLED_BACK:
            raise UnknownImport(f"import {id} was rolled back before")
        return view.batch

    def rejects(self, id: str) -> tuple[Sequence[Path], Path]:
        """The files of refused rows, and the folder to be left out of the names in them.

        Raises:
            NoSuchImport: There is no such import, or it has no refused rows.
        """
        files = self.find(id).reject_files
        if not files:
            raise NoSuchImport(f"import {id} has no file of refused rows")
        return files, self._shelf.root

    def difference(self, id: str) -> Path:
        """The file of what a rehearsal would change, as JSON lines.

        Raises:
            NoSuchImport: There is no such import, or it was no rehearsal.
            WrongState: It is not finished.
        """
        view = self.find(id)
        if not view.dry_run:
            raise NoSuchImport(f"import {id} was no dry run, so it has no difference")
        file = difference_file(self._shelf.folder(id))
        if view.state != "finished":
            raise WrongState(f"import {id} is {view.state}, not finished")
        return file

    def _check(self, folder: Path, upload: Upload) -> None:
        """Refuse what the importer would refuse before its first row."""
        ontology = self._target.ontology
        try:
            rules = None
            if upload.mapping is not None:
                rules = load_mapping(folder / "mapping" / upload.mapping, ontology)
            open_sources(folder / "data" / upload.file, rules, ontology)
        except IngestError as error:
            raise refusal_of(error, self._shelf.root) from error

    def _view(self, job: Job, record: ImportRecord | None) -> ImportView:
        return view_of_job(job, record, self._worker.pace(job.id), self._shelf.root)

    def _record(self, job: Job) -> ImportRecord | None:
        if job.wishes.dry_run or job.undo is not None:
            return None
        return find_import(self._target.store, job.batch)


def _age(item: Job | ImportRecord) -> tuple[str, str]:
    return item.time, item.id if isinstance(item, Job) else item.batch


def _position(found: Sequence[Job | ImportRecord], after: str | None) -> int:
    if after is None:
        return 0
    ids = [_age(item)[1] for item in found]
    if after not in ids:
        raise InvalidCursor(f"no import {after!r} to go on after")
    return ids.index(after) + 1
