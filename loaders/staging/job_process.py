"""Constants that the process of a job and its parent share."""

TASK = "jobs of acts"
"""The lease that lets only one server of a store run jobs at a time."""
STORE_FAILED = 75
"""Exit code (EX_TEMPFAIL) where the store could not be used: the job is run again."""
