"""Generates the sources of the client packages from the schema: `python -m sdk.generate ARIADNE_CODEGEN`."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    concat_ast,
    get_named_type,
    is_enum_type,
    is_input_object_type,
    parse,
    visit,
)

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
SCHEMA = CHECKOUT / "tests" / "schema.graphql"
QUESTIONS = HERE / "documents" / "questions.graphql"
DOCUMENTS = (QUESTIONS, HERE / "documents" / "live.graphql")
JAVASCRIPT = HERE / "js" / "src" / "generated.ts"
PYTHON = HERE / "python" / "kense_client"
STAMP = PYTHON / "generated_from.txt"


class _Used(Visitor):
    """Collects the fields and types of the schema that the documents use."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.lines: set[str] = set()
        self.inputs: set[str] = set()

    def enter_field(self, *_: object) -> None:
        parent, field = self.types.get_parent_type(), self.types.get_field_def()
        if parent is not None and field is not None and self.types.get_type() is not None:
            self.lines.add(
                f"{parent.name}.{field.ast_node.name.value if field.ast_node else ''}: {field.type}"
            )
            self.inputs.add(get_named_type(field.type).name)

    def enter_variable_definition(self, *_: object) -> None:
        kind = self.types.get_input_type()
        if kind is not None:
            self.inputs.add(get_named_type(kind).name)


def used(schema: GraphQLSchema, documents: DocumentNode) -> Iterator[str]:
    """A sorted line for each field, input field and enumeration value that the documents depend on."""
    types = TypeInfo(schema)
    collected = _Used(types)
    visit(documents, TypeInfoVisitor(types, collected))
    waiting, known = [*collected.inputs], set(collected.inputs)
    for name in waiting:
        kind = schema.type_map[name]
        if is_enum_type(kind):
            collected.lines |= {f"{name}.{value}" for value in kind.values}
        if is_input_object_type(kind):
            for field, one in kind.fields.items():
                collected.lines.add(f"{name}.{field}: {one.type}")
                within = get_named_type(one.type).name
                if within not in known:
                    known.add(within)
                    waiting.append(within)
    yield from sorted(collected.lines)


def stamp() -> str:
    """A digest of what the Python source is made from.

    That is its documents, its settings, and the parts of the schema that they use.
    """
    text = QUESTIONS.read_text("utf-8")
    schema = build_schema(SCHEMA.read_text("utf-8"))
    settings = [
        (HERE / "python" / name).read_text("utf-8")
        for name in ("codegen.toml", "base_client.py", "growing.py")
    ]
    told = "\n".join([text, *settings, *used(schema, concat_ast([parse(text)]))])
    return hashlib.sha256(told.encode()).hexdigest() + "\n"


def javascript() -> str:
    """The TypeScript source of @kense/client, made by GraphQL Code Generator.

    Raises CalledProcessError if that fails.
    """
    command = ["node", "sdk.mjs", str(SCHEMA), *map(str, DOCUMENTS)]
    folder = CHECKOUT / "tests" / "conformance"
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def python(ariadne_codegen: str) -> None:
    """Write the source of kense_client, with the program `ariadne_codegen`.

    Raises CalledProcessError if that fails.
    """
    command = [str(Path(ariadne_codegen).absolute()), "--config", "codegen.toml"]
    subprocess.run(command, cwd=HERE / "python", check=True)
    enums = PYTHON / "enums.py"
    # Enumerations grow: a client must accept a value that a later server adds.
    enums.write_text(enums.read_text("utf-8").replace("from enum import", "from .growing import"), "utf-8")
    face = PYTHON / "__init__.py"
    names = face.read_text("utf-8").replace("import BaseClient", "import BaseClient, KenseError")
    face.write_text(names.replace('    "KenseClient",', '    "KenseClient",\n    "KenseError",'), "utf-8")
    STAMP.write_text(stamp(), "utf-8")


def main() -> None:
    """Generate the sources of both packages; the argument is the path of `ariadne-codegen`."""
    JAVASCRIPT.write_text(javascript(), "utf-8")
    python(sys.argv[1])


if __name__ == "__main__":
    main()
