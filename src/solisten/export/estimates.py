"""Estimate documents flattened into rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PARTS = ("volume", "coverage", "recency", "agreement", "observability")


def finding_rows(document: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield one row per finding of an estimate document (DESIGN 7.4)."""
    shared = _identity(document)
    for finding in document["findings"]:
        low, high = finding["ci"] or (None, None)
        plain = {key: value for key, value in finding.items() if key not in {"ci", "evidence"}}
        yield (
            shared
            | plain
            | {
                "ci_low": low,
                "ci_high": high,
                "evidence_for": _links(finding, "for"),
                "evidence_against": _links(finding, "against"),
            }
        )


def estimate_row(document: Mapping[str, Any]) -> dict[str, object]:
    """Return the one row of an estimate document."""
    confidence = document["confidence"] or {}
    low, high = document["interval"] or (None, None)
    same = ("level", "level_name", "statement", "median", "ceiling")
    counts = ("met", "not_met", "not_observable")
    return (
        _identity(document)
        | {key: document[key] for key in (*same, *counts)}
        | {part: confidence.get(part) for part in PARTS}
        | {
            "model_sha256": document["model"]["sha256"],
            "tool_version": document["tool_version"],
            "facts_revision": document["facts_revision"],
            "interval_low": low,
            "interval_high": high,
            "at_least": json.dumps(document["at_least"]) if document["at_least"] else None,
            "confidence": confidence.get("overall"),
            "ahead": _joined(document["ahead"]),
            "holes": _joined(document["holes"]),
            "declared_level": (document["declared"] or {}).get("level"),
            "warnings": " | ".join(str(one) for one in document["warnings"] or ()) or None,
        }
    )


def _identity(document: Mapping[str, Any]) -> dict[str, object]:
    return {
        "estimate": None if document["id"] is None else str(document["id"]),
        "brand": document["brand"],
        "model": document["model"]["id"],
        "model_version": str(document["model"]["version"]),
        "window_start": document["window"]["since"],
        "window_end": document["window"]["until"],
        "as_of": document["as_of"],
    }


def _links(finding: Mapping[str, Any], side: str) -> str | None:
    urls = (post["url"] for post in finding["evidence"] if post["side"] == side)
    return " ".join(url for url in urls if url) or None


def _joined(levels: object) -> str | None:
    return " ".join(map(str, levels)) or None if isinstance(levels, list | tuple) else None
