"""The faults that `make chaos` causes, and what Kense guarantees under each."""

from __future__ import annotations

from bench.chaos import database_faults as database
from bench.chaos import file_faults as file
from bench.chaos import server_faults as server
from bench.chaos.rows import Fault

FAULTS = (
    Fault("a server is killed behind the proxy", server.killed),
    Fault("rolling restart behind the proxy", server.rolling_restart),
    Fault("SIGTERM while streams are open", server.terminated_with_streams, reads_fail=True, back_s=None),
    Fault("workers whose parent is killed", server.parent_killed, reads_fail=True, back_s=None),
    Fault("primary killed, synchronous standby promoted", database.failover),
    Fault("primary killed, then started again", database.crashed_and_started),
    Fault("switchover to the standby", database.switchover),
    Fault("a server on a hot standby", database.read_from_standby),
    Fault(
        "asynchronous failover that loses a commit",
        database.lost_commit,
        loses=True,
        goes_back=True,
        back_s=15,
    ),
    Fault("PgBouncer, session mode, killed", database.pooled_sessions),
    Fault("PgBouncer, transaction mode, killed", database.pooled_transactions),
    Fault("a lock held for 12 s", database.locked, back_s=None),
    Fault("the disk of the tables is full", database.disk_full, back_s=None),
    Fault("two loads while editors write", database.two_loads, back_s=15),
    Fault("server started before its database", database.started_first, reads_fail=True, back_s=None),
    Fault("file: the disk is full", file.disk_full, back_s=None),
    Fault("file: moved away and back", file.moved_away, back_s=None),
)
"""All faults, in the order of the printed table."""
