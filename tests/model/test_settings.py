"""Settings come from the environment, cast once; errors name key and value."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from model import program_files
from model.errors import BadSettingError
from model.operating import StoreBounds
from model.publishing import Publishing
from model.settings import (
    AuthSettings,
    Environment,
    LogLevel,
    ReadingLimits,
    Settings,
    SubscriptionLimits,
    TrustedClients,
    default_home,
    reading_limits,
)
from model.single_sign_on import SingleSignOn
from model.variables import VARIABLES

CHECKOUT = Path(__file__).parents[2]


def test_without_any_variable_the_store_is_a_file_in_the_checkout() -> None:
    settings = Settings.from_environment({})
    assert settings.home == CHECKOUT / "var"
    assert settings.database_url == f"sqlite+pysqlite:///{CHECKOUT}/var/kense.sqlite3"
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.environment is Environment.DEVELOPMENT
    assert settings.introspection
    assert settings.cors_origins == ("*",)


def test_every_variable_is_read(tmp_path: Path) -> None:
    environ = {
        "KENSE_DATABASE_URL": "postgres://kense:secret@db/registry",
        "KENSE_HOME": str(tmp_path),
        "KENSE_HOST": "0.0.0.0",
        "KENSE_PORT": "8080",
        "KENSE_WORKERS": "4",
        "KENSE_PUBLIC_URL": "https://kense.example.kz/",
        "KENSE_HOSTS": "kense.example.kz, *.gov.example.kz",
        "KENSE_READ_ONLY": "on",
        "KENSE_EDITION_FILE": "off",
        "KENSE_KEEP_PROPOSERS_DAYS": "30",
        "KENSE_SECURITY_CONTACT": "https://example.kz/report, mailto:security@example.kz",
        "KENSE_ENV": "Production",
        "KENSE_TRUSTED_PROXIES": "10.0.0.7, 2001:db8::/64",
        "KENSE_CORS_ORIGINS": "https://map.example.kz/, http://localhost:5173",
        "KENSE_LOG_LEVEL": "WARNING",
        "KENSE_INTROSPECTION": "off",
        "KENSE_REQUEST_DEADLINE_S": "2.5",
        "KENSE_WORK_LIMIT_MS": "500",
        "KENSE_BODY_LIMIT_BYTES": "4096",
        "KENSE_CSV_LIMIT_BYTES": "8192",
        "KENSE_DOCUMENT_LIMIT_BYTES": "2048",
        "KENSE_CORRECTIONS_PER_HOUR": "5",
        "KENSE_CLIENT_SHARE": "0.25",
        "KENSE_CLIENT_BURST_S": "4",
        "KENSE_KEPT_ANSWERS_BYTES": "70000",
        "KENSE_CONNECTIONS": "900",
        "KENSE_CLIENT_CONNECTIONS": "90",
        "KENSE_TRUSTED_CLIENTS": "192.0.2.1, 2001:db8::/48, subject:map-gateway",
        "KENSE_SUBSCRIPTIONS": "50",
        "KENSE_SUBSCRIPTIONS_PER_CLIENT": "40",
        "KENSE_SUBSCRIPTIONS_PER_CONNECTION": "30",
        "KENSE_SUBSCRIBED_SELECTIONS": "20",
        "KENSE_SUBSCRIBED_SELECTIONS_PER_CLIENT": "10",
        "KENSE_TRUSTED_DOCUMENTS": str(tmp_path),
        "KENSE_TRUSTED_DOCUMENTS_ONLY": "on",
        "KENSE_GAZETTEER": str(tmp_path),
        "KENSE_BASEMAP_STYLE": "https://tiles.example.kz/style.json, https://images.example.kz",
        "KENSE_MAP_LINKS": "2GIS=https://maps.example.kz/?m={lon},{lat}, OSM=https://osm.example.kz/?to={lat}%2C{lon}",
        "KENSE_GEOCODERS": "nominatim=https://search.example.kz/, pelias=http://localhost:4000/v1?api_key=k",
        "KENSE_GEOCODER_PAUSE_S": "0.5",
        "KENSE_GEOCODER_TIMEOUT_S": "3",
        "KENSE_LOCATE_NEW": "on",
        "KENSE_READ_URL": "postgresql://kense@replica/registry",
        "KENSE_MAX_LAG_S": "3",
        "KENSE_DRAIN_S": "5",
        "KENSE_METRICS_ADDRESS": "10.0.0.5:9464",
        "KENSE_SLOW_MS": "250",
        "KENSE_SHARED_CACHE_S": "300",
        "KENSE_PURGE_URL": "http://10.0.0.5:6081/",
        "KENSE_STORE_CONNECT_S": "2",
        "KENSE_STORE_STATEMENT_S": "30",
        "KENSE_STORE_LOCK_S": "4",
        "KENSE_STORE_POOL": "6",
        "KENSE_READING_LIMIT_S": "20",
        "KENSE_READING_MEMORY_MB": "512",
        "KENSE_UPLOAD_LIMIT_BYTES": "5000",
        "KENSE_ACT_JOBS": "off",
        "KENSE_JOB_LIMIT_S": "60",
        "KENSE_JOB_MEMORY_MB": "2048",
        "KENSE_WEBHOOK_KEY": "0123456789abcdef0123456789abcdef",
        "KENSE_WEBHOOK_HOSTS": "hooks.internal, 10.0.0.7:8443",
        "KENSE_ACT_KEPT_DAYS": "7",
        "KENSE_AUTH_KEYS": "https://id.example.kz/jwks",
        "KENSE_AUTH_ISSUER": "https://id.example.kz",
        "KENSE_AUTH_AUDIENCE": "registry",
        "KENSE_AUTH_ROLES_CLAIM": "realm_access.roles",
        "KENSE_AUTH_TERRITORIES_CLAIM": "units",
        "KENSE_AUTH_CLOCK_SKEW_S": "0",
        "KENSE_OIDC_CLIENT_ID": "kense-page",
        "KENSE_OIDC_SCOPE": "openid profile",
        "KENSE_OIDC_RESOURCE": "https://kense.example.kz",
    }
    assert set(environ) == {variable.name for variable in VARIABLES}
    settings = Settings.from_environment(environ)
    assert settings.database_url == "postgresql+psycopg://kense:secret@db/registry"
    assert settings.publishing == Publishing(
        5_000, does_jobs=False, job_s=60.0, job_memory_mb=2_048, kept_days=7
    )
    assert settings.home == tmp_path
    assert settings.webhooks.hosts == {"hooks.internal", "10.0.0.7:8443"}
    assert settings.webhooks.key not in repr(settings)
    assert settings.single_sign_on == SingleSignOn(
        "https://id.example.kz", "kense-page", "openid profile", "https://kense.example.kz"
    )
    operating = settings.operating
    assert operating.read_url == "postgresql+psycopg://kense@replica/registry"
    assert (operating.max_lag_s, operating.drain_s) == (3, 5)
    assert operating.store == StoreBounds(connect_s=2, statement_s=30, lock_s=4, pool=6)
    assert (settings.host, settings.port, settings.workers) == ("0.0.0.0", 8080, 4)
    assert (settings.metrics_address, settings.slow_ms) == (("10.0.0.5", 9464), 250)
    assert settings.public_url == "https://kense.example.kz"
    assert settings.map_links == (
        "2GIS=https://maps.example.kz/?m={lon},{lat}",
        "OSM=https://osm.example.kz/?to={lat}%2C{lon}",
    )
    assert settings.hosts == ("kense.example.kz", "*.gov.example.kz")
    assert (settings.is_read_only, settings.keep_proposers_days) == (True, 30)
    assert settings.security_contacts == ("https://example.kz/report", "mailto:security@example.kz")
    assert settings.environment is Environment.PRODUCTION
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.7/32", "2001:db8::/64"]
    assert settings.cors_origins == ("https://map.example.kz", "http://localhost:5173")
    assert settings.log_level is LogLevel.WARNING
    assert not settings.introspection
    assert (settings.request_deadline_s, settings.body_limit_bytes) == (2.5, 4096)
    assert (settings.document_limit_bytes, settings.csv_limit_bytes) == (2048, 8192)
    assert (settings.work_limit_ms, settings.corrections_an_hour) == (500, 5)
    assert (settings.client_share, settings.client_burst_s) == (0.25, 4)
    assert settings.kept_answers_bytes == 70_000
    assert (settings.connections, settings.client_connections) == (900, 90)
    assert settings.trusted_clients == TrustedClients(
        (ip_network("192.0.2.1"), ip_network("2001:db8::/48")), frozenset({"map-gateway"})
    )
    assert settings.subscriptions == SubscriptionLimits(50, 40, 30, 20, 10)
    assert (settings.trusted_documents, settings.trusted_documents_only) == (tmp_path, True)
    assert settings.gazetteer == tmp_path
    assert [(each.kind.value, each.url) for each in settings.geocoders] == [
        ("nominatim", "https://search.example.kz"),
        ("pelias", "http://localhost:4000/v1?api_key=k"),
    ]
    assert (settings.geocoder_pause_s, settings.geocoder_timeout_s) == (0.5, 3)
    assert settings.locates_new
    assert settings.reading == ReadingLimits(20, 512) == reading_limits(environ)
    assert settings.auth == AuthSettings(
        keys_url="https://id.example.kz/jwks",
        issuer="https://id.example.kz",
        audience="registry",
        roles_claim="realm_access.roles",
        territories_claim="units",
        clock_skew_s=0,
    )


def test_keys_of_tokens_are_an_address_a_file_or_none(tmp_path: Path) -> None:
    file = {"KENSE_AUTH_KEYS": f"{tmp_path}/keys.json", "KENSE_AUTH_ISSUER": "https://id.example.kz"}
    found = Settings.from_environment(file).auth
    assert (found.keys_file, found.keys_url, found.is_off) == (tmp_path / "keys.json", None, False)
    off = Settings.from_environment({"KENSE_AUTH_KEYS": "none"}).auth
    assert (off.keys_file, off.keys_url, off.is_off) == (None, None, True)
    assert Settings.from_environment({}).auth == AuthSettings()


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.from_environment(
        {"KENSE_PORT": " ", "KENSE_DATABASE_URL": ""}
    ) == Settings.from_environment({})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("KENSE_PORT", "http", "KENSE_PORT is 'http', not a whole number from 0 to 65535"),
        ("KENSE_PORT", "70000", "KENSE_PORT is '70000'"),
        ("KENSE_WORKERS", "0", "KENSE_WORKERS is '0'"),
        ("KENSE_WORKERS", "²", "KENSE_WORKERS is '²'"),
        ("KENSE_PUBLIC_URL", "kense.example.kz", "KENSE_PUBLIC_URL is 'kense.example.kz', not an address"),
        ("KENSE_PUBLIC_URL", "https://u@example.kz", "KENSE_PUBLIC_URL is 'https://u@example.kz', not an"),
        ("KENSE_PUBLIC_URL", "https://example.kz/?a=1", "KENSE_PUBLIC_URL is 'https://example.kz/?a=1', not"),
        ("KENSE_HOSTS", "https://kense.example.kz", "KENSE_HOSTS is 'https://kense.example.kz', not hosts"),
        ("KENSE_HOSTS", "*kense.kz", "KENSE_HOSTS is '*kense.kz', not hosts"),
        ("KENSE_READ_ONLY", "yes", "KENSE_READ_ONLY is 'yes', not on or off"),
        ("KENSE_EDITION_FILE", "0", "KENSE_EDITION_FILE is '0', not on or off"),
        ("KENSE_KEEP_PROPOSERS_DAYS", "0", "KENSE_KEEP_PROPOSERS_DAYS is '0', not a whole number from 1"),
        ("KENSE_SECURITY_CONTACT", "me@example.kz", "KENSE_SECURITY_CONTACT is 'me@example.kz', not https"),
        ("KENSE_ENV", "staging", "KENSE_ENV is 'staging', not development or production"),
        ("KENSE_LOG_LEVEL", "loud", "KENSE_LOG_LEVEL is 'loud'"),
        ("KENSE_INTROSPECTION", "yes", "KENSE_INTROSPECTION is 'yes', not on or off"),
        ("KENSE_REQUEST_DEADLINE_S", "soon", "KENSE_REQUEST_DEADLINE_S is 'soon'"),
        ("KENSE_REQUEST_DEADLINE_S", "nan", "KENSE_REQUEST_DEADLINE_S is 'nan'"),
        ("KENSE_WORK_LIMIT_MS", "0", "KENSE_WORK_LIMIT_MS is '0'"),
        (
            "KENSE_TRUSTED_DOCUMENTS",
            "/no/such",
            "KENSE_TRUSTED_DOCUMENTS is '/no/such', not an existing folder",
        ),
        ("KENSE_BODY_LIMIT_BYTES", "1MB", "KENSE_BODY_LIMIT_BYTES is '1MB'"),
        ("KENSE_DOCUMENT_LIMIT_BYTES", "0", "KENSE_DOCUMENT_LIMIT_BYTES is '0', not a whole number from 1"),
        ("KENSE_CORS_ORIGINS", "map.example.kz", "KENSE_CORS_ORIGINS is 'map.example.kz', not origins"),
        ("KENSE_AUTH_KEYS", "https://id.example.kz/jwks", "KENSE_AUTH_ISSUER is not set"),
        ("KENSE_READING_LIMIT_S", "0", "KENSE_READING_LIMIT_S is '0', not a number of seconds"),
        ("KENSE_READING_MEMORY_MB", "64", "KENSE_READING_MEMORY_MB is '64', not a whole number from 256"),
        ("KENSE_AUTH_CLOCK_SKEW_S", "600", "KENSE_AUTH_CLOCK_SKEW_S is '600', not a whole number from 0"),
        ("KENSE_CLIENT_SHARE", "0", "KENSE_CLIENT_SHARE is '0'"),
        ("KENSE_TRUSTED_CLIENTS", "10.0.0.1/8", "KENSE_TRUSTED_CLIENTS is '10.0.0.1/8', not addresses"),
        ("KENSE_TRUSTED_CLIENTS", "subject:", "KENSE_TRUSTED_CLIENTS is 'subject:', not addresses"),
        ("KENSE_DATABASE_URL", "registry.db", "KENSE_DATABASE_URL is not a database URL"),
        ("KENSE_DATABASE_URL", "mysql://db/x", "KENSE_DATABASE_URL is for 'mysql'"),
        ("KENSE_DATABASE_URL", "sqlite://", "SQLite needs a file"),
        ("KENSE_DATABASE_URL", "sqlite:///:memory:", "SQLite needs a file"),
        ("KENSE_DATABASE_URL", "sqlite://data/kense.sqlite3", "KENSE_DATABASE_URL is not a database URL"),
        (
            "KENSE_DATABASE_URL",
            "postgresql://db:five/x",
            "KENSE_DATABASE_URL has a port that is not a number",
        ),
    ],
)
def test_a_bad_value_is_named_with_its_key(name: str, value: str, message: str) -> None:
    with pytest.raises(BadSettingError, match=re.escape(message)):
        Settings.from_environment({name: value})


def test_a_password_never_stands_in_an_error() -> None:
    with pytest.raises(BadSettingError) as caught:
        Settings.from_environment({"KENSE_DATABASE_URL": "oracle://kense:hunter2@db/x"})
    assert "hunter2" not in str(caught.value)


def test_installed_the_home_is_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        program_files, "PROGRAM", tmp_path
    )  # where an installed package has no pyproject.toml
    assert default_home({"XDG_DATA_HOME": "/data"}) == Path("/data/kense")
    assert default_home({"XDG_DATA_HOME": "relative"}) == Path.home() / ".local/share/kense"
    assert default_home({}) == Path.home() / ".local/share/kense"


def test_an_option_wins_over_the_environment_and_is_named_in_errors(tmp_path: Path) -> None:
    settings = Settings.from_environment({"KENSE_DATABASE_URL": "postgresql://db/x"})
    assert settings.with_database("--database", None) is settings
    chosen = settings.with_database("--database", f"sqlite:///{tmp_path}/a.sqlite3")
    assert chosen.database_url == f"sqlite+pysqlite:///{tmp_path}/a.sqlite3"
    with pytest.raises(BadSettingError, match="--database is for 'mysql'"):
        settings.with_database("--database", "mysql://db/x")


def test_the_page_of_settings_has_every_variable() -> None:
    page = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [variable.name for variable in VARIABLES if f"`{variable.name}`" not in page]
    assert not missing, f"docs/settings.md lacks {', '.join(missing)}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KENSE_AUTH_ISSUER", ""),
        ("KENSE_AUTH_ISSUER", "id.example.kz"),
        ("KENSE_AUTH_ISSUER", "http://id.example.kz"),
        ("KENSE_AUTH_ISSUER", "https://id.example.kz; script-src *"),
        ("KENSE_AUTH_ISSUER", "https://user@id.example.kz"),
        ("KENSE_OIDC_SCOPE", "profile"),
        ("KENSE_OIDC_SCOPE", 'openid "'),
    ],
)
def test_people_sign_in_at_an_issuer_that_can_be_trusted(name: str, value: str) -> None:
    environ = {"KENSE_OIDC_CLIENT_ID": "kense", "KENSE_AUTH_ISSUER": "https://id.example.kz"} | {name: value}
    with pytest.raises(BadSettingError, match=name):
        Settings.from_environment(environ)


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:4000", "http://[::1]:4000", "http://localhost/realm"])
def test_an_issuer_of_this_machine_needs_no_certificate(issuer: str) -> None:
    settings = Settings.from_environment({"KENSE_OIDC_CLIENT_ID": "kense", "KENSE_AUTH_ISSUER": issuer})
    assert settings.single_sign_on is not None
    assert issuer.startswith(settings.single_sign_on.origin)
