"""``pearlnet key``: keys by which portals and people call the API."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pearlnet.bootstrap import open_keys
from pearlnet.cli.output import Output
from pearlnet.cli.session import Json, opened, output
from pearlnet.settings import Role

if TYPE_CHECKING:
    from api.access import ApiKey

app = typer.Typer(no_args_is_help=True, help="API keys. 接口密钥。")


@app.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who holds it. 持有者。")],
    role: Annotated[
        Role, typer.Option("--role", help="What its holder may see and do. 权限。")
    ] = "portal",
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="How long it holds. 有效天数。")
    ] = None,
    json: Json = False,
) -> None:
    """Make a key and show it, once. 新建密钥，只显示一次。"""
    from api.access import Role as Granted

    out = output(context, json)
    with opened() as (settings, _, store):
        issued = open_keys(settings, store).create(name, Granted(role), days)
    if out.json:
        out.value({**_as_json(issued.key), "secret": issued.secret})
        return
    _print(out, [issued.key])
    out.line(out.say("key-once"))
    out.line(issued.secret, style="bold")


@app.command("list")
def show(context: typer.Context, json: Json = False) -> None:
    """List the keys, without what is secret in them. 列出密钥。"""
    out = output(context, json)
    with opened() as (settings, _, store):
        keys = open_keys(settings, store).list()
    if out.json:
        out.value([_as_json(key) for key in keys])
    else:
        _print(out, keys)


@app.command()
def revoke(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Id of the key. 密钥编号。")],
    json: Json = False,
) -> None:
    """Take a key back; every server refuses it within seconds. 吊销密钥。"""
    out = output(context, json)
    with opened() as (settings, _, store):
        key = open_keys(settings, store).revoke(id)
    if out.json:
        out.value(_as_json(key))
    else:
        _print(out, [key])


def _print(out: Output, keys: "Sequence[ApiKey]") -> None:
    out.table(
        "",
        ("number", "name", "role", "created", "key-expires", "key-revoked"),
        [
            (key.id, key.name, key.role.value, key.created, key.expires or "", key.revoked or "")
            for key in keys
        ],
    )


def _as_json(key: "ApiKey") -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role.value,
        "created": key.created,
        "expires": key.expires,
        "revoked": key.revoked,
    }
