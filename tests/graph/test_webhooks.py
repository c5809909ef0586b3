"""Webhooks: who receives which event, its signature, and when nothing is sent."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from queue import Empty
from typing import Any

import pytest
from sqlalchemy import Engine, update
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError
from typer.testing import CliRunner

import kense
from changes import webhook_sending
from changes.webhook_sending import WebhookError, checked_url, send
from graph.served.webhook_delivery import WebhookDelivery
from loaders.seeds import Seeds
from model.errors import BadSettingError, NotFoundError, RegistryError, UsageError
from model.settings import Settings
from model.webhooks import FAILS_FOR, Webhook, WebhookSettings, secret_of
from store.log.webhooks import all_webhooks
from store.tables import tables
from store.tables.engine import reading, writing
from tests.changing import EDUCATION, KARASAI, ChangingClient
from tests.filled import fill
from tests.webhook_receiver import Message, Receiver, receiver

KEY = "a key of the tests, of no use elsewhere"
OWN = WebhookSettings(KEY, frozenset({"127.0.0.1"}))
PATIENCE_S = 10.0


@pytest.fixture
def receiving() -> Iterator[Receiver]:
    with receiver() as server:
        yield server


@pytest.fixture
def client(store_engine: Engine, small_seeds: Seeds) -> ChangingClient:
    """A server over a store with the small seeds."""
    fill(store_engine, small_seeds)
    return ChangingClient(store_engine)


@pytest.fixture
def environment(client: ChangingClient, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the commands and the servers are given."""
    given = {
        "KENSE_WEBHOOK_KEY": KEY,
        "KENSE_WEBHOOK_HOSTS": "127.0.0.1",
        "KENSE_DATABASE_URL": client.engine.url.render_as_string(hide_password=False),
        "KENSE_PUBLIC_URL": "https://kense.example.kz",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


def run(*words: str) -> str:
    done = CliRunner().invoke(kense.app, ["webhooks", *words])
    if done.exception is not None:
        raise done.exception
    return done.output


def added(*words: str) -> tuple[str, str]:
    """Id and secret of a new webhook."""
    first, second = run("add", *words).splitlines()
    return first.split(" ")[0], second.removeprefix("its secret: ")


def sending(client: ChangingClient, environment: dict[str, str]) -> WebhookDelivery:
    settings = Settings.from_environment(environment)
    return WebhookDelivery(client.reception, client.engine, settings, look_s=0.02)


def event(message: Message, secret: str) -> dict[str, Any]:
    """The event of a message, verified and parsed by the library of the standard."""
    read: dict[str, Any] = Verifier(secret).verify(message.body, message.headers)
    return read


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def the_webhook(engine: Engine) -> Webhook:
    with reading(engine) as connection:
        (webhook,) = all_webhooks(connection)
    return webhook


def test_a_change_is_told_to_those_whose_territory_it_touches_signed_and_without_its_people(
    client: ChangingClient, environment: dict[str, str], receiving: Receiver
) -> None:
    client.sign_in("*", subject="hidden-editor")
    webhook_id, secret = added(receiving.url, "--within", "akm-akkol-karasai")
    with receiver() as elsewhere, sending(client, environment):
        added(elsewhere.url, "--within", "akm-akkol-kenes")
        before = client.edition.key
        client.update(KARASAI, {"nameKk": "Қарасай"}, reason="hidden reason", evidence=["hidden paper"])
        message = receiving.messages.get(timeout=PATIENCE_S)
        told = event(message, secret)
        assert told["type"] == "edition.published"
        assert told["data"] == {
            "edition": str(client.edition.key),
            "since": str(before),
            "within": "akm-akkol-karasai",
            "offices": [f"Office:{KARASAI}"],
            "changes": f"https://kense.example.kz/changes?since={before}",
        }
        assert message.headers["webhook-id"] == f"msg_{webhook_id}_{client.edition.key}"
        assert b"hidden" not in message.body
        with pytest.raises(WebhookVerificationError):
            event(Message(message.headers, message.body.replace(b"Karasai", b"x") + b" "), secret)
        until(lambda: f"told of {client.edition.key}" in run("list"))
        # A receiver for another okrug gets nothing.
        until(lambda: run("list").count(str(client.edition.key)) == 2)
        assert elsewhere.messages.empty()


def test_what_failed_is_tried_again_with_all_that_came_since_and_a_receiver_that_is_gone_is_disabled(
    client: ChangingClient, environment: dict[str, str], receiving: Receiver
) -> None:
    _, secret = added(receiving.url)
    receiving.status = 302
    before = client.edition.key
    with sending(client, environment):
        client.update(KARASAI, {"nameKk": "Қарасай"})
        receiving.messages.get(timeout=PATIENCE_S)
        until(lambda: the_webhook(client.engine).attempts == 1)
        assert "failing since" in run("list")
        assert the_webhook(client.engine).last_error == "answered with the status 302"
        client.update(EDUCATION, {"nameKk": "Бөлім"})
        receiving.status = 204
        with writing(client.engine) as connection:
            connection.execute(update(tables.webhook).values(next_at=datetime.now(UTC)))
        told = event(receiving.messages.get(timeout=PATIENCE_S), secret)
        assert told["data"]["since"] == str(before)
        assert told["data"]["offices"] == [f"Office:{EDUCATION}", f"Office:{KARASAI}"]
        until(lambda: the_webhook(client.engine).attempts == 0)
        receiving.status = 410
        client.update(KARASAI, {"nameKk": "Қарасай ауылы"})
        receiving.messages.get(timeout=PATIENCE_S)
        until(lambda: the_webhook(client.engine).disabled_at is not None)
        assert "DISABLED since" in run("list")
        client.update(KARASAI, {"nameKk": "Қарасай"})
        with pytest.raises(Empty):
            receiving.messages.get(timeout=0.2)
        # A successful trial delivery resumes it.
        receiving.status = 204
        run("test", the_webhook(client.engine).id)
        assert event(receiving.messages.get(timeout=PATIENCE_S), secret)["type"] == "webhook.test"
        assert event(receiving.messages.get(timeout=PATIENCE_S), secret)["data"]["offices"]


def test_a_webhook_that_fails_for_days_is_disabled() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    webhook = Webhook("wh_1", "https://example.kz", None, now, position="1-a")
    first = webhook.after_failure("no", now, is_gone=False)
    assert first["disabled_at"] is None
    assert first["next_at"] == now + timedelta(seconds=5)
    old = Webhook("wh_1", "", None, now, position="1-a", attempts=50, failing_since=now - FAILS_FOR)
    assert old.after_failure("no", now, is_gone=False)["disabled_at"] == now


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.kz/",
        "ftp://hooks.example.kz/",
        "https://me:secret@hooks.example.kz/",
        "https://",
        "https://hooks.example.kz:0/",
        "https://hooks.example.kz:99999/",
        "https://hooks.example.kz/a b",
        "https://hooks.example.kz/\r\nx: y",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://224.0.0.1/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://2130706433/",
        "https://0/",
        "https://[fec0::1]/",
        "https://[feff:ffff::1]:8443/",
        "https://[fe80::1%251]/",
        "https://localhost/",
        "https://LOCALHOST.:8443/",
        "https://kense.localhost/",
    ],
)
def test_nothing_is_sent_to_addresses_that_are_not_public_or_not_secure(url: str) -> None:
    with pytest.raises(UsageError):
        checked_url(url, WebhookSettings(KEY))


