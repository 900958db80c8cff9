"""Composition: the only place that picks adapters."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypedDict
from uuid import uuid4

from graph.port import GraphStore, GraphWriter
from graph.schema import GraphSchema
from ontology import Ontology, load
from ontology.model import LANGUAGES, ClassDef, RelationDef
from ontology.shelf import model_files
from pearlnet.settings import Settings

if TYPE_CHECKING:
    from api import Services
    from api.access import ApiKeys, SignIn
    from api.audit import AuditLog
    from api.imports import ImportJobs
    from api.limits import Limits
    from matcher import Encoder, Matcher
    from matcher.encoder.static import StaticEncoder
    from matcher.encoder.transformer import TransformerEncoder
    from matcher.registry import CurrentMatcher, Registry, Serving

_IDENTITY = "index:store"


def open_ontology(settings: Settings) -> Ontology:
    """The shipped ontology with the user's own Turtle files and what was added."""
    added = model_files(settings.ontologies)
    kept = settings.ontologies / "built.json" if added else None
    return load(*settings.ontology_files, *added, kept=kept)


def model_extensions(settings: Settings) -> tuple[Path, ...]:
    """The Turtle files beside the shipped ones: the user's own, and of what was added."""
    return (*settings.ontology_files, *model_files(settings.ontologies))


def open_store(settings: Settings) -> GraphStore:
    """Neo4j where its address is set, else the embedded SQLite store."""
    if settings.neo4j_uri:
        from graph.neo4j import Neo4jStore

        return Neo4jStore(
            settings.neo4j_uri,
            settings.neo4j_user,
            settings.neo4j_password.get_secret_value(),
            database=settings.neo4j_database,
        )
    from graph.sqlite import SqliteStore

    settings.home.mkdir(parents=True, exist_ok=True)
    return SqliteStore(settings.database)


class Transactions(TypedDict):
    """How the configured store likes to be written to; options of an import."""

    read_ahead: bool
    records: int
    patience: float


def transactions(settings: Settings) -> Transactions:
    """Small transactions while the next is prepared for a server, large ones for a file.

    A server may be started anew, and imports wait for that; a file does not come back.
    """
    if settings.neo4j_uri:
        patience = settings.import_patience
        return Transactions(read_ahead=True, records=10_000, patience=patience)
    return Transactions(read_ahead=False, records=60_000, patience=0.0)


@contextmanager
def open_scratch(schema: GraphSchema) -> Iterator[GraphStore]:
    """An empty store of that schema, gone at the end."""
    from graph.sqlite import SqliteStore

    with (
        TemporaryDirectory(prefix="pearlnet-") as folder,
        SqliteStore(Path(folder) / "scratch.db") as store,
    ):
        store.apply_schema(schema)
        yield store


def open_registry(settings: Settings) -> "Registry":
    """The versions of the matching model."""
    from matcher.registry import Registry

    return Registry(settings.models)


def open_serving(settings: Settings) -> "Serving":
    """The version of the matching model that is in use, as it is promoted."""
    from matcher.registry import Serving

    return Serving(open_registry(settings), partial(open_encoder, settings))


def open_encoder(settings: Settings, name: str) -> "Encoder":
    """The encoder of that name.

    Raises:
        InvalidModel: It is missing or damaged.
    """
    from matcher import load_encoder

    folder = settings.models / name
    if not (folder / "transformer.json").exists():
        return load_encoder(folder)
    from matcher.encoder.transformer import load_transformer, read_recipe
    from matcher.errors import InvalidModel

    encoder = load_transformer(read_recipe(folder))
    if encoder.name != name:
        raise InvalidModel(
            f"the model {encoder.recipe.model!r} has changed since {name} was made of it; "
            "`pearlnet model train` takes it as it is"
        )
    return encoder


def train_encoder(settings: Settings, store: GraphStore, ontology: Ontology) -> "Encoder":
    """The encoder of the settings, kept: the default is trained on what the store holds.

    Of another it is measured whether it reads Chinese.
    """
    from matcher.encoder.corpus import read_corpus
    from matcher.encoder.training import train

    encoder: StaticEncoder | TransformerEncoder
    if settings.encoder == "static":
        encoder = train(read_corpus(store, ontology))
    else:
        from matcher.encoder.transformer import Recipe, load_transformer

        recipe = Recipe(
            settings.encoder,
            settings.encoder_query_prompt,
            settings.encoder_document_prompt,
            settings.encoder_batch,
            settings.encoder_dimension,
        )
        encoder = load_transformer(recipe, _probes(ontology))
    with open_registry(settings).locked():
        encoder.save(settings.models)
    return encoder


