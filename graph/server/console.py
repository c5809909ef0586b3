"""The page for trying queries, served from here alone: no script, style or font of another host.

The real GraphiQL is bundled by the page build into `web/dist/graphiql`. Where that was not built, a small
page of our own (`graph/pages/console.*`) with an editor, variables, results and the schema takes its place.
"""

from importlib.resources import files
from pathlib import Path

from model.program_files import built_page

_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "content-security-policy": _CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
"""Headers of every page of this server."""


def bundle_folder() -> Path | None:
    """Folder of the bundled GraphiQL. None if it was not built."""
    folder = built_page() / "graphiql"
    return folder if (folder / "index.html").is_file() else None


def page_folder() -> Path | None:
    """Folder of the built page for people. None if it was not built."""
    folder = built_page() / "page"
    return folder if (folder / "index.html").is_file() else None


def console_page(bundle: Path | None) -> str:
    """The HTML of the page for trying queries.

    It is GraphiQL from `bundle`; without that a small page of our own.
    """
    return page("console.html") if bundle is None else (bundle / "index.html").read_text("utf-8")


def page(name: str) -> str:
    """The text of a file in `graph/pages`."""
    return files("graph").joinpath("pages", name).read_text("utf-8")
