"""Which encoding a text file has, told before any of it is used."""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.contents.content import Content, file_content
from ingest.errors import UnreadableSource
from ingest.limits import DEFAULT_LIMITS, Limits, beyond

_BLOCK = 1 << 20
_SAMPLE = 4096
_BOMS = {
    codecs.BOM_UTF32_LE: "",
    codecs.BOM_UTF32_BE: "",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or XLSX workbook",
    b"\x1f\x8b": "a gzip file",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc)",
    b"%PDF": "a PDF document",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}
_FAMILY = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8"}
_KNOWN = re.compile(
    r"utf-8|utf-16(-[lb]e)?|gb18030|big5|big5hkscs|cp950|shift_jis|cp932|euc_jp|euc_kr|cp949"
    r"|koi8-[ru]|cp125[0-8]|iso8859-\d+"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a text.

    Attributes:
        name: As Python knows it.
        guessed: Whether it was recognised by the text alone, so that people should be told.
    """

    name: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Break:
    """Where bytes stop being text of an encoding."""

    offset: int
    at_end: bool


def known_encoding(told: str) -> str | None:
    """Python's name for an encoding that a mapping names; None if it is no known one."""
    try:
        name = codecs.lookup(told).name
    except LookupError:
        return None
    name = _FAMILY.get(name, name)
    return name if _KNOWN.fullmatch(name) else None


def find_encoding(content: Content, told: str | None, limits: Limits) -> Encoding:
    """Read the content through once and make sure that it is text, in lines of bearable length.

    It is UTF-8, with or without a BOM, or UTF-16 with one, or what a mapping tells; else GB18030
    (and with it GBK) if all of it is, and reads like Chinese.

    Raises:
        UnreadableSource: It is missing or is no such text; names the line and what to do.
    """
    with content.open() as opened:
        start = opened.stream.read(4)
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            message = f"is {what}, not text; give it the suffix that it needs, or export it as CSV"
            raise UnreadableSource(content.name, 0, message)
    marked = next((name for bom, name in _BOMS.items() if start.startswith(bom)), None)
    if marked == "":
        message = "is UTF-32 text; convert it: iconv -f UTF-32 -t UTF-8"
        raise UnreadableSource(content.name, 1, message)
    name = marked or told or "utf-8"
    broken = _scan(content, name, limits)
    if broken is None:
        return Encoding(name)
    if marked is None and told is None and _reads_like_chinese(content, limits):
        return Encoding("gb18030", guessed=True)
    raise _undecodable(content, name, broken)


def _scan(
    content: Content, encoding: str, limits: Limits, sample: list[str] | None = None
) -> _Break | None:
    """Decode all of it, and gather a sample of what is not ASCII; None if all went well."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before = unended = 0
    with content.open() as opened:
        while True:
            block = opened.stream.read(_BLOCK)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return _Break(before - pending + error.start, at_end=not block)
            if not block:
                return None
            before += len(block)
            end = max(text.rfind("\n"), text.rfind("\r"))
            unended = len(text) - end - 1 if end >= 0 else unended + len(text)
            if unended > limits.row:
                what = f"has a line of more than {limits.row:,} characters"
                line = _line_at(content, encoding, before - 1)
                raise UnreadableSource(content.name, line, beyond("row", limits.row, what))
            if sample is not None and len(sample) < _SAMPLE and not text.isascii():
                sample += [letter for letter in text if letter > "\x7f"][:_SAMPLE]


def _reads_like_chinese(content: Content, limits: Limits) -> bool:
    """Whether it decodes as GB18030, into characters as Chinese texts have them.

    Nearly all are in GB 2312, and most Han in its first level, the 3,755 frequent characters
    (rows B0 to D7, by pinyin). Other encodings fall into odd corners: Latin letters into GBK's
    extension, UTF-8 too; Korean has no rows above C8, Cyrillic no cells below C0.
    """
    sample: list[str] = []
    if _scan(content, "gb18030", limits, sample) is not None:
        return False
    pairs = [pair for letter in sample if len(pair := letter.encode("gb2312", "ignore")) == 2]
    frequent = [pair for pair in pairs if 0xB0 <= pair[0] <= 0xD7]
    han = [pair for pair in pairs if pair[0] >= 0xB0]
    if len(pairs) < 0.9 * len(sample) or len(frequent) < max(1, 0.7 * len(han)):
        return False
    late = sum(pair[0] > 0xC8 for pair in frequent)
    low = sum(pair[1] < 0xC0 for pair in frequent)
    return len(frequent) < 32 or min(late, low) > len(frequent) / 10


def _undecodable(content: Content, encoding: str, broken: _Break) -> UnreadableSource:
    line = _line_at(content, encoding, broken.offset)
    if broken.at_end:
        message = "ends in the middle of a character: the file is cut off; fetch it again"
    else:
        message = (
            f"is not {encoding.upper()} text; save it as UTF-8, or state its encoding in the "
            "mapping: format: {encoding: gb18030}"
        )
    return UnreadableSource(content.name, line, message)


def _line_at(content: Content, encoding: str, offset: int) -> int:
    """The line of the byte at an offset; line ends are LF, CR LF or CR."""
    inner = codecs.getincrementaldecoder(encoding)("replace")
    decoder = io.IncrementalNewlineDecoder(inner, translate=True)
    line, left = 1, offset
    with content.open() as opened:
        while left > 0 and (block := opened.stream.read(min(_BLOCK, left))):
            line += decoder.decode(block).count("\n")
            left -= len(block)
    return line + decoder.decode(b"", final=True).count("\n")


def check_utf8(path: Path) -> None:
    """Read a file through once and make sure that it is UTF-8, with or without a BOM.

    Raises:
        UnreadableSource: It is missing or is no UTF-8; names the line and what to do.
    """
    encoding = find_encoding(file_content(path), "utf-8", DEFAULT_LIMITS)
    if encoding.name != "utf-8":
        message = "is UTF-16 text; convert it: iconv -f UTF-16 -t UTF-8"
        raise UnreadableSource(str(path), 1, message)