def _probes(ontology: Ontology) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By language the labels of classes and relations, each with what it means."""
    named: list[ClassDef | RelationDef] = [
        *ontology.classes.values(),
        *ontology.relations.values(),
    ]
    return {
        language: [(item.label.get(language), item.gloss.get(language)) for item in named]
        for language in LANGUAGES
    }


def open_matcher_with(
    settings: Settings,
    store: GraphStore,
    ontology: Ontology,
    encoder: "Encoder",
    *,
    server: bool = False,
) -> "Matcher":
    """A matcher with an encoder; in a server it renews large indexes behind questions."""
    from matcher import IndexHome, Matcher

    home = IndexHome(settings.indexes, _identity(store), server)
    return Matcher(store, ontology, encoder, home)


def open_matcher(
    settings: Settings, store: GraphStore, ontology: Ontology, *, server: bool = False
) -> "CurrentMatcher":
    """A matcher with the version of the model that is in use.

    Raises:
        NoVersion: None is.
    """
    from matcher.registry import CurrentMatcher

    serving = open_serving(settings)
    serving.now()
    make = partial(open_matcher_with, settings, store, ontology, server=server)
    return CurrentMatcher(serving, make)


def _identity(store: GraphStore) -> str:
    """The mark by which what was derived from a store is known again; given at the first need."""
    found = store.notes(_IDENTITY).get(_IDENTITY)
    return found or store.write(partial(_mark, fresh=uuid4().hex))


def _mark(writer: GraphWriter, fresh: str) -> str:
    known = writer.notes(_IDENTITY).get(_IDENTITY)
    if known is None:
        writer.put_notes({_IDENTITY: fresh})
    return known or fresh


@contextmanager
def compose(settings: Settings) -> "Iterator[Services]":
    """Everything that the API serves, closed at the end."""
    from api import Services
    from chains import ChainAnalysis
    from pearlnet.indicators import Indicators

    ontology = open_ontology(settings)
    with open_store(settings) as store:
        matcher = open_matcher(settings, store, ontology, server=True)
        yield Services(
            store=store,
            ontology=ontology,
            matcher=matcher,
            chains=ChainAnalysis(store, ontology),
            imports=_imports(settings, store, ontology),
            indicators=Indicators(store, ontology, matcher),
            audit=open_audit(settings),
            sign_in=open_sign_in(settings, store),
        )


def limits_of(settings: Settings) -> "Limits":
    """What queries may be at most."""
    from api.limits import Limits

    return Limits(
        cost=settings.query_cost,
        seconds=settings.query_seconds,
        introspection=settings.introspection,
        rate=settings.rate,
        burst=settings.burst,
    )


def open_audit(settings: Settings) -> "AuditLog":
    """The audit log under the settings' key."""
    from api.audit import AuditLog

    return AuditLog(settings.audit_key.get_secret_value())


def open_keys(settings: Settings, store: GraphStore) -> "ApiKeys":
    """The API keys, as whoever sits at the command line makes and revokes them."""
    from api.access import ApiKey, ApiKeys, Role, Viewer

    audit, viewer = open_audit(settings), Viewer(Role.ADMIN, "command line")

    def entered(writer: GraphWriter, action: str, key: ApiKey) -> None:
        detail = {"name": key.name, "role": key.role.value}
        audit.append(writer, viewer, action, (key.id,), detail)

    return ApiKeys(store, entered=entered)


def open_sign_in(settings: Settings, store: GraphStore) -> "SignIn":
    """Who callers are, by the keys in the store and the provider in the settings."""
    from api.access import Anonymous, ApiKeys, Issuer, Role, SignIn, Tokens, is_loopback

    tokens = None
    if settings.oidc_issuer and settings.oidc_audience:
        tokens = Tokens(
            Issuer(
                settings.oidc_issuer,
                settings.oidc_audience,
                settings.oidc_keys,
                settings.oidc_roles,
                settings.oidc_leeway,
            )
        )
    said = settings.anonymous_role
    anonymous = Anonymous(
        Role(said) if said else Role.PUBLIC, local=said is None and is_loopback(settings.host)
    )
    return SignIn(ApiKeys(store), tokens, anonymous)


def _imports(settings: Settings, store: GraphStore, ontology: Ontology) -> "ImportJobs":
    from api.imports import ImportJobs, Target

    target = Target(store, ontology, open_scratch, **transactions(settings))
    return ImportJobs(target, settings.uploads, settings.upload_limit)


def starter_manifest() -> Path:
    """The manifest of the starter data that come with pearlnet."""
    import starter

    return Path(starter.__path__[0]) / "manifest.yaml"
