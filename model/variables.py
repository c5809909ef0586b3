"""The environment variables that a server reads: docs and `kense serve --help` list them from here."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """One environment variable: its name, its default in words, and what it means."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "KENSE_DATABASE_URL", "kense.sqlite3 in KENSE_HOME", "where the registry is kept: PostGIS or SQLite"
    ),
    Variable("KENSE_HOME", "var/ in a checkout, else the user's data folder", "folder of everything written"),
    Variable("KENSE_HOST", "127.0.0.1", "address the server listens on"),
    Variable("KENSE_PORT", "8000", "port the server listens on"),
    Variable("KENSE_WORKERS", "1", "server processes"),
    Variable(
        "KENSE_PUBLIC_URL",
        "none",
        "address of the server as its users write it, such as https://kense.example.kz: absolute links "
        "begin with it",
    ),
    Variable(
        "KENSE_HOSTS",
        "names that are not public, addresses, and the host of KENSE_PUBLIC_URL",
        "hosts that the server is asked by, by commas: requests for others are refused; * takes all",
    ),
    Variable(
        "KENSE_READ_ONLY", "off", "on or off: whether the server only answers, and its role may only read"
    ),
    Variable(
        "KENSE_EDITION_FILE",
        "on",
        "on or off: whether the newest edition is kept in a file beside the store, from which programs start",
    ),
    Variable(
        "KENSE_KEEP_PROPOSERS_DAYS",
        "365",
        "days after which names and addresses of proposers are erased, or none to keep them",
    ),
    Variable(
        "KENSE_SECURITY_CONTACT",
        "none",
        "where faults are reported, for /.well-known/security.txt: https://..., mailto:..., by commas",
    ),
    Variable("KENSE_ENV", "development", "development or production"),
    Variable(
        "KENSE_TRUSTED_PROXIES",
        "none",
        "addresses or networks of proxies whose X-Forwarded-For is believed, by commas",
    ),
    Variable(
        "KENSE_CORS_ORIGINS",
        "*",
        "origins of other pages that may ask and change, by commas; * lets all read, none lets none",
    ),
    Variable(
        "KENSE_AUTH_KEYS",
        "a key of its own for development",
        "who signs tokens: address of a JWKS, file with keys (PEM or JWKS), or none",
    ),
    Variable("KENSE_AUTH_ISSUER", "none", "issuer that tokens must name; needed with KENSE_AUTH_KEYS"),
    Variable("KENSE_AUTH_AUDIENCE", "kense", "audience that tokens must name"),
    Variable("KENSE_AUTH_ROLES_CLAIM", "roles", "claim with the roles; dots lead into objects"),
    Variable("KENSE_AUTH_TERRITORIES_CLAIM", "territories", "claim with the ids of units, or * for all"),
    Variable("KENSE_AUTH_CLOCK_SKEW_S", "30", "seconds that the clock of the issuer may differ"),
    Variable(
        "KENSE_OIDC_CLIENT_ID",
        "none",
        "client by which people sign in from the page at KENSE_AUTH_ISSUER, with OpenID Connect",
    ),
    Variable("KENSE_OIDC_SCOPE", "openid", "scopes that the page asks for, by spaces"),
    Variable("KENSE_OIDC_RESOURCE", "none", "resource that the page asks a token for (RFC 8707)"),
    Variable("KENSE_LOG_LEVEL", "info", "debug, info, warning or error"),
    Variable("KENSE_INTROSPECTION", "on", "on or off: whether the schema may be asked for"),
    Variable("KENSE_REQUEST_DEADLINE_S", "10", "seconds a request may take"),
    Variable("KENSE_WORK_LIMIT_MS", "300", "milliseconds of a processor that a request may take"),
    Variable("KENSE_BODY_LIMIT_BYTES", "1048576", "largest request body, and message of a WebSocket"),
    Variable("KENSE_CSV_LIMIT_BYTES", "5242880", "largest table that is located at once"),
    Variable("KENSE_DOCUMENT_LIMIT_BYTES", "100000", "longest GraphQL document"),
    Variable(
        "KENSE_CORRECTIONS_PER_HOUR", "20", "corrections that one sender without a role may file in an hour"
    ),
    Variable(
        "KENSE_CLIENT_SHARE",
        "0.5",
        "seconds of a processor a second that one client may use on and on while others ask",
    ),
    Variable("KENSE_CLIENT_BURST_S", "10", "seconds of a processor that one client may use at once besides"),
    Variable(
        "KENSE_KEPT_ANSWERS_BYTES",
        "4000000",
        "memory for whole answers of the edition in service; 0 keeps none",
    ),
    Variable("KENSE_CONNECTIONS", "1000", "connections that a server process keeps open"),
    Variable(
        "KENSE_CLIENT_CONNECTIONS", "400", "connections and requests of one client that are open at once"
    ),
    Variable(
        "KENSE_TRUSTED_CLIENTS",
        "none",
        "gateways that ask for many people, by commas: addresses, networks, or subject:NAME of a token",
    ),
    Variable("KENSE_SUBSCRIPTIONS", "5000", "subscriptions that a server process keeps open"),
    Variable("KENSE_SUBSCRIPTIONS_PER_CLIENT", "300", "subscriptions that it keeps open for one client"),
    Variable("KENSE_SUBSCRIPTIONS_PER_CONNECTION", "20", "subscriptions over one WebSocket"),
    Variable(
        "KENSE_SUBSCRIBED_SELECTIONS", "300", "different subscriptions that it executes for each change"
    ),
    Variable("KENSE_SUBSCRIBED_SELECTIONS_PER_CLIENT", "20", "different subscriptions of one client"),
    Variable("KENSE_TRUSTED_DOCUMENTS", "none", "folder of GraphQL documents that clients ask for by id"),
    Variable("KENSE_TRUSTED_DOCUMENTS_ONLY", "off", "on or off: whether all other documents are refused"),
    Variable(
        "KENSE_GAZETTEER",
        "none",
        "folder of a gazetteer that stage, reconcile and place read; `kense locate` knows its places besides",
    ),
    Variable(
        "KENSE_BASEMAP_STYLE", "none", "URL of a MapLibre style to draw below the map, then other hosts of it"
    ),
    Variable(
        "KENSE_MAP_LINKS",
        "OpenStreetMap",
        "services that the page offers for the way to an office: NAME=URL with {lat} and {lon}, or none",
    ),
    Variable("KENSE_GEOCODERS", "none", "remote geocoders asked last: nominatim=URL, photon=URL, pelias=URL"),
    Variable("KENSE_GEOCODER_PAUSE_S", "1", "seconds between two questions to one remote geocoder"),
    Variable("KENSE_GEOCODER_TIMEOUT_S", "5", "seconds a remote geocoder may take"),
    Variable(
        "KENSE_LOCATE_NEW",
        "off",
        "on or off: whether a server locates new and changed units and offices in its store",
    ),
    Variable(
        "KENSE_READ_URL",
        "the store itself",
        "replica of the store from which editions are loaded; changes and their numbers stay with the store",
    ),
    Variable(
        "KENSE_MAX_LAG_S",
        "3",
        "seconds after which a server that cannot follow its store is not ready; it goes on answering",
    ),
    Variable(
        "KENSE_METRICS_ADDRESS",
        "none",
        "host:port where /metrics is served for Prometheus; each further worker takes the next free port",
    ),
    Variable("KENSE_SLOW_MS", "1000", "milliseconds after which a request is logged as slow; 0 for never"),
    Variable("KENSE_DRAIN_S", "8", "seconds in which a server that is to end finishes what runs"),
    Variable(
        "KENSE_SHARED_CACHE_S",
        "0",
        "seconds that a shared cache (a CDN) may keep public answers; only with one that is purged",
    ),
    Variable(
        "KENSE_PURGE_URL",
        "none",
        "address of a shared cache that takes PURGE with Cache-Tag when an edition is replaced",
    ),
    Variable("KENSE_STORE_CONNECT_S", "5", "seconds that a connection to a host of the store may take"),
    Variable("KENSE_STORE_STATEMENT_S", "60", "seconds that one statement of a server may take"),
    Variable("KENSE_STORE_LOCK_S", "5", "seconds that a change waits for other writers, a load among them"),
    Variable("KENSE_STORE_POOL", "10", "connections to the store that a server process keeps"),
    Variable(
        "KENSE_READING_LIMIT_S", "120", "seconds that reading one HTML, DOCX, XLSX or PDF file may take"
    ),
    Variable("KENSE_READING_MEMORY_MB", "1024", "megabytes of memory that reading such a file may take"),
    Variable("KENSE_UPLOAD_LIMIT_BYTES", "16777216", "largest file of an act that publishers may send"),
    Variable("KENSE_ACT_JOBS", "on", "on or off: whether a server that may write does the jobs of acts"),
    Variable("KENSE_JOB_LIMIT_S", "900", "seconds that one job of an act may take"),
    Variable("KENSE_JOB_MEMORY_MB", "4096", "megabytes of memory that one job of an act may take"),
    Variable(
        "KENSE_WEBHOOK_KEY",
        "none",
        "random text of 32 characters or more, from which the secrets of webhooks are made; without it none "
        "is sent",
    ),
    Variable(
        "KENSE_WEBHOOK_HOSTS",
        "none",
        "hosts of one's own network that webhooks may be sent to, by commas: name or name:port",
    ),
    Variable(
        "KENSE_ACT_KEPT_DAYS",
        "30",
        "days for which jobs that ended and files of acts that were sent are kept",
    ),
)
"""Every variable the program reads; the table in docs/settings.md is checked against it."""
