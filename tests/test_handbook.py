"""The site of the documentation: made from the code, a place for each page, broken ones are found."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from graph.terms import errors
from handbook import build, reference
from handbook.code_blocks import wrong_blocks
from handbook.pictures import PICTURES, drawn
from handbook.reference import PAGES, HandbookError
from handbook.site_check import problems_of
from loaders.acts.profiles import TableProfile
from model.program_files import PROGRAM, built_page
from model.variables import VARIABLES

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages of the site, the reference among them."""
    folder = tmp_path_factory.mktemp("handbook") / "pages"
    build.stage(folder)
    return folder


def read(pages: Path, name: str) -> str:
    return (pages / "reference" / name).read_text("utf-8")


def test_the_reference_has_what_the_code_has(pages: Path) -> None:
    assert {page.name for page in (pages / "reference").iterdir()} == set(PAGES)
    settings = read(pages, "settings.md")
    assert all(f"| `{variable.name}` |" in settings for variable in VARIABLES)
    assert f"`{errors.STORE_UNAVAILABLE}`" in read(pages, "errors.md")
    assert "`OUT_OF_TERRITORY`" in read(pages, "errors.md")
    assert "`/tiles/{layer}/{z}/{x}/{y}.mvt`" in read(pages, "http.md")
    assert all(f"`{name}`" in read(pages, "profile.md") for name in TableProfile.__dataclass_fields__)
    python = read(pages, "python.md")
    assert "### Registry.office_for" in python
    assert "`distance_m: float`: Metres along the ground" in python


def test_the_reference_of_commands_has_every_command_and_option(pages: Path) -> None:
    text = read(pages, "cli.md")
    assert len(re.findall(r"^## kense ", text, re.M)) > 25
    assert "## kense gazetteer import" in text
    assert "`--database`" in text


def test_the_reference_of_the_schema_has_every_type_and_its_links_resolve(pages: Path) -> None:
    text = read(pages, "graphql.md")
    schema = (PROGRAM / "tests" / "schema.graphql").read_text("utf-8")
    names = set(re.findall(r"^(?:type|interface|enum|input|scalar|union) (\w+)", schema, re.M))
    titles = set(re.findall(r"^## (\w+)$", text, re.M))
    assert names <= titles
    assert {link.lower() for link in re.findall(r"\]\(#(\w+)\)", text)} <= {title.lower() for title in titles}


def test_the_reference_of_sql_has_every_function_with_its_comment(pages: Path) -> None:
    text = read(pages, "sql.md")
    for name in ("office_for", "nearest_psc", "units_at"):
        (row, *_) = re.findall(rf"^\| `kense\.{name}\(([^)]*)\)` \| (.*)$", text, re.M)
        assert row[0]
        assert len(row[1]) > 40
    assert text.count("`kense.office_for(") == 2
    assert "@postgis@" not in text


def test_a_route_without_a_description_ends_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    described = yaml.safe_load(reference._DESCRIPTIONS.read_text("utf-8"))
    del described["codes"]["NOT_READY"]
    described["codes"]["NO_MORE"] = "Gone."
    file = tmp_path / "descriptions.yaml"
    file.write_text(yaml.safe_dump(described), "utf-8")
    monkeypatch.setattr(reference, "_DESCRIPTIONS", file)
    with pytest.raises(HandbookError, match="describes no codes called NOT_READY"):
        reference.errors_page()
    described["codes"]["NOT_READY"] = "Wait."
    file.write_text(yaml.safe_dump(described), "utf-8")
    with pytest.raises(HandbookError, match="describes codes that do not exist: NO_MORE"):
        reference.errors_page()


def test_every_page_has_a_place_in_the_site(pages: Path) -> None:
    sections = yaml.safe_load((PROGRAM / "handbook" / "nav.yaml").read_text("utf-8"))
    listed = re.findall(r'"([^"]+\.md)"', build.navigation(pages, sections))
    assert len(listed) == len(set(listed)) == len(list(pages.rglob("*.md"))) > 70
    with pytest.raises(SystemExit, match=r"lists no section for .*glossary\.md"):
        build.navigation(pages, [each for each in sections if each["title"] != "Kense"])
    with pytest.raises(SystemExit, match=r"names nothing\.md, which does not exist"):
        build.navigation(pages, [{"title": "No", "pages": ["nothing.md"]}])


def test_a_link_to_what_the_site_lacks_leaves_its_words(pages: Path) -> None:
    moved = build.moved_links(
        "[a](../seeds/check.yaml) [b](maps.md#ids) [c](https://example.kz) ![d](images/query.svg) "
        "[e](../SECURITY.md) [f](#here)",
        PROGRAM / "docs" / "api.md",
        Path("api.md"),
    )
    assert moved == (
        "a [b](maps.md#ids) [c](https://example.kz) ![d](images/query.svg) "
        "[e](project/security.md) [f](#here)"
    )
    contributing = (pages / "project" / "contributing.md").read_text("utf-8")
    assert "](../architecture.md)" in contributing
    assert "](security.md)" in contributing.replace("../project/", "")


