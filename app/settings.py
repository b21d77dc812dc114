"""What an installation decides. Read from the environment once, at start, and handed on; nothing else reads it."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "PORTAL_"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_BYTES = 32
DEVELOPMENT_KEY = "development:" + b64encode(sha256(b"known to everyone, refused in production").digest()).decode()


class Key(NamedTuple):
    """A key that encrypts what is secret at rest; `id` is stored beside what it encrypted."""

    id: str
    secret: bytes


class Row(NamedTuple):
    """One setting, for people to read."""

    name: str
    meaning: str
    default: str
    value: str


class Settings(BaseSettings):
    """The settings of one process. Tests make their own; there is no global one."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, populate_by_name=True, extra="forbid")

    environment: Literal["production", "development", "test"] = Field(
        default="production",
        description="What the portal is run for. Anything but production allows what is unsafe on a network.",
    )
    base_url: str = Field(
        default="http://localhost:8000",
        description="The portal's own address, as people write it, without a final slash.",
    )
    testbed_name: str = Field(default="Testbädden Örebro län", description="The name of the testbed, on every page.")
    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        repr=False,
        description="PostgreSQL 15 or later: postgresql://user:password@host/name. "
        "Without it a private PostgreSQL is started in var/ (never in production).",
    )
    processes: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Web processes at the one address, on Linux: as many as there are processors. "
        "They share what they hold, and one that dies is replaced.",
    )
    connections: int = Field(
        default=4,
        ge=2,
        le=200,
        description="Connections to the database per web process; as many requests are served at once, others wait "
        "their turn. More of them only share one processor: rather raise PORTAL_PROCESSES.",
    )
    encryption_keys: SecretStr | None = Field(
        default=None,
        description="Keys for secrets at rest, as id:base64 of 32 bytes, separated by commas. "
        "The first encrypts; all of them decrypt, so that a key can be replaced.",
    )
    documents: Path = Field(default=Path("var/documents"), description="The folder where uploaded files are kept.")
    upload_limit_mb: int = Field(default=25, ge=1, le=200, description="The largest file one can upload, in megabytes.")
    session_idle_minutes: int = Field(
        default=60, ge=5, le=480, description="Signed out after this long without a request."
    )
    session_minutes: int = Field(
        default=600, ge=15, le=1440, description="Signed out after this long in any case, counted from signing in."
    )
    smtp_host: str = Field(default="", description="The mail server. Without it mail is kept but not sent.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="The mail server's port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is protected."
    )
    smtp_user: str = Field(default="", description="The user at the mail server, if it wants one.")
    smtp_password: SecretStr | None = Field(
        default=None, description="The password at the mail server, if it wants one."
    )
    mail_from: str = Field(default="portal@testbed.example", description="The address that mail is sent from.")
    support_email: str = Field(
        default="hjalp@testbed.example", description="Where people ask for help with the portal."
    )
    support_phone: str = Field(default="", description="The telephone number of the same, if there is one.")
    data_protection_email: str = Field(
        default="dataskydd@testbed.example",
        description="The data protection officer of the organisation that runs the portal.",
    )
    accessibility_authority: str = Field(
        default="Myndigheten för digital förvaltning (Digg)",
        description="The authority that supervises accessibility; named in the accessibility statement.",
    )
    accessibility_authority_url: str = Field(
        default="https://www.digg.se/tdosanmalan", description="Where that authority takes reports."
    )
    log_format: Literal["json", "console"] = Field(default="json", description="Log lines for machines or for people.")
    host: str = Field(default="127.0.0.1", description="The network address to listen on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port to listen on.")
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Proxies whose word is taken for the visitor's address, separated by commas."
    )
    resolvers: str = Field(
        default="",
        description="DNS resolvers that e-mail domains are verified by, as addresses separated by commas; best three, "
        "of different operators. Without it those of the machine.",
    )
    development_identity_provider: str = Field(
        default="", description="Address of the development identity provider. Refused in production."
    )

    @classmethod
    def settings_customise_sources(  # the signature is the library's
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment and nothing else: no file is read behind anyone's back."""
        return init_settings, env_settings

    @field_validator("base_url", "development_identity_provider")
    @classmethod
    def _an_origin(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError("must be an address such as https://testbed.example, with nothing after the host")
        return value.rstrip("/")

    @field_validator("resolvers")
    @classmethod
    def _addresses(cls, value: str) -> str:
        for name in filter(None, (part.strip() for part in value.split(","))):
            address, _, port = name[1:].partition("]") if name.startswith("[") else _split_port(name)
            try:
                ip_address(address)
                port_is_good = not port.lstrip(":") or 0 < int(port.lstrip(":")) < 65536
            except ValueError:
                port_is_good = False
            if not port_is_good:
                raise ValueError("must be IP addresses separated by commas, each perhaps with a port")
        return value

    @field_validator("encryption_keys")
    @classmethod
    def _readable_keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            tuple(_keys(value.get_secret_value()))
        return value

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.session_idle_minutes > self.session_minutes:
            raise ValueError("PORTAL_SESSION_IDLE_MINUTES must not be longer than PORTAL_SESSION_MINUTES")
        if self.environment == "production" and (faults := list(self._unsafe())):
            raise ValueError("\n".join(faults))
        return self

    def _unsafe(self) -> Iterator[str]:
        """What may not be so in production, each as a sentence."""
        if not self.base_url.startswith("https://"):
            yield "PORTAL_BASE_URL must begin with https:// in production"
        if self.encryption_keys is None or DEVELOPMENT_KEY in self.encryption_keys.get_secret_value():
            yield "PORTAL_ENCRYPTION_KEYS must be set in production, to keys of your own"
        if not self.database_url:
            yield "DATABASE_URL must name a PostgreSQL server in production"
        if not self.smtp_host:
            yield "PORTAL_SMTP_HOST must be set in production"
        elif self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            yield "PORTAL_SMTP_SECURITY=none is only allowed in production for a mail server on the same machine"
        if self.mail_from.endswith(".example"):
            yield "PORTAL_MAIL_FROM must be a real address in production"
        if self.support_email.endswith(".example") or self.data_protection_email.endswith(".example"):
            yield "PORTAL_SUPPORT_EMAIL and PORTAL_DATA_PROTECTION_EMAIL must be real addresses in production"
        if self.development_identity_provider:
            yield "PORTAL_DEVELOPMENT_IDENTITY_PROVIDER must not be set in production"
        if "*" in self.trusted_proxies:
            yield "PORTAL_TRUSTED_PROXIES must name the proxies in production"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys for secrets at rest; the first one encrypts."""
        return tuple(_keys(self.encryption_keys.get_secret_value() if self.encryption_keys else DEVELOPMENT_KEY))

    @property
    def resolver_names(self) -> list[str]:
        return [name for name in (part.strip() for part in self.resolvers.split(",")) if name]

    @property
    def origin(self) -> str:
        return self.base_url

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def upload_limit(self) -> int:
        """In bytes."""
        return self.upload_limit_mb * 1_000_000

    def table(self) -> list[Row]:
        """Every setting with its name, meaning, default and present value; secrets are masked."""
        return [
            Row(_variable(name, field), field.description or "", _default(field), _shown(name, getattr(self, name)))
            for name, field in type(self).model_fields.items()
        ]

    def environment_variables(self) -> dict[str, str]:
        """These settings as the environment of another process of the portal."""
        return {
            _variable(name, field): _plain(getattr(self, name))
            for name, field in type(self).model_fields.items()
            if getattr(self, name) is not None
        }


def refusals(problem: ValidationError) -> list[str]:
    """Why the settings were refused, a sentence each. Never shows a value: it may be a secret."""
    errors = problem.errors(include_input=False)
    return [line for error in errors for line in _sentence(error["loc"], error["msg"]).splitlines()]


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    if not location:
        return message
    field = Settings.model_fields.get(str(location[0]))
    return f"{_variable(str(location[0]), field) if field else location[0]}: {message}"


def _keys(text: str) -> Iterator[Key]:
    for part in text.split(","):
        name, _, encoded = part.strip().partition(":")
        try:
            secret = b64decode(encoded, validate=True)
        except ValueError:
            secret = b""
        if not name or len(secret) != KEY_BYTES:
            raise ValueError("each key must be an id, a colon and the base64 of 32 bytes")
        yield Key(name, secret)


def _split_port(name: str) -> tuple[str, str, str]:
    """`9.9.9.9:53` in two; an IPv6 address without brackets has no port."""
    return name.partition(":") if name.count(":") == 1 else (name, "", "")


def _variable(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or PREFIX + name.upper())


def _default(field: FieldInfo) -> str:
    return "" if field.default is None else str(field.default)


def _plain(value: Any) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "(set)"
    return _without_password(value) if name == "database_url" else str(value)


def _without_password(url: str) -> str:
    """A database address that can be shown: a password may also hide among its parameters."""
    parts = urlsplit(url)
    if not parts.password and "password" not in parts.query:
        return url
    host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return f"{parts.scheme}://{parts.username or ''}:***@{host}{parts.path}"


def markdown(rows: list[Row]) -> Iterator[str]:
    """The table of settings for the README."""
    yield "| Name | Meaning | Default |"
    yield "|---|---|---|"
    for row in rows:
        yield f"| `{row.name}` | {row.meaning} | {f'`{row.default}`' if row.default else ''} |"


def example(rows: list[Row], values: Mapping[str, str]) -> Iterator[str]:
    """`.env.example`: every setting, commented out unless `values` gives one."""
    for row in rows:
        yield f"# {row.meaning}"
        yield f"{row.name}={values[row.name]}" if row.name in values else f"# {row.name}={row.default}"
        yield ""
