"""The command that answers one line as people type it."""

from enum import StrEnum
from typing import Annotated

import typer

from loaders.command_options import default_store_option, settings_for


class AskFormat(StrEnum):
    """The values of `--format` of `kense ask`, the same as those of `ask_run.AskFormat`."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class AskLanguage(StrEnum):
    """The language of the answer."""

    KK = "kk"
    RU = "ru"
    EN = "en"


def ask(
    text: Annotated[str, typer.Argument(help="A service and a place in any order and language.")],
    language: Annotated[AskLanguage, typer.Option(help="Language of the answer.")] = AskLanguage.KK,
    output: Annotated[
        AskFormat, typer.Option("--format", help="table for people; jsonl and csv have a row an office.")
    ] = AskFormat.TABLE,
    database: Annotated[str | None, default_store_option("Store to ask")] = None,
) -> None:
    """Answer one line: which office serves, where the nearest centre is; exit code 1 without an answer."""
    from rich.console import Console

    from geo.asking.asking import LONGEST_LINE
    from loaders.asking import ask_run
    from model.enums import Language

    if len(text) > LONGEST_LINE:
        raise typer.BadParameter(f"has {len(text)} characters, at most {LONGEST_LINE} are read")
    form = ask_run.AskFormat(output)
    if not ask_run.run_ask(settings_for(database), text, Language(language.value), form, Console()):
        raise typer.Exit(1)
