"""Images and containers: chosen by arguments, run by nobody special, each with the role it needs."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from store.tables.engine import make_engine, writing

CHECKOUT = Path(__file__).parents[1]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
SERVICES: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text("utf-8"))["services"]


def test_every_base_image_is_an_argument_with_a_default() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert len(images) == 2
    for image in images:
        argument = image.removeprefix("${").removesuffix("}")
        assert re.search(rf"^ARG {argument}=\S+$", DOCKERFILE.partition("FROM")[0], re.M), image
        assert argument in SERVICES["kense"]["build"]["args"]
    assert (
        SERVICES["db"]["image"]
        == SERVICES["roles"]["image"]
        == "${KENSE_POSTGIS_IMAGE:-postgis/postgis:16-3.4}"
    )


def test_packages_of_npm_run_no_script_of_their_own() -> None:
    for name in ("Dockerfile", "Makefile"):
        installs = re.findall(r"npm ci[^&\n]*", (CHECKOUT / name).read_text("utf-8"))
        assert installs
        assert all("--ignore-scripts" in install for install in installs), name


def test_containers_of_kense_are_not_root_and_write_nothing_but_to_tmp() -> None:
    (user,) = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)
    assert int(user) > 0
    for name in ("load", "kense"):
        service = SERVICES[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_who_serves_is_not_who_owns() -> None:
    def role(service: str) -> str:
        url = SERVICES[service]["environment"]["KENSE_DATABASE_URL"]
        return str(re.match(r"postgresql\+psycopg://(\w+):", url)[1])  # type: ignore[index]

    assert role("load") == "kense"
    assert role("kense") == "kense_serve"
    assert f"kense grant --serve {role('kense')}" in SERVICES["load"]["command"][-1]


def test_the_serving_role_is_made_once_and_gets_the_password_of_today(postgis_url: sa.URL) -> None:
    (script,) = SERVICES["roles"]["command"]
    here = f"--dbname {postgis_url.database}"
    script = script.replace("--host db --username kense --dbname kense", here)
    assert here in script
    engine = make_engine(postgis_url)
    try:
        for password in ("first", "an'other $one"):
            environ = os.environ | {"SERVE_PASSWORD": password}
            subprocess.run(["/bin/sh", "-ec", script], env=environ, check=True, timeout=60)
            serving = make_engine(
                postgis_url.set(username="kense_serve", password=password, host="localhost")
            )
            with serving.connect() as connection:
                assert connection.scalar(sa.text("SELECT current_user")) == "kense_serve"
            serving.dispose()
        wrong = make_engine(postgis_url.set(username="kense_serve", password="first", host="localhost"))
        with pytest.raises(sa.exc.OperationalError), wrong.connect():
            pass
        wrong.dispose()
    finally:
        with writing(engine) as connection:
            connection.execute(sa.text("DROP ROLE IF EXISTS kense_serve"))
        engine.dispose()
