"""Whether a server is ready: it has an edition, knows that it is the newest, and is not about to end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import isfinite

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from graph.served.current_registry import Reception
from graph.server.draining import draining
from graph.server.shared_subscriptions import Subscriptions
from model.settings import Settings

_LATE = "ok"


def ready_route(
    reception: Reception, subscriptions: Subscriptions, settings: Settings
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint `/readyz`: 200, or 503 with the reason.

    Not ready without an edition, when stopping, or if the edition may be old. `?stale=ok` accepts an edition
    that may be old: for proxies, which otherwise would find no server while the store is unreachable.
    """
    max_lag_s = settings.operating.max_lag_s

    async def ready(request: Request) -> Response:
        registry, lag = reception.registry, reception.following.lag
        if registry is None:
            return _not_ready({}, lag.reason or "no edition is loaded yet")
        age: dict[str, object] = {"age": round(lag.seconds, 1) if isfinite(lag.seconds) else None}
        report = {"edition": registry.edition.number, "identity": registry.key.identity, **age}
        if draining().has_begun:
            return _not_ready(report, "the server ends")
        if reception.is_followed and lag.seconds > max_lag_s and request.query_params.get("stale") != _LATE:
            reason = lag.reason or "the store does not answer"
            since = f" for {lag.seconds:.0f} s" if isfinite(lag.seconds) else ""
            return _not_ready(report, f"whether the edition is the newest is not known{since}: {reason}")
        return JSONResponse({"ready": True, **report, "listeners": subscriptions.listeners})

    return ready


def _not_ready(told: dict[str, object], reason: str) -> Response:
    return JSONResponse({"ready": False, **told, "reason": reason}, 503, {"retry-after": "2"})


async def alive(_: Request) -> Response:
    """The answer to `/healthz`: always 200, as the process runs."""
    return JSONResponse({"alive": True})
