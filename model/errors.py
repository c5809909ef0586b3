"""Errors of the registry: few, and named for what is wrong."""


class RegistryError(Exception):
    """Base of all errors that the registry raises on purpose."""

    exit_code = 1
    """Exit code of a command: 2 for an unusable setting, option or file, 1 for everything else."""


class UsageError(RegistryError):
    """The request is impossible; the message is safe to show to a client."""


class NotFoundError(UsageError):
    """No record has the requested id."""


class BadSettingError(UsageError):
    """An environment variable or option has an unusable value; the message names both."""

    exit_code = 2


class StoreError(RegistryError):
    """The store cannot be opened, read or written; the message says what to do."""


class NoRightInStoreError(StoreError):
    """The program's database role lacks the right, or the store is read-only: a retry does not help."""


class StoreAwayError(StoreError):
    """The store cannot be reached now; it may come back by itself."""


class StoreReadOnlyError(StoreError):
    """The store accepts no changes now: a standby answers, or it is set to read only."""


class StoreBusyError(StoreError):
    """Other writers held the store longer than a change waits; nothing was written."""


class DamagedStoreError(StoreError):
    """The store's file was moved, replaced, cut short or damaged; nothing more is written to it."""


class NewerStoreError(StoreError):
    """The tables of the store belong to a newer program; this one does not write to them."""


class CommitUnknownError(StoreError):
    """The connection broke while a change was being confirmed: it is unknown whether the change is stored."""
