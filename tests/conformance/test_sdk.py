"""The client packages: generated from the current schema, built, and run by the examples of their READMEs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from sdk import build, generate
from tests.conformance.conftest import HERE, Run

ANSWER = "RESOLVED"
WEB = HERE.parents[1] / "web" / "node_modules"
"""Those of the page, which bring bundlers."""


def shown(readme: Path, language: str) -> str:
    """The only example of a README."""
    (code,) = re.findall(rf"```{language}\n(.*?)```", readme.read_text("utf-8"), re.S)
    return str(code)


def test_the_sources_are_those_of_the_schema() -> None:
    assert generate.javascript() == generate.JAVASCRIPT.read_text("utf-8"), "run `make sdk-sources`"
    assert generate.stamp() == generate.STAMP.read_text("utf-8"), "run `make sdk-sources`"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with @kense/client unpacked from its tarball."""
    folder = tmp_path_factory.mktemp("project")
    with tarfile.open(build.javascript(folder)) as packed:
        packed.extractall(folder, filter="data")
    modules = folder / "node_modules"
    (modules / "@kense").mkdir(parents=True)
    (folder / "package").rename(modules / "@kense" / "client")
    for name in ("graphql", "@graphql-typed-document-node", "graphql-request", "typescript"):
        (modules / name).symlink_to(HERE / "node_modules" / name)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    return folder


def test_the_javascript_client_answers_as_its_readme_shows(project: Path, kense_url: str) -> None:
    example = shown(build.HERE / "js" / "README.md", "js")
    more = """
    import { request } from 'graphql-request';
    import { NearestCentresDocument, OfficeDocument } from '@kense/client';
    const near = await request(url, NearestCentresDocument, { latitude: 51.99, longitude: 70.94 });
    console.log(near.nearestPsc.edges.length);
    try { await ask({ url }, OfficeDocument, { id: 'Office:nobody' }); }
    catch (error) { console.log(error.name, error.errors[0].extensions.code, error.data.office); }"""
    (project / "example.mjs").write_text(f"const url = process.argv[2];\n{example}{more}", encoding="utf-8")
    done = subprocess.run(
        ["node", "example.mjs", kense_url], cwd=project, capture_output=True, text=True, timeout=60
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert ANSWER in lines[0]
    assert lines[-2:] == ["3", "KenseError NOT_FOUND null"]


def test_the_javascript_client_is_typed(node: Run, project: Path) -> None:
    (project / "typed.ts").write_text(
        """import { ask, WhoServesDocument, OfficeChangedDocument } from '@kense/client';
        const place = { name: 'Кына' };
        const { officeFor } = await ask({ url: '' }, WhoServesDocument, { serviceId: '1', place });
        const name: string | undefined = officeFor?.provisions[0]?.office.name;
        // @ts-expect-error: the service is not optional
        await ask({ url: '' }, WhoServesDocument, { place });
        // @ts-expect-error: the document asks for no such field
        officeFor?.nobody;
        console.log(name, OfficeChangedDocument);
        """,
        encoding="utf-8",
    )
    options = ("--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", "")
    node("node_modules/typescript/bin/tsc", *options, "typed.ts", cwd=project)


def test_the_python_client_answers_as_its_readme_shows(kense_url: str, tmp_path: Path) -> None:
    wheel = build.python(tmp_path)
    example = shown(build.HERE / "python" / "README.md", "python")
    more = """
from datetime import date
from kense_client import ContactKind, KenseError, OfficeFilterInput
with KenseClient(url) as kense:
    view = kense.office_on("Office:akm-akkol-psc", as_of=date(1995, 1, 1)).office_view
    print(view.id, view.office.id)
    try:
        kense.office("Office:nobody")
    except KenseError as error:
        print(error.codes)
print(repr(ContactKind("PIGEON").value), kense.url == url)
"""
    code = f"import sys\nurl = sys.argv[1]\n{example}{more}"
    done = subprocess.run(
        [sys.executable, "-c", code, kense_url],
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert ANSWER in lines[0]
    assert lines[1:] == [
        "OfficeView:akm-akkol-psc@1995-01-01 Office:akm-akkol-psc",
        "['NOT_FOUND']",
        "'PIGEON' True",
    ]


@pytest.mark.parametrize(
    "bundler",
    [("esbuild", "--bundle", "--minify", "--format=esm"), ("rolldown", "--format=esm", "--platform=browser")],
    ids=["esbuild", "rolldown"],
)
def test_a_bundle_holds_only_the_documents_that_are_asked(
    node: Run, project: Path, bundler: tuple[str, ...]
) -> None:
    (project / "one.js").write_text(
        "import { ask, OfficeDocument } from '@kense/client';\n"
        "ask({ url: location.href }, OfficeDocument, { id: 'Office:akm-akkol-psc' }).then(console.log);\n",
        encoding="utf-8",
    )
    (project / "all.js").write_text(
        "import * as kense from '@kense/client';\nconsole.log(Object.entries(kense));\n", encoding="utf-8"
    )
    program, *options = bundler
    sizes = {}
    for name in ("one", "all"):
        bundled = node(str(WEB / ".bin" / program), *options, f"{name}.js", cwd=project)
        sizes[name] = len(bundled)
        assert ("OfficeChanged" in bundled) is (name == "all")
        assert "Office" in bundled
    assert sizes["one"] < sizes["all"] / 2
