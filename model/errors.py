"""Errors of the registry: few, and named for what is wrong."""


class RegistryError(Exception):
    """Base of all errors the registry raises on purpose."""

    exit_code = 1
    """With what a command ends: 2 for a setting, an option or a file that cannot be used, 1 for all else."""


class UsageError(RegistryError):
    """The caller asked for what cannot be; the message is safe to show to a client."""


class NotFoundError(UsageError):
    """No record bears the id that was asked for."""


class BadSettingError(UsageError):
    """An environment variable or option has a value that cannot be used; the message names both."""

    exit_code = 2


class StoreError(RegistryError):
    """The store cannot be opened, read or written; the message says what to do."""


class NoRightInStoreError(StoreError):
    """The role of this program may not do that in the store, or nobody may: trying again is no use."""


class StoreAwayError(StoreError):
    """The store cannot be reached at this moment; it may come back by itself."""


class StoreReadOnlyError(StoreError):
    """The store takes no changes at this moment: a standby answers, or it was set to read only."""


class StoreBusyError(StoreError):
    """Others held the store longer than a change waits; nothing was written."""


class DamagedStoreError(StoreError):
    """The file of the store was moved, replaced, cut short or damaged; nothing more is written to it."""


class NewerStoreError(StoreError):
    """The tables of the store are those of a newer program; this one writes nothing there."""


class CommitUnknownError(StoreError):
    """The store broke off while it confirmed a change: whether the change is stored nobody knows yet."""
