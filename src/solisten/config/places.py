"""Say where in the configuration something is wrong, as well as what to write."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from solisten.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_CARET_WIDTH = 70
_AT = re.compile(r" - at `\$?\.?(?P<key>.*)`$")
_TYPES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date",
    "datetime": "a date with a time",
    "time": "a time of day",
}
_BOUNDS = {">=": "of at least", ">": "above", "<=": "of at most", "<": "below"}
_EXAMPLES = {"str": '"..."', "int": "30", "float": "0.5", "bool": "true", "array": '["..."]'}

_Shape = TypeVar("_Shape", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Place:
    """Name a table of the configuration: the file, the table, and the entry's own name."""

    file: str
    table: str = ""

    def error(self, key: str, message: str) -> ConfigError:
        """Return the error that points to a key of this table."""
        where = ", ".join(part for part in (self.file, self.table) if part)
        where = (
            f"{where}, {key}" if key and self.table.startswith("[[") else f"{where} {key}".strip()
        )
        return ConfigError(f"{where}: {message}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like this one, or "".

    >>> nearest("oficial", ["official", "hosts"])
    'official'
    """
    by_key = {word.casefold(): word for word in known}
    close = difflib.get_close_matches(name.casefold(), by_key, n=1, cutoff=0.5)
    return by_key[close[0]] if close else ""


def or_nearest(name: str, known: Collection[str]) -> str:
    """Return the remedy for a name that is not known.

    >>> or_nearest("rsss", ["rss", "lemmy"])
    'did you mean "rss"?'
    """
    close = nearest(name, known)
    if close:
        return f'did you mean "{close}"?'
    return f"write one of {', '.join(sorted(known))}" if known else "there is none"


def refuse_unknown(data: Mapping[str, Any], known: Collection[str], place: Place) -> None:
    """Raise for the first key that nobody reads."""
    for key in data:
        if key not in known:
            raise place.error("", f'no key "{key}"; {or_nearest(key, known)}')


def shaped(data: Any, shape: type[_Shape], place: Place) -> _Shape:
    """Convert a table to its shape, with located errors in plain words."""
    if not isinstance(data, dict):
        raise place.error("", f"expected a table; write {place.table} on a line of its own")
    refuse_unknown(data, [field.encode_name for field in msgspec.structs.fields(shape)], place)
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise _in_words(str(error), place) from None


def section(data: Mapping[str, Any], name: str, shape: type[_Shape], file: str) -> _Shape:
    """Return one table of the file, with its defaults where it is absent."""
    return shaped(data.get(name, {}), shape, Place(file, f"[{name}]"))


def entries(
    data: Mapping[str, Any], name: str, label: str, file: str
) -> Iterator[tuple[dict[str, Any], Place]]:
    """Yield the tables of a list with their places; each `label` may be there only once."""
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Place(file, f"[{name}]").error("", f"there may be several; write [[{name}]]")
    seen: set[str] = set()
    for number, table in enumerate(tables, 1):
        own = table.get(label)
        place = Place(file, f"[[{name}]] " + (f"number {number}" if own is None else f'"{own}"'))
        if own is not None:
            key = str(own).strip().casefold()
            if not key:
                raise place.error(label, f'is empty; write {label} = "..."')
            if key in seen:
                raise place.error(label, f"another {name} has the same; rename or remove one")
            seen.add(key)
        yield table, place


def caret(text: str, position: int) -> str:
    """Return the line of the text with a caret under the position.

    >>> print(caret("acme )", 5))
        acme )
             ^
    """
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].split("\n", 1)[0]
    at = position - start
    cut = max(0, at - _CARET_WIDTH // 2) if len(line) > _CARET_WIDTH else 0
    shown = line[cut : cut + _CARET_WIDTH].replace("\t", " ")
    before = shown[: at - cut]
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in before)
    return f"    {shown}\n    {' ' * width}^"


def _in_words(message: str, place: Place) -> ConfigError:
    """Say msgspec's message as a person would."""
    found = _AT.search(message)
    key = found["key"] if found else ""
    message = _AT.sub("", message)
    missing = re.fullmatch(r"Object missing required field `(.*)`", message)
    if missing:
        return place.error(key, f'{missing[1]} is missing; write {missing[1]} = "..."')
    wrong = re.fullmatch(r"Expected `(.*)`, got `(.*)`", message)
    if wrong:
        wanted = wrong[1].split(" | ")[0]
        name = key.split("[")[0]
        example = (
            f"; write {name} = {_EXAMPLES[wanted]}" if key == name and wanted in _EXAMPLES else ""
        )
        return place.error(key, f"expected {_types(wrong[1])}, got {_types(wrong[2])}{example}")
    bound = re.fullmatch(r"Expected `(?:int|float)` (>=?|<=?) (.*)", message)
    if bound:
        return place.error(key, f"is out of bounds; write a number {_BOUNDS[bound[1]]} {bound[2]}")
    choice = re.fullmatch(r"Invalid enum value '(.*)'", message)
    if choice:
        return place.error(key, f'"{choice[1]}" is none of the names allowed here')
    return place.error(key, message[0].lower() + message[1:])


def _types(names: str) -> str:
    return " or ".join(_TYPES.get(name, name) for name in names.split(" | ") if name != "null")