@pytest.mark.parametrize(
    "url",
    [
        "https://93.184.216.34/",
        "https://[2606:4700::1111]/",
        "https://localhost.example.kz/",
        "https://notlocalhost/",
        "https://1.2.3.4.5/",
    ],
)
def test_public_addresses_and_names_are_taken(url: str) -> None:
    assert checked_url(url, WebhookSettings(KEY)) == url


@pytest.mark.parametrize("host", ["localhost", "127.1", "[fec0::1]"])
def test_hosts_of_the_settings_are_taken_as_they_are_written(host: str) -> None:
    settings = WebhookSettings(KEY, frozenset({host.strip("[]")}))
    assert checked_url(f"https://{host}/", settings)
    assert checked_url(f"http://{host}/", settings)


def test_a_name_that_leads_into_the_own_network_is_refused_when_it_is_sent_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    asked = [(*row, ("93.184.216.34", 443)), (*row, ("10.0.0.7", 443))]
    monkeypatch.setattr(webhook_sending, "getaddrinfo", lambda *_, **__: asked)
    assert checked_url("https://hooks.example.kz/", WebhookSettings(KEY))
    with pytest.raises(WebhookError, match=r"10\.0\.0\.7, which is not public"):
        send("wh_1", "https://hooks.example.kz/", "msg_1", b"{}", WebhookSettings(KEY))
    asked[1] = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fec0::1", 443, 0, 0))  # type: ignore[assignment]
    with pytest.raises(WebhookError, match="fec0::1, which is not public"):
        send("wh_1", "https://hooks.example.kz/", "msg_1", b"{}", WebhookSettings(KEY))


def test_a_receiver_that_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_sending, "WITHIN_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(WebhookError):
            send("wh_1", f"http://127.0.0.1:{silent.getsockname()[1]}/", "msg_1", b"{}", OWN)
    assert time.monotonic() - begun < 3


def test_commands_refuse_what_cannot_be(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there are no webhooks" in run("list")
    refused: list[tuple[type[RegistryError], str, list[str]]] = [
        (NotFoundError, "no unit has the id 'nowhere'", ["add", "https://a.kz/", "--within", "nowhere"]),
        (NotFoundError, "no webhook has the id 'wh_1'", ["remove", "wh_1"]),
        (NotFoundError, "no webhook has the id 'wh_1'", ["test", "wh_1"]),
    ]
    for kind, message, words in refused:
        with pytest.raises(kind, match=message):
            run(*words)
    webhook_id, secret = added("https://hooks.example.kz/kense")
    assert secret == secret_of(KEY, webhook_id)
    assert "is told nothing more" in run("remove", webhook_id)
    monkeypatch.setenv("KENSE_WEBHOOK_KEY", "short")
    with pytest.raises(BadSettingError, match="fewer than 32"):
        run("list")
    monkeypatch.setenv("KENSE_WEBHOOK_KEY", "")
    with pytest.raises(BadSettingError, match="KENSE_WEBHOOK_KEY is not set"):
        run("add", "https://hooks.example.kz/kense")


def test_what_is_not_known_office_by_office_is_told_without_them(
    client: ChangingClient, environment: dict[str, str], receiving: Receiver
) -> None:
    _, secret = added(receiving.url, "--within", "akm-akkol-kenes")
    with writing(client.engine) as connection:
        connection.execute(update(tables.webhook).values(position="1-abc"))  # long pruned
    with sending(client, environment):
        told = event(receiving.messages.get(timeout=PATIENCE_S), secret)
    assert told["data"]["offices"] is None
    assert json.dumps(told["data"]["edition"]) == f'"{client.edition.key}"'
