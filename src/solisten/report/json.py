"""Documents as JSON text: keys in their order, nothing that a terminal would obey."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from solisten.report.safe import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def render(document: Any) -> str:
    r"""Return a document (or a list of them) as indented JSON; control and bidi characters escaped.

    >>> render({"level": None})
    '{\n  "level": null\n}\n'
    """
    return json_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def record_line(record: Mapping[str, Any]) -> str:
    r"""Return one record as one line of JSON.

    >>> record_line({"id": "1", "text": "a\nb"})
    '{"id": "1", "text": "a\\nb"}\n'
    """
    return json_text(json.dumps(record, ensure_ascii=False, allow_nan=False)) + "\n"
