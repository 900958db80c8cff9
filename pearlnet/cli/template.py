"""``pearlnet template``: a workbook to be filled in and imported."""

from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from pearlnet.cli.session import Json, opened, output
from pearlnet.settings import Language


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(template)


def template(
    context: typer.Context,
    class_name: Annotated[
        str,
        typer.Argument(
            metavar="CLASS", help="Name or label of a class, such as demand. 类名，如 需求。"
        ),
    ],
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Workbook to write. 输出文件（xlsx）。")
    ] = None,
    lang: Annotated[
        Language | None, typer.Option("--lang", help="Of the drop-downs. 下拉列表的语言。")
    ] = None,
    json: Json = False,
) -> None:
    """Write a workbook to fill in; what comes back needs no mapping. 生成填报模板。"""
    out = output(context, json)
    with opened() as (_, ontology, store):
        from ingest.template import class_prefix, find_class, write_template

        name = find_class(class_name, ontology)
        path = file or Path(f"{class_prefix(name)}.xlsx")
        if path.exists() or not path.parent.is_dir():
            message = f"{path} is there already, or its folder is not 文件已存在，或没有这个目录"
            raise typer.BadParameter(f"{message}; name another with -o 请用 -o 另取名")
        book = BytesIO()
        write_template(book, ontology, name, lang or out.language, store)
    with path.open("xb") as target:
        target.write(book.getvalue())
    if out.json:
        out.value({"class": name, "file": str(path)})
    else:
        out.line(f"{path}: {out.say('template-written')}")
