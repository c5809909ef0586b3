"""Seeds, the facts of the registry as files: importing from here gives access to this folder's modules."""

from loaders.seeds.act_facts import ActFacts, TableTitle, read_act_facts
from loaders.seeds.citations import CitationToken, format_citation, parse_citation
from loaders.seeds.files import BadSeedError, join_values, read_rows, split_values, write_rows
from loaders.seeds.folder import Seeds, TableKey, read_seeds, write_seeds
from model.program_files import shipped_seeds

__all__ = [
    "ActFacts",
    "BadSeedError",
    "CitationToken",
    "Seeds",
    "TableKey",
    "TableTitle",
    "format_citation",
    "join_values",
    "parse_citation",
    "read_act_facts",
    "read_rows",
    "read_seeds",
    "shipped_seeds",
    "split_values",
    "write_rows",
    "write_seeds",
]
