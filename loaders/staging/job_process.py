"""What a process that does a job, and the one that started it, have to know of each other."""

TASK = "jobs of acts"
"""The lease that lets one server of a store at a time do them."""
STORE_FAILED = 75
"""Exit code (EX_TEMPFAIL) where the store could not be used: the job is done again."""
