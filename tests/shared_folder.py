"""The folder with the texts of the acts and the gazetteer: beside the checkout, or KENSE_SHARED."""

import os
from pathlib import Path

from model.program_files import PROGRAM

SHARED = Path(os.environ.get("KENSE_SHARED") or PROGRAM.parent / "shared")
"""It need not be there."""

NOT_BESIDE = "is not beside the checkout"
"""What a test that was left out for want of the folder says."""
