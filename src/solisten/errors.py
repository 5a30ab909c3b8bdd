"""Everything Solisten says when it cannot go on: where, what, and what to do."""


class SolistenError(Exception):
    """Stop the command with a message for a person and an exit code of DESIGN 7.1."""

    exit_code = 2


class ConfigError(SolistenError):
    """A configuration, a query or a rule pack that cannot be used."""


class UsageError(SolistenError):
    """A wrong option, or an unknown brand, model, connector or indicator."""


class StoreError(SolistenError):
    """A database that cannot be opened, written or understood."""


class FileError(SolistenError):
    """A file that cannot be read at all as what it claims to be."""


class NothingToMeasureError(SolistenError):
    """No mention in the window: there is nothing to say, and why is said."""

    exit_code = 3


class SourcesFailedError(SolistenError):
    """The work is done, but some sources, or the one file asked for, could not be read."""

    exit_code = 4


class Unreadable(Exception):  # noqa: N818  (the contract's name)
    """Bytes that are no answer of this network: a block page, a log-in form, a foreign format."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
