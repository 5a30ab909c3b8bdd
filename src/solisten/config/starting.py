"""A first configuration, written out for a person to go on with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one value of a list: what is not `sure` is written as a comment and never counts."""

    value: str
    why: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Hold one [[source]] and why it is there; what is not `on` is written as a comment."""

    values: Mapping[str, Any]
    why: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Start:
    """Hold what a first configuration says; `told` stands at its head, a line or more each."""

    brand: str
    told: Sequence[str] = ()
    domains: Sequence[str] = ()
    official: Sequence[Entry] = ()
    hosts: Sequence[Entry] = ()
    sources: Sequence[SourceEntry] = field(default=())


def starting(start: Start) -> str:
    """Return the text of a configuration that runs as it is.

    What comes from outside is on one line, without control characters, and quoted.

    >>> print(starting(Start("Acme", told=["Found nothing."])))
    # Found nothing.
    #
    # Lines that begin with "#" and no blank are suggestions: they count only when you take the "#"
    # away. config.example.toml explains every key.
    <BLANKLINE>
    [[brand]]
    name = "Acme"
    # Which posts are about the brand. Without a query: those that hold the name as a phrase.
    #query = '"Acme" NOT ("another Acme")'
    domains = []                             # the brand's own sites
    official = []                            # accounts that speak for the brand, "network:account"
    hosts = []                               # places that the brand runs, "network:channel"
    <BLANKLINE>
    [collector]
    contact = ""                             # your mail address or site, told to whom you ask
    <BLANKLINE>
    """
    lines = [*_comment(*start.told), "#" if start.told else ""]
    lines += _comment(
        'Lines that begin with "#" and no blank are suggestions: they count only when you take the'
        ' "#" away. config.example.toml explains every key.'
    )
    quoted = _CONTROL.sub(" ", start.brand).replace("'", "").replace('"', "")
    lines += [
        "",
        "[[brand]]",
        f"name = {_value(start.brand)}",
        "# Which posts are about the brand. Without a query: those that hold the name as a phrase.",
        f'#query = \'"{quoted}" NOT ("another {quoted}")\'',
        _aligned(f"domains = {_value(list(start.domains))}", "the brand's own sites"),
        *_list("official", start.official, 'accounts that speak for the brand, "network:account"'),
        *_list("hosts", start.hosts, 'places that the brand runs, "network:channel"'),
    ]
    contact = _aligned('contact = ""', "your mail address or site, told to whom you ask")
    lines += ["", "[collector]", contact]
    for source in start.sources:
        lines += ["", *_source(source)]
    return "\n".join(line.rstrip() for line in lines).lstrip("\n") + "\n"


def _source(source: SourceEntry) -> list[str]:
    mark = "" if source.on else "#"
    lines = [f"{mark}{key} = {_value(value)}" for key, value in source.values.items()]
    return [*_comment(source.why), f"{mark}[[source]]", *lines]


def _list(key: str, entries: Sequence[Entry], what: str) -> list[str]:
    if not entries:
        return [_aligned(f"{key} = []", what)]
    lines = [_aligned(f"{key} = [", what)]
    for entry in sorted(entries, key=lambda one: not one.sure):
        mark = "  " if entry.sure else "#  "
        lines.append(_aligned(f"{mark}{_value(entry.value)},", entry.why))
    return [*lines, "]"]


def _aligned(line: str, comment: str) -> str:
    return f"{line:<40} # {_CONTROL.sub(' ', comment)}"


def _comment(*paragraphs: str) -> list[str]:
    return [
        f"# {line}"
        for paragraph in paragraphs
        for line in wrap(_CONTROL.sub(" ", paragraph), WIDTH - 2, break_long_words=False)
    ]


def _value(value: Any) -> str:
    r"""Return a value as TOML writes it.

    >>> _value(['a "b"', 3]), _value("\x7f")
    ('["a \\"b\\"", 3]', '"\\u007f"')
    """
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        text = json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False)
        return "".join(f"\\u{ord(sign):04x}" if _CONTROL.match(sign) else sign for sign in text)
    return json.dumps(value)
