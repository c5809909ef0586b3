"""Every command of the documents runs as it is written, from a wheel and from a clone, in a fresh home."""

from __future__ import annotations

import filecmp
import json
import urllib.request
from pathlib import Path

import pytest

from tests.conformance.serving import serving
from tests.documented import (
    DOCUMENTS,
    FIRST,
    LEFT_OUT,
    SERVED,
    WITH_TEXTS,
    Line,
    documented_commands,
    inputs,
)
from tests.installed import Program, build_wheel, cloned_program, installed_program
from tests.test_readme import queries_and_answers
from tests.tutorials import typed_lines

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module", params=["wheel", "clone"])
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program in a fresh home, run from a folder that holds an act."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "clone":
        made = cloned_program(folder)
    else:
        made = installed_program(request.getfixturevalue("wheel"), folder)
    inputs(made.cwd)
    return made


def is_clone(program: Program) -> bool:
    return (program.files / "pyproject.toml").is_file()


def home_of(program: Program) -> Path:
    return program.files / "var" if is_clone(program) else program.user / ".local" / "share" / "kense"


def run(program: Program, line: Line) -> None:
    assert line.says in program.told(line.typed, line.code), line.typed


def test_the_program_is_the_installed_one_alone(program: Program) -> None:
    asked = "import kense, store, graph, loaders; print(kense.__file__, store.__file__, loaders.__file__)"
    found = program.told(f"python -P -c '{asked}'").split()
    assert [Path(each).is_relative_to(program.files) for each in found] == [True, True, True]


def test_the_python_face_is_installed_with_its_types(program: Program) -> None:
    asked = "import kense, python_api; print(kense.open_registry.__module__, python_api.__path__[0])"
    module, folder = program.told(f"python -P -c '{asked}'").split()
    assert module == "python_api.registry"
    assert (Path(folder) / "py.typed").is_file()
    assert (program.files / "kense-stubs" / "__init__.pyi").is_file()


def test_every_command_of_a_first_day_does_what_the_documents_say(program: Program) -> None:
    # What ships with the program is found in another way in a clone; all the rest is the same there.
    for line in (line for line in FIRST if line.of_files or not is_clone(program)):
        run(program, line)
    assert (home_of(program) / "kense.sqlite3").is_file()


def test_a_server_started_as_written_answers_the_query_of_the_readme(program: Program) -> None:
    query, answer = queries_and_answers()[-1]
    environ = program.environ | {"KENSE_PORT": "0"}
    for command in SERVED:
        with serving(["/bin/sh", "-c", f"exec {command}"], environ, program.cwd) as address:
            request = urllib.request.Request(
                f"{address}/graphql",
                json.dumps({"query": query}).encode(),
                {"content-type": "application/json"},
            )
            with urllib.request.urlopen(request) as response:
                assert json.load(response)["data"] == answer


def test_a_clone_with_the_texts_beside_it_makes_its_seeds_anew_and_the_same(
    shared_acts: Path, shared_gazetteer: Path, tmp_path: Path
) -> None:
    clone = cloned_program(tmp_path)
    shared = clone.files.parent / "shared"
    shared.mkdir()
    for folder in (shared_acts, shared_gazetteer):
        (shared / folder.name).symlink_to(folder)
    inside = Program(clone.bin, clone.files, clone.user, clone.files)
    before = Path(__file__).parents[1] / "seeds"
    for line in WITH_TEXTS:
        run(inside, line)
    compared = filecmp.cmpfiles(before, clone.files / "seeds", seed_files(before), shallow=False)
    assert compared[1:] == ([], [])


def seed_files(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*.csv")]


def test_a_folder_called_seeds_that_holds_none_is_not_taken_for_one(program: Program) -> None:
    other = program.cwd / "garden"
    (other / "seeds" / "lookups").mkdir(parents=True)
    (other / "seeds" / "lookups" / "places.yaml").write_text("{}", encoding="utf-8")
    (other / "seeds" / "__init__.py").write_text("", encoding="utf-8")
    asked = 'python -c "import kense; kense.main()"'  # such a start has the current folder among its modules
    assert "akm-akkol-karasai-kyna" in program.told(f"cd garden && {asked} locate 'Кына, Аккольский район'")
    assert "doubtful pairs" in program.told("cd garden && kense review")


def test_an_installed_program_never_renews_its_own_seeds(program: Program) -> None:
    gazetteer = program.cwd / "gazetteer"
    gazetteer.mkdir(exist_ok=True)
    told = program.told("kense place --gazetteer gazetteer", 1)
    assert (
        "is not the folder of a gazetteer" if is_clone(program) else "name the one to renew with --seeds"
    ) in told
    told = program.told("kense review --accept a b --why 'they are one'", 1)
    assert ("are not a doubtful pair" if is_clone(program) else "name the one to renew with --seeds") in told


def test_every_command_of_the_documents_is_run_or_left_out_with_a_reason() -> None:
    assert {document.name for document in DOCUMENTS} >= {"README.md", "api.md", "backup.md", "identity.md"}
    commands = set(documented_commands())
    lines = [*FIRST, *WITH_TEXTS]
    known = {line.documented or line.typed for line in lines} | {line.typed for line in lines}
    known |= {*SERVED, *LEFT_OUT, *typed_lines()}
    # A name in running text, such as `kense dump`, is that of a command which a line runs.
    unknown = commands - known
    missing = {each for each in unknown if not any(one.startswith(f"{each} ") for one in known)}
    assert missing == set()
    assert len(commands) > 40
    stale = {line.documented for line in lines if line.documented} | set(LEFT_OUT) - commands
    assert {each for each in stale if each not in commands} == set()
