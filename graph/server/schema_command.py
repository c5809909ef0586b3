"""The command that prints the schema."""

from typing import Annotated

import typer


def schema(
    federation: Annotated[
        bool, typer.Option("--federation", help="As a subgraph of Apollo Federation, directives included.")
    ] = False,
    cache_tags: Annotated[
        bool,
        typer.Option(
            "--cache-tags", help="The same with @cacheTag, for routers that know it (Federation 2.12)."
        ),
    ] = False,
) -> None:
    """Print the schema of the GraphQL API in SDL."""
    from graph.server.serving import schema_text

    typer.echo(schema_text(federation=federation, cache_tags=cache_tags), nl=False)
