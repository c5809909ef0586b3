"""What contributors get: hooks that check what `make lint` checks, and forms alike in all folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from model.program_files import PROGRAM

FORMS = PROGRAM / "docs" / "forms"


def recipe(target: str) -> list[str]:
    """The commands of a target of the Makefile, as a shell gets them."""
    lines = (PROGRAM / "Makefile").read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{target}:"))
    commands = []
    for line in lines[start + 1 :]:
        if not line.startswith("\t"):
            break
        commands.append(line.strip().replace("$(BIN)", ".venv/bin"))
    return commands


def test_the_hooks_run_what_make_lint_runs() -> None:
    called = re.search(r"lint-types lint-style lint-page", " ".join(recipe("lint")))
    assert called is not None
    (repository,) = yaml.safe_load((PROGRAM / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert repository["repo"] == "local"
    hooks = repository["hooks"]
    assert [hook["entry"] for hook in hooks] == [
        *recipe("lint-types"),
        *recipe("lint-style"),
        "make lint-page",
    ]
    assert all(hook["language"] == "system" and hook["pass_filenames"] is False for hook in hooks)


@pytest.mark.parametrize("form", ["fault", "data", "wish"])
def test_an_issue_form_is_the_same_in_every_folder_of_a_forge(form: str) -> None:
    text = (FORMS / f"{form}.md").read_text("utf-8")
    assert (PROGRAM / ".gitlab" / "issue_templates" / f"{form}.md").read_text("utf-8") == text
    _, head, body = (
        (PROGRAM / ".github" / "ISSUE_TEMPLATE" / f"{form}.md").read_text("utf-8").split("---\n", 2)
    )
    assert set(yaml.safe_load(head)) == {"name", "about"}
    assert body.lstrip("\n") == text


@pytest.mark.parametrize(
    "copy", [".github/pull_request_template.md", ".gitlab/merge_request_templates/Default.md"]
)
def test_the_form_of_a_merge_request_is_the_same_in_every_folder_of_a_forge(copy: str) -> None:
    assert (PROGRAM / copy).read_text("utf-8") == (FORMS / "merge-request.md").read_text("utf-8")


def test_every_link_of_the_pages_at_the_top_leads_to_a_file() -> None:
    pages = [PROGRAM / name for name in ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md")]
    links = [
        target
        for page in pages
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in target
    ]
    assert len(links) > 8
    assert [link for link in links if not Path(PROGRAM / link).exists()] == []
