"""Values as cells: ISO times, harmless text."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from solisten.records.times import text_of

if TYPE_CHECKING:
    from solisten.export.columns import Column

FORMULA = re.compile(r"'*[=+\-@\t\r]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
STARTS = frozenset("'=+-@\t\r")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def guarded(text: str) -> str:
    """Put a ' before text that a spreadsheet would take for a formula.

    Before text that begins with such a ' already, too: taking one ' off gives the text back.
    Control characters, which sheets refuse and terminals obey, are U+FFFD.
    After OWASP, CSV Injection.

    >>> guarded("=1+1"), guarded("-5 stars"), guarded("'=1+1"), guarded("fine = good")
    ("'=1+1", "'-5 stars", "''=1+1", 'fine = good')
    """
    harmless = text if text.isprintable() else CONTROL.sub("\ufffd", text)
    risky = harmless[:1] in STARTS and FORMULA.match(harmless)
    return f"'{harmless}" if risky else harmless


def plain_value(value: object, column: Column) -> object:
    """Return a value as JSON has it: times and days as ISO text, no NaN, None for unknown.

    >>> from solisten.export.columns import Column
    >>> plain_value(86_400.5, Column("created_at", "time", ""))
    '1970-01-02T00:00:00.5Z'
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if column.type == "time" and isinstance(value, int | float):
        return text_of(value)
    if column.type == "day" and isinstance(value, int):
        return f"{EPOCH + timedelta(days=value):%Y-%m-%d}"
    if column.type == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float) and column.decimals is not None:
        return round(value, column.decimals) + 0.0  # + 0.0: no "-0.0"
    return value


def cell(value: object, column: Column) -> str:
    """Return a value as a CSV cell: empty for unknown, true and false, outside text guarded.

    >>> from solisten.export.columns import Column
    >>> cell(None, Column("n", "integer", "")), cell(True, Column("tagged", "boolean", ""))
    ('', 'true')
    >>> cell(-0.5, Column("sentiment", "number", "", decimals=4))
    '-0.5000'
    >>> cell(412.0, Column("value", "number", ""))
    '412'
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value) if column.outside else value
    found = plain_value(value, column)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, float):
        if column.decimals is not None:
            return f"{found:.{column.decimals}f}"
        return str(int(found)) if found.is_integer() and abs(found) < 1e15 else repr(found)
    return "" if found is None else str(found)
