"""Settings: the environment variables, read and converted once into one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from model.database_url import complete_database_url, sqlite_url
from model.errors import BadSettingError
from model.map_links import OPENSTREETMAP, read_map_links
from model.operating import Operating, read_operating
from model.program_files import checkout, is_folder, is_there
from model.public_address import read_contacts, read_embedding, read_hosts, read_listening, read_public_url
from model.publishing import Publishing, read_publishing
from model.single_sign_on import SingleSignOn, read_single_sign_on
from model.webhooks import WebhookSettings, read_webhooks

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class TrustedClients:
    """Gateways that send requests of many people: their networks, or the subjects of their tokens."""

    networks: tuple[Network, ...] = ()
    subjects: frozenset[str] = frozenset()


class Environment(StrEnum):
    """What the server runs for: trying out, or production."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogLevel(StrEnum):
    """Lowest severity that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class GeocoderKind(StrEnum):
    """Protocol that a remote geocoder speaks."""

    NOMINATIM = "nominatim"
    PHOTON = "photon"
    PELIAS = "pelias"


@dataclass(frozen=True, slots=True)
class GeocoderAddress:
    """Address of a remote geocoder; Pelias takes a key as `?api_key=` of the URL."""

    kind: GeocoderKind
    url: str


@dataclass(frozen=True, slots=True)
class AuthSettings:
    """Whose tokens are accepted. Without `keys_url` and `keys_file`, only the development key's."""

    is_off: bool = False
    """Whether nobody may sign in."""
    keys_url: str | None = None
    keys_file: Path | None = None
    issuer: str = ""
    audience: str = "kense"
    roles_claim: str = "roles"
    territories_claim: str = "territories"
    clock_skew_s: int = 30


