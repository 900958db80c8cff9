"""What a reader decided by itself, so that people can see and correct it."""

from dataclasses import dataclass

from ontology.model import Text


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a source that was, or was not, read.

    Attributes:
        file: The source, as shown to users.
        code: Stable.
        text: What to tell, in zh and en.
    """

    file: str
    code: str
    text: Text


def recognised_encoding(file: str, name: str) -> Note:
    """The text is not UTF-8, and nobody said what it is."""
    return Note(
        file,
        "READ_AS",
        Text(
            {
                "zh": f"按 {name} 读取；若有乱码，请在映射中写明 format: {{encoding: ...}}",
                "en": f"read as {name}; if that is wrong, state format: {{encoding: ...}} "
                "in the mapping",
            }
        ),
    )


def recognised_delimiter(file: str, delimiter: str) -> Note:
    """The columns of a ``.csv`` file are not delimited by commas, and nobody said so."""
    shown = "TAB" if delimiter == "\t" else delimiter
    return Note(
        file,
        "DELIMITED_BY",
        Text(
            {
                "zh": f"按分隔符 {shown} 读取；若不对，请在映射中写明 format: {{delimiter: ...}}",
                "en": f"read with the delimiter {shown}; if that is wrong, state "
                "format: {delimiter: ...} in the mapping",
            }
        ),
    )


def left_out(file: str, reason: Text) -> Note:
    """A file or sheet was not read."""
    return Note(
        file,
        "NOT_READ",
        Text({"zh": f"未读取：{reason.get('zh')}", "en": f"not read: {reason.get('en')}"}),
    )
