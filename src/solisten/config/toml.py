"""Read a TOML file, or say in which line and column it is none."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from solisten.config.places import caret
from solisten.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_AT_LINE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def read_toml(path: Path) -> dict[str, Any]:
    """Return the file's tables; ConfigError says what is wrong with it and where."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such file; "
            "copy config.example.toml there, or name another with --config"
        ) from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}; name a file that can be read") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(path, text, str(error)) from None


def _no_toml(path: Path, text: str, message: str) -> ConfigError:
    """Return tomllib's error with the line and a caret under the column."""
    found = _AT_LINE.search(message)
    what = message[: found.start()] if found else message
    lines = text.splitlines() or [""]
    line, column = len(lines), len(lines[-1]) + 1
    if found and found["line"]:
        line, column = int(found["line"]), int(found["column"])
    shown = caret(lines[min(line, len(lines)) - 1], column - 1)
    return ConfigError(
        f"{path}, line {line}, column {column}: no valid TOML: {what[:1].lower()}{what[1:]}; "
        f'write key = "text", and every key once\n{shown}'
    )