@dataclass(frozen=True, slots=True)
class SubscriptionLimits:
    """How many subscriptions a server process keeps open, and how many different ones it executes."""

    in_all: int = 5_000
    per_client: int = 300
    per_connection: int = 20
    selections: int = 300
    selections_per_client: int = 20


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits of the process that reads one file of an act: seconds, and megabytes of memory."""

    seconds: float = 120.0
    memory_mb: int = 1_024


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `database_url` is complete, with SQLAlchemy's driver in it."""

    database_url: str = field(repr=False)  # it may hold a password
    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    public_url: str = ""
    """Base of absolute links, without a slash at its end; empty where it is not set."""
    hosts: tuple[str, ...] = ()
    """Accepted hosts of requests; empty by default, which does not mean all (`*`)."""
    is_read_only: bool = False
    keep_proposers_days: int | None = 365
    """Days after which names and addresses of proposers are erased; None keeps them."""
    security_contacts: tuple[str, ...] = ()
    metrics_address: tuple[str, int] | None = None
    """Host and port; None to serve metrics on no separate address."""
    slow_ms: int = 1_000
    """Milliseconds after which a request is logged as slow; 0 for never."""
    environment: Environment = Environment.DEVELOPMENT
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    cors_origins: tuple[str, ...] = ("*",)
    embed_origins: tuple[str, ...] = ("*",)
    log_level: LogLevel = LogLevel.INFO
    introspection: bool = True
    request_deadline_s: float = 10.0
    work_limit_ms: int = 300
    body_limit_bytes: int = 1_048_576
    csv_limit_bytes: int = 5_242_880
    document_limit_bytes: int = 100_000
    corrections_an_hour: int = 20
    client_share: float = 0.5
    """Seconds of processor time per second that one client may use for long."""
    client_burst_s: float = 10.0
    kept_answers_bytes: int = 4_000_000
    """Memory for whole answers to anonymous queries; 0 for none."""
    connections: int = 1_000
    client_connections: int = 400
    trusted_clients: TrustedClients = TrustedClients()
    subscriptions: SubscriptionLimits = SubscriptionLimits()
    trusted_documents: Path | None = None
    trusted_documents_only: bool = False
    gazetteer: Path | None = None
    basemap_style: tuple[str, ...] = ()
    """URL of a style, then further origins that its tiles come from; nothing by default."""
    map_links: tuple[str, ...] = (OPENSTREETMAP,)
    geocoders: tuple[GeocoderAddress, ...] = ()
    """Remote geocoders in the order they are asked; none by default."""
    geocoder_pause_s: float = 1.0
    geocoder_timeout_s: float = 5.0
    locates_new: bool = False
    """Whether a server locates the units and offices of its store that still need it."""
    reading: ReadingLimits = ReadingLimits()
    auth: AuthSettings = AuthSettings()
    single_sign_on: SingleSignOn | None = None
    operating: Operating = field(default_factory=Operating)
    publishing: Publishing = field(default_factory=Publishing)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read and convert the variables; an unset or empty one takes its default. Raises BadSettingError."""
        values = _Values(environ)
        home = values.home("KENSE_HOME")
        return cls(
            database_url=values.database_url(home),
            home=home,
            host=values.text("KENSE_HOST") or "127.0.0.1",
            port=values.whole("KENSE_PORT", 8000, 0, 65_535),
            workers=values.whole("KENSE_WORKERS", 1, 1, 256),
            public_url=values.public_url("KENSE_PUBLIC_URL"),
            hosts=read_hosts("KENSE_HOSTS", values.text("KENSE_HOSTS")),
            is_read_only=values.is_on("KENSE_READ_ONLY", "off"),
            keep_proposers_days=values.days_or_none("KENSE_KEEP_PROPOSERS_DAYS", 365),
            security_contacts=read_contacts("KENSE_SECURITY_CONTACT", values.text("KENSE_SECURITY_CONTACT")),
            metrics_address=read_listening("KENSE_METRICS_ADDRESS", values.text("KENSE_METRICS_ADDRESS")),
            slow_ms=values.whole("KENSE_SLOW_MS", 1_000, 0, 3_600_000),
            environment=Environment(values.choice("KENSE_ENV", [*Environment], Environment.DEVELOPMENT)),
            trusted_proxies=values.networks("KENSE_TRUSTED_PROXIES"),
            cors_origins=values.origins("KENSE_CORS_ORIGINS"),
            embed_origins=read_embedding("KENSE_EMBED_ORIGINS", values.text("KENSE_EMBED_ORIGINS")),
            log_level=LogLevel(values.choice("KENSE_LOG_LEVEL", [*LogLevel], LogLevel.INFO)),
            introspection=values.is_on("KENSE_INTROSPECTION"),
            request_deadline_s=values.seconds("KENSE_REQUEST_DEADLINE_S", 10.0),
            work_limit_ms=values.whole("KENSE_WORK_LIMIT_MS", 300, 1, 3_600_000),
            corrections_an_hour=values.whole("KENSE_CORRECTIONS_PER_HOUR", 20, 0, 1_000_000),
            client_share=values.seconds("KENSE_CLIENT_SHARE", 0.5),
            client_burst_s=values.seconds("KENSE_CLIENT_BURST_S", 10.0),
            kept_answers_bytes=values.whole("KENSE_KEPT_ANSWERS_BYTES", 4_000_000, 0, 2**31 - 1),
            connections=values.whole("KENSE_CONNECTIONS", 1_000, 1, 1_000_000),
            client_connections=values.whole("KENSE_CLIENT_CONNECTIONS", 400, 1, 1_000_000),
            trusted_clients=values.trusted_clients("KENSE_TRUSTED_CLIENTS"),
            subscriptions=values.subscriptions(),
            trusted_documents=values.folder("KENSE_TRUSTED_DOCUMENTS"),
            trusted_documents_only=values.is_on("KENSE_TRUSTED_DOCUMENTS_ONLY", "off"),
            body_limit_bytes=values.whole("KENSE_BODY_LIMIT_BYTES", 1_048_576, 1, 2**31 - 1),
            csv_limit_bytes=values.whole("KENSE_CSV_LIMIT_BYTES", 5_242_880, 1, 2**31 - 1),
            document_limit_bytes=values.whole("KENSE_DOCUMENT_LIMIT_BYTES", 100_000, 1, 2**31 - 1),
            gazetteer=values.folder("KENSE_GAZETTEER"),
            basemap_style=values.addresses("KENSE_BASEMAP_STYLE"),
            map_links=read_map_links("KENSE_MAP_LINKS", values.text("KENSE_MAP_LINKS")),
            geocoders=values.geocoders("KENSE_GEOCODERS"),
            geocoder_pause_s=values.seconds("KENSE_GEOCODER_PAUSE_S", 1.0),
            geocoder_timeout_s=values.seconds("KENSE_GEOCODER_TIMEOUT_S", 5.0),
            locates_new=values.is_on("KENSE_LOCATE_NEW", "off"),
            reading=reading_limits(environ),
            auth=values.auth(),
            single_sign_on=read_single_sign_on(values.text),
            operating=read_operating(values.text, values.seconds, values.whole, values.is_on),
            publishing=read_publishing(values.seconds, values.whole, values.is_on),
            webhooks=read_webhooks(values.text),
        )

    def with_database(self, option: str, value: str | None) -> Settings:
        """The same settings with another database; unchanged for None. Raises BadSettingError."""
        return self if value is None else replace(self, database_url=complete_database_url(option, value))


def reading_limits(environ: Mapping[str, str]) -> ReadingLimits:
    """The limits of the process that reads a file. Raises BadSettingError."""
    values = _Values(environ)
    return ReadingLimits(
        values.seconds("KENSE_READING_LIMIT_S", 120.0),
        values.whole("KENSE_READING_MEMORY_MB", 1_024, 256, 65_536),
    )


def default_home(environ: Mapping[str, str]) -> Path:
    """`var/` in a checkout, else `kense` in the user's data folder (XDG base directories)."""
    home = checkout()
    if home is not None:
        return home / "var"
    data = environ.get("XDG_DATA_HOME", "")
    # The specification says to ignore a relative path there.
    return (Path(data) if Path(data).is_absolute() else Path.home() / ".local" / "share") / "kense"


