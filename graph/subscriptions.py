"""Live changes: the number of each edition as it begins to be served."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import asyncio
from collections.abc import AsyncGenerator

import strawberry


@strawberry.type(description="Live changes (graphql-transport-ws and SSE).")
class Subscription:
    """Roots of subscriptions."""

    @strawberry.subscription(description="A new edition is being served.")
    async def edition_published(self, info: strawberry.Info) -> AsyncGenerator[int, None]:
        """Numbers of editions, from the next one on."""
        numbers: asyncio.Queue[int] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        # Editions are published by a thread of the store; the queue belongs to this loop.
        leave = info.context.reception.subscribe(
            lambda new: loop.call_soon_threadsafe(numbers.put_nowait, new.registry.edition.number)
        )
        try:
            while True:
                yield await numbers.get()
        finally:
            leave()
