"""The command line's words: the options before the command, and the command asked for.

Only the module of the command that is run gets imported; `solisten --help` imports none.
"""

from __future__ import annotations

import argparse
import difflib
import re
import textwrap
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import solisten
from solisten.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COMMANDS = {
    "init": "write a first configuration: what a brand's site leads to",
    "demo": "the whole path on the shipped sample: no network, no keys",
    "collect": "ask the configured sources for what is new",
    "import": "read post records (JSONL, CSV) into the store",
    "estimate": "infer a brand's level, with the evidence and the uncertainty",
    "metrics": "count and measure: response rates, sentiment, share of voice",
    "export": "write tables for analysts: mentions, metrics, findings, methods",
    "history": "show a brand's levels over time, and what changed them",
    "compare": "set brands side by side, with the chance that one stands higher",
    "explain": "say what an indicator or a level means, and how it is judged",
    "models": "list, show and check the maturity models",
    "connectors": "list and show the connectors, or read saved responses with one",
    "reread": "derive every fact again from the stored posts",
    "daemon": "collect, estimate and alert on a schedule",
    "status": "show what is stored, and the health of the sources",
    "doctor": "look for what is wrong with the configuration and the store",
    "db": "look after the database",
}
WIDTH = 80
EXAMPLES = """\
examples:
  solisten demo
  solisten import posts.jsonl
  solisten estimate --brand Acme
  solisten estimate --brand Acme --format html --output acme.html
  solisten --config other.toml export mentions --brand Acme --output acme.csv

Data goes to stdout, logs and progress to stderr.
`solisten COMMAND --help` shows the options of one command.
"""


class CommandModule(Protocol):
    """A module of solisten.cli.commands."""

    def add(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's description, examples and options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it and return the exit code."""


def command(name: str) -> CommandModule:
    """Import the module that runs command `name`.

    >>> command("db").__name__
    'solisten.cli.commands.db'
    """
    module = "import_" if name == "import" else name
    return cast("CommandModule", import_module(f"solisten.cli.commands.{module}"))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; on wrong use argparse speaks, and SystemExit(2) is raised.

    Raises UsageError for a command or an option that does not exist, with the nearest that does.

    >>> parse(["--db", "sqlite://", "status", "--json"]).json
    True
    >>> parse(["estimat"])
    Traceback (most recent call last):
    ...
    solisten.errors.UsageError: no command "estimat"; did you mean "estimate"?
    """
    name = _command_in(argv)
    if name is not None and name not in COMMANDS:
        raise UsageError(f'no command "{name}"; {_nearest(name, COMMANDS)}')
    parser, chosen = _parsers(name)
    args, unknown = parser.parse_known_args(argv)
    if args.command is None:
        parser.error(f"which command? One of: {', '.join(COMMANDS)}")
    for word in unknown:
        _refuse(word, chosen, parser)
    return args


def _parsers(name: str | None) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    """Build the parser of the whole line, and within it that of the command `name`."""
    parser = argparse.ArgumentParser(
        prog="solisten",
        description=solisten.__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_options(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    chosen = parser
    for other, line in COMMANDS.items():
        sub = commands.add_parser(
            other,
            help=line,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if other == name:
            chosen = sub
            command(name).add(sub)
            sub.description = _wrapped(sub.description)
    return parser, chosen


def _wrapped(text: str | None) -> str:
    """Wrap the long lines of a description; argparse wraps all of it or nothing."""
    lines = (text or "").splitlines()
    return "\n".join(textwrap.fill(line, WIDTH) if len(line) > WIDTH else line for line in lines)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action="version", version=f"solisten {solisten.__version__}")
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("config.toml"),
        metavar="PATH",
        help="the configuration (default: ./config.toml)",
    )
    parser.add_argument(
        "--db",
        metavar="URL",
        help="the database, in place of the configured one: sqlite:///FILE or postgresql+psycopg://...",
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say more; show tracebacks")
    parser.add_argument(
        "--json-logs", action="store_true", help="write logs to stderr as JSON, one object a line"
    )


def _command_in(argv: Sequence[str]) -> str | None:
    """Return the first word that is no option before the command, nor the value of one."""
    words = iter(argv)
    for word in words:
        if word in {"--config", "--db"}:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _refuse(word: str, chosen: argparse.ArgumentParser, parser: argparse.ArgumentParser) -> None:
    """Raise UsageError for a word that the parsers did not understand."""
    option = word.partition("=")[0]
    if not option.startswith("-"):
        raise UsageError(f'{chosen.prog}: what is "{word}" for? See {chosen.prog} --help')
    before = set(re.findall(r"--[a-z][a-z-]*", parser.format_help()))
    if chosen is not parser and option in {*before, "-v"}:
        raise UsageError(f"{option} stands before the command: solisten {option} ...")
    known = re.findall(r"--[a-z][a-z-]*", chosen.format_help())
    raise UsageError(f"{chosen.prog}: no option {option}; {_nearest(option, known)}")


def _nearest(word: str, known: Iterable[str]) -> str:
    """Name the known word nearest to a mistyped one, or all of them."""
    everything = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word, everything, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(everything)}"
