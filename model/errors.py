"""Errors of the registry: few, and named for what is wrong."""


class RegistryError(Exception):
    """Base of all errors that the registry raises on purpose."""

    exit_code = 1
    """Exit code of a command: 2 for an unusable setting, option or file, 1 for everything else."""


class UsageError(RegistryError):
    """The request cannot be fulfilled. The message is safe to show to a client."""


class NotFoundError(UsageError):
    """No record has the requested id. The message is safe to show to a client."""


class BadSettingError(UsageError):
    """A setting or option has an unusable value. The message names the setting and what is wrong."""

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
    """The store took too long, or other writers held it; nothing was written."""


class DamagedStoreError(StoreError):
    """The store's file was moved, replaced, cut short or damaged; nothing more is written to it."""


class NewerStoreError(StoreError):
    """The tables of the store belong to a newer program; this one does not write to them."""


class CommitUnknownError(StoreError):
    """The connection broke while a change was being confirmed: it is unknown whether the change is stored."""
