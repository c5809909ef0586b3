"""Read and write seeds, load the store: the one door to the rooms `seed_files`, `seed_folder` and `load`."""

from loaders.act_facts import ActFacts, TableTitle, read_act_facts
from loaders.citations import CitationToken, format_citation, parse_citation
from loaders.load import Loaded, Progress, load, load_if_empty, seeds_digest
from loaders.seed_files import BadSeedError, join_values, read_rows, split_values, write_rows
from loaders.seed_folder import Seeds, TableKey, read_seeds, shipped_seeds, write_seeds

__all__ = [
    "ActFacts",
    "BadSeedError",
    "CitationToken",
    "Loaded",
    "Progress",
    "Seeds",
    "TableKey",
    "TableTitle",
    "format_citation",
    "join_values",
    "load",
    "load_if_empty",
    "parse_citation",
    "read_act_facts",
    "read_rows",
    "read_seeds",
    "seeds_digest",
    "shipped_seeds",
    "split_values",
    "write_rows",
    "write_seeds",
]
