"""`python -m tests.browser figures` or `screenshots`: a script of the page against a fresh server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.conftest import CHECKOUT, WEB, node, token
from tests.conformance.serving import serving


def main(script: str, *arguments: str) -> int:
    """Run `web/journeys/<script>.mjs`; its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["KENSE_HOME"] = str(home)
        os.environ.pop("KENSE_DATABASE_URL", None)
        command = [sys.executable, str(CHECKOUT / "kense.py"), "serve", "--host", "127.0.0.1", "--port", "0"]
        with serving(command) as address:
            editor = token(home, "--role", "editor", "--territory", "akm")
            environ = {**os.environ, "KENSE_TOKENS": json.dumps({"editor": editor})}
            run = [node(), str(WEB / "journeys" / f"{script}.mjs"), address, *arguments]
            return subprocess.run(run, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
