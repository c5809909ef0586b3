"""The command line: `kense --help`."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=True, rich_markup_mode="rich")


@app.callback()
def kense() -> None:
    """Registry of government offices and services of Kazakhstan: which office serves this village for this service."""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
