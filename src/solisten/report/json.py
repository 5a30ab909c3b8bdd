"""Documents as JSON text: keys in their order, nothing that a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def render(data: Any) -> str:
    r"""Return plain data (an estimate document, or a list of them) as indented JSON.

    The same text for the same data. Control and bidi characters are escaped: the text decodes to
    the data, and cannot drive a terminal.

    >>> render({"level": None})
    '{\n  "level": null\n}\n'
    """
    import msgspec

    return json_text(msgspec.json.format(msgspec.json.encode(data), indent=2).decode()) + "\n"


def record_line(record: Mapping[str, Any]) -> str:
    r"""Return one record as one line of JSON.

    >>> record_line({"id": "1", "text": "a\nb"})
    '{"id":"1","text":"a\\nb"}\n'
    """
    import msgspec

    return json_text(msgspec.json.encode(record).decode()) + "\n"
