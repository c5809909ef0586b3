"""Types of the module `kense` for those who import it: a module of one file cannot bear `py.typed` itself."""

from typer import Typer

from python_api.registry import Registry as Registry
from python_api.registry import open_registry as open_registry

app: Typer

def main() -> None: ...
