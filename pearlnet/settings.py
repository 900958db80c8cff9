"""Settings, read once from the environment (prefix ``PEARLNET_``, and ``NEO4J_*``)."""

import locale
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pearlnet.errors import InvalidSettings

Language = Literal["zh", "en"]
Role = Literal["public", "portal", "analyst", "steward", "admin"]


def _system_language() -> Language:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith("zh") else "en"


class Settings(BaseSettings):
    """Everything that can be set.

    Attributes:
        home: Folder of the embedded store, the trained models and uploads.
        neo4j_uri: Address of a Neo4j server; without one the embedded SQLite store is used.
        neo4j_user: Its user.
        neo4j_password: Its password.
        neo4j_database: Its database.
        ontology: More Turtle files that extend the ontology, separated by the system's path
            separator.
        language: Of tables and messages, ``zh`` or ``en``.
        host: Address that the API listens on; loopback unless set.
        port: Port of the API.
        anonymous_role: What callers without a key or token may see and do. Unless set, the public;
            but whoever sits at the machine that the server listens on alone imports and writes.
        audit_key: Seals the audit log besides; whoever lacks it cannot forge entries.
        oidc_issuer: Address of the OpenID Connect provider whose tokens count.
        oidc_audience: Who its tokens must be for.
        oidc_keys: Address of its JWK set, where it has no discovery document.
        oidc_roles: Where a token names roles; dots lead into objects.
        oidc_leeway: Seconds by which clocks may differ.
        upload_limit: Bytes that an upload may have.
        query_seconds: Seconds that a query's work in the store may take.
        query_cost: Records that a query may show, as estimated before it is answered.
        introspection: Show the API's schema to everybody; else to analysts and above.
        rate: Requests a second of one caller in the long run; 0 is without limit.
        burst: Requests of one caller at once after a pause.
        log_format: Of the server's log on standard error: a JSON object a line, or text.
        log_level: What is less than this is not logged.
        encoder: What `pearlnet model train` makes vectors with: ``static``, which it trains on the
            store; or a sentence-transformers model by its folder or name.
        encoder_query_prompt: Name of a prompt of that model, or words, for what is searched for.
        encoder_document_prompt: The same for what is found.
        encoder_batch: Texts that it is given at once.
        encoder_dimension: Numbers of its vectors that are kept; all unless set.
        import_patience: Seconds that an import waits for a Neo4j server that went away.
    """

    model_config = SettingsConfigDict(env_prefix="PEARLNET_", extra="ignore")

    home: Path = Path(".pearlnet")
    neo4j_uri: str | None = Field(default=None, validation_alias=AliasChoices("NEO4J_URI"))
    neo4j_user: str = Field(default="neo4j", validation_alias=AliasChoices("NEO4J_USER"))
    neo4j_password: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("NEO4J_PASSWORD")
    )
    neo4j_database: str = Field(default="neo4j", validation_alias=AliasChoices("NEO4J_DATABASE"))
    ontology: str = ""
    language: Language = Field(default_factory=_system_language)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    anonymous_role: Role | None = None
    audit_key: SecretStr = Field(default=SecretStr(""))
    oidc_issuer: str | None = None
    oidc_audience: str | None = None
    oidc_keys: str | None = None
    oidc_roles: str = "roles"
    oidc_leeway: float = Field(default=60.0, ge=0)
    upload_limit: int = Field(default=1 << 30, ge=0)
    query_seconds: float = Field(default=30.0, gt=0)
    query_cost: int = Field(default=250_000, gt=0)
    introspection: bool = True
    rate: float = Field(default=100.0, ge=0)
    burst: float = Field(default=500.0, ge=1)
    log_format: Literal["json", "text"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    encoder: str = "static"
    encoder_query_prompt: str | None = None
    encoder_document_prompt: str | None = None
    encoder_batch: int = Field(default=32, ge=1)
    encoder_dimension: int | None = Field(default=None, ge=1)
    import_patience: float = Field(default=600.0, ge=0)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oidc_issuer and not self.oidc_audience:
            raise ValueError(
                "PEARLNET_OIDC_ISSUER needs PEARLNET_OIDC_AUDIENCE: who its tokens must be for"
            )
        return self

    @property
    def ontology_files(self) -> tuple[Path, ...]:
        """The extending Turtle files."""
        return tuple(Path(item) for item in self.ontology.split(os.pathsep) if item)

    @property
    def database(self) -> Path:
        """File of the embedded store."""
        return self.home / "graph.db"

    @property
    def ontologies(self) -> Path:
        """Folder of the ontologies that were added."""
        return self.home / "ontologies"

    @property
    def uploads(self) -> Path:
        """Folder of what is imported through the API."""
        return self.home / "uploads"

    @property
    def indexes(self) -> Path:
        """Folder of the indexes that matching searches."""
        return self.home / "indexes"

    @property
    def models(self) -> Path:
        """Folder of the trained models."""
        return self.home / "models"


@lru_cache(maxsize=1)
def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        InvalidSettings: A variable has a value that cannot be; the message names each one.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{_variable(str(item['loc'][0]))}={item.get('input')!r}: {item['msg']}"
            if item["loc"]
            else item["msg"].removeprefix("Value error, ")
            for item in error.errors()
        )
        raise InvalidSettings(f"wrong setting: {wrong}") from None


def _variable(name: str) -> str:
    return name.upper() if name.startswith(("neo4j_", "NEO4J_")) else f"PEARLNET_{name.upper()}"