class _Values:
    """The variables, converted one by one. Every error names the variable."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str) -> str:
        return self.environ.get(name, "").strip()

    def fail(self, name: str, wanted: str) -> BadSettingError:
        return BadSettingError(f"{name} is {self.text(name)!r}, not {wanted}")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`; `default` if unset. Raises BadSettingError."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise self.fail(name, f"a whole number from {least} to {most}")
        return int(value)

    def days_or_none(self, name: str, default: int) -> int | None:
        return None if self.text(name) == "none" else self.whole(name, default, 1, 36_500)

    def public_url(self, name: str) -> str:
        value = self.text(name)
        return read_public_url(name, value) if value else ""

    def seconds(self, name: str, default: float) -> float:
        value = self.text(name)
        try:
            seconds = float(value) if value else default
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 3600:
            raise self.fail(name, "a number of seconds, more than 0 and at most 3600")
        return seconds

    def choice(self, name: str, choices: list[str] | list[Environment] | list[LogLevel], default: str) -> str:
        value = self.text(name).lower() or default
        if value not in choices:
            raise self.fail(name, " or ".join(choices))
        return value

    def is_on(self, name: str, default: str = "on") -> bool:
        return self.choice(name, ["on", "off"], default) == "on"

    def origins(self, name: str) -> tuple[str, ...]:
        """Comma-separated origins: `*` for "", none for `none`. Raises BadSettingError."""
        value = self.text(name) or "*"
        items = () if value == "none" else tuple(item.strip() for item in value.split(",") if item.strip())
        for item in items:
            if item != "*" and not item.startswith(("http://", "https://")):
                raise self.fail(name, "origins such as https://map.example.kz separated by commas")
        return tuple(item.rstrip("/") for item in items)

    def addresses(self, name: str) -> tuple[str, ...]:
        """Comma-separated URLs, each with a host; empty for an empty text. Raises BadSettingError."""
        items = tuple(item.strip() for item in self.text(name).split(",") if item.strip())
        for item in items:
            parts = urlsplit(item)
            if parts.scheme not in {"http", "https"} or not parts.netloc or set(item) & set("; '\""):
                raise self.fail(name, "URLs such as https://tiles.example.kz/style.json separated by commas")
        return items

    def trusted_clients(self, name: str) -> TrustedClients:
        networks, subjects = list[Network](), set[str]()
        for item in (item.strip() for item in self.text(name).split(",") if item.strip()):
            if item.startswith("subject:") and item != "subject:":
                subjects.add(item.removeprefix("subject:"))
                continue
            try:
                networks.append(ip_network(item))
            except ValueError:
                wanted = "addresses, networks such as 10.1.0.0/16, or subject:NAME, separated by commas"
                raise self.fail(name, wanted) from None
        return TrustedClients(tuple(networks), frozenset(subjects))

    def networks(self, name: str) -> tuple[IPv4Network | IPv6Network, ...]:
        """Comma-separated networks, none with all addresses. Raises BadSettingError."""
        try:
            found = tuple(ip_network(item.strip()) for item in self.text(name).split(",") if item.strip())
        except ValueError:
            found = None
        if found is None or any(network.prefixlen == 0 for network in found):
            raise self.fail(name, "addresses or networks such as 10.0.0.7,10.1.0.0/24 separated by commas")
        return found

    def geocoders(self, name: str) -> tuple[GeocoderAddress, ...]:
        addresses = []
        for item in (item.strip() for item in self.text(name).split(",") if item.strip()):
            kind, _, url = item.partition("=")
            if kind not in [*GeocoderKind] or not url.startswith(("http://", "https://")):
                raise self.fail(name, "nominatim=URL, photon=URL or pelias=URL, separated by commas")
            addresses.append(GeocoderAddress(GeocoderKind(kind), url.rstrip("/")))
        return tuple(addresses)

    def auth(self) -> AuthSettings:
        keys, issuer = self.text("KENSE_AUTH_KEYS"), self.text("KENSE_AUTH_ISSUER")
        is_address = keys.startswith(("http://", "https://"))
        if keys and keys != "none" and not issuer:
            raise BadSettingError("KENSE_AUTH_ISSUER is not set: with KENSE_AUTH_KEYS it has to be")
        return AuthSettings(
            is_off=keys == "none",
            keys_url=keys if is_address else None,
            keys_file=None if is_address or keys in ("", "none") else self.path("KENSE_AUTH_KEYS"),
            issuer=issuer,
            audience=self.text("KENSE_AUTH_AUDIENCE") or "kense",
            roles_claim=self.text("KENSE_AUTH_ROLES_CLAIM") or "roles",
            territories_claim=self.text("KENSE_AUTH_TERRITORIES_CLAIM") or "territories",
            clock_skew_s=self.whole("KENSE_AUTH_CLOCK_SKEW_S", 30, 0, 300),
        )

    def subscriptions(self) -> SubscriptionLimits:

        def count(name: str, default: int) -> int:
            return self.whole(name, default, 0, 1_000_000)

        usual = SubscriptionLimits()
        return SubscriptionLimits(
            in_all=count("KENSE_SUBSCRIPTIONS", usual.in_all),
            per_client=count("KENSE_SUBSCRIPTIONS_PER_CLIENT", usual.per_client),
            per_connection=count("KENSE_SUBSCRIPTIONS_PER_CONNECTION", usual.per_connection),
            selections=count("KENSE_SUBSCRIBED_SELECTIONS", usual.selections),
            selections_per_client=count(
                "KENSE_SUBSCRIBED_SELECTIONS_PER_CLIENT", usual.selections_per_client
            ),
        )

    def folder(self, name: str) -> Path | None:
        """An existing folder; None for an unset variable. Raises BadSettingError."""
        value = self.text(name)
        if not value:
            return None
        folder = self.path(name)
        if not is_folder(folder):
            raise self.fail(name, "an existing folder")
        return folder

    def home(self, name: str) -> Path:
        """The folder of the registry, which may not exist yet. Raises BadSettingError if it is a file."""
        if not self.text(name):
            return default_home(self.environ).absolute()
        folder = self.path(name)
        if is_there(folder) and not is_folder(folder):
            raise self.fail(name, "a folder")
        return folder

    def path(self, name: str) -> Path:
        try:
            return Path(self.text(name)).expanduser().absolute()
        except RuntimeError:  # ~ and a name that no user has
            raise self.fail(name, "a path: it begins with the home of an unknown user") from None

    def database_url(self, home: Path) -> str:
        value = self.text("KENSE_DATABASE_URL")
        if not value:
            return sqlite_url(home / "kense.sqlite3")
        return complete_database_url("KENSE_DATABASE_URL", value)