def test_a_site_with_broken_links_and_other_hosts_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        "<a href='a/'>good</a><a href='a/#part'>good</a><a href='a/#none'>x</a><a href='b/'>x</a>"
        "<a href='https://example.kz'>good</a><script src='https://cdn.example/x.js'></script>"
        "<link rel=canonical href='https://example.kz'><img src=none.png><a href='../../etc/passwd'>x</a>",
        "utf-8",
    )
    (tmp_path / "a" / "index.html").write_text("<h2 id=part>Part</h2><a href='..'>up</a>", "utf-8")
    assert problems_of(tmp_path) == [
        "index.html: takes https://cdn.example/x.js from another host",
        "index.html: takes none.png, which does not exist",
        "index.html: leads to a/#none, an anchor that does not exist",
        "index.html: leads to b/, which does not exist",
        "index.html: leads to ../../etc/passwd, which does not exist",
    ]
    assert problems_of(tmp_path / "nothing") == [f"{tmp_path / 'nothing'} contains no page"]


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the pages; the rest of the checkout stands beside it as links."""
    for entry in PROGRAM.iterdir():
        if entry.name != "docs":
            (tmp_path / entry.name).symlink_to(entry)
    copy = tmp_path / "docs"
    shutil.copytree(PROGRAM / "docs", copy)
    monkeypatch.setattr(build, "DOCS", copy)
    return copy


def add(page: Path, text: str) -> int:
    """Add text at the end of a page; returns the number of its first line."""
    before = page.read_text("utf-8").rstrip("\n") + "\n\n"
    page.write_text(before + text, "utf-8")
    return before.count("\n") + 1


def test_a_build_ends_before_it_begins_where_a_page_has_a_broken_link_or_wrong_code(docs: Path) -> None:
    assert build.source_problems() == []
    add(docs / "maps.md", "[a page](gone.md)\n")
    add(docs / "api.md", "[an anchor](maps.md#no-such-heading)\n")
    queried = add(docs / "page.md", "```graphql\n{ offices { edges { node { noSuchField } } } }\n```\n")
    open_ended = add(docs / "tutorials" / "operator.md", "```sh\nkense serve\n")
    with pytest.raises(SystemExit) as ended:
        build.build("no program is run")
    assert str(ended.value).splitlines() == [
        "docs/api.md: broken link to maps.md#no-such-heading",
        "docs/maps.md: broken link to gone.md",
        f"docs/page.md: line {queried}: graphql: Cannot query field 'noSuchField' on type 'Office'.",
        f"docs/tutorials/operator.md: line {open_ended}: a code block without an end",
    ]


@pytest.mark.parametrize(
    ("language", "code", "problem"),
    [
        ("json", '{"a": }', "json: Expecting value: line 1 column 7 (char 6)"),
        ("json", '{"a": 1}\n{"a": 2}\n', None),
        ("json", '{"a": 1}\n{"a": \n', "json: Expecting value: line 1 column 7 (char 6)"),
        ("python", "def f(:\n    pass", "python: invalid syntax (<unknown>, line 1)"),
        ("sh", "if true; then echo", "sh: "),
        ("sh", "echo $(kense --version) \\\n  && ls", None),
        ("yaml", "a: [1", "yaml: while parsing a flow sequence"),
        ("toml", "a = ", "toml: Invalid value (at end of document)"),
        ("graphql", "query($r: [_Any!]!) { _entities(representations: $r) { ... on Office { id } } }", None),
        ("graphql", "{ offices ", "graphql: Syntax Error: Expected Name, found <EOF>."),
        ("grahpql", "{ offices }", "no language is called 'grahpql'"),
    ],
)
def test_a_code_block_is_read_in_its_language(
    tmp_path: Path, language: str, code: str, problem: str | None
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# A page\n\n```{language}\n{code}\n```\n", "utf-8")
    problems = wrong_blocks(page)
    if problem is None:
        assert problems == []
    else:
        (found,) = problems
        assert found.startswith(f"line 3: {problem}")


def test_a_built_site_that_is_here_has_no_broken_link() -> None:
    site = built_page() / "docs"
    assert problems_of(site) in ([], [f"{site} contains no page"])


@pytest.mark.parametrize("name", PICTURES)
def test_a_drawing_is_as_the_script_draws_it_and_names_what_is_there(name: str) -> None:
    text = (PROGRAM / "docs" / "images" / name).read_text("utf-8")
    assert text == drawn(PICTURES[name]), "run `make docs-pictures`"
    svg = ElementTree.fromstring(text)
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "title desc"
    assert len(svg.findtext(f"{SVG}desc", "")) > 40
    paths = [
        path
        for step in PICTURES[name].steps
        for path in re.findall(r"[a-z_]+/[\w/.]*|[a-z_]+\.py", step.where)
    ]
    assert paths
    assert [path for path in paths if not (PROGRAM / path).exists()] == []


def test_the_page_of_the_architecture_shows_every_drawing() -> None:
    page = (PROGRAM / "docs" / "architecture.md").read_text("utf-8")
    assert {name for name in PICTURES if f"](images/{name})" in page} == set(PICTURES)
