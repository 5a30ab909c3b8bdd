"""The estimate document: schema `solisten.estimate/1`, its keys in the order of DESIGN 7.4."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from solisten.estimate.judgement import Said
from solisten.models.pack import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = "solisten.estimate/1"
Number: TypeAlias = int | float


class ModelRef(msgspec.Struct, frozen=True, kw_only=True):
    """Name the pack that judged; `sha256` is of its file's bytes."""

    id: str
    version: str
    sha256: str
    kind: Kind


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Hold whole UTC days, `YYYY-MM-DD`; `until` is exclusive."""

    since: str
    until: str


class Confidence(msgspec.Struct, frozen=True, kw_only=True):
    """Hold how far to trust the estimate, each 0..1; see `solisten.estimate.confidence`."""

    overall: float
    volume: float
    coverage: float
    recency: float
    agreement: float
    observability: float


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Link one post that speaks for or against; `excerpt` is None when the post is gone."""

    url: str | None
    at: str
    excerpt: str | None
    side: Literal["for", "against", "page"]


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one finding as it is printed; `ci` is Wilson's 95 % on the plain k and n."""

    indicator: str
    level: int | None
    role: str | None
    verdict: str
    k: int
    n: int
    n_eff: float
    value: float | None
    bar: float
    ci: tuple[float, float] | None
    p_data: float
    p: float
    bits: float | None
    observability: float
    source: str
    evidence: tuple[Evidence, ...]


class ActionRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one thing to do: from `have` to `need` successes at the same number of occasions."""

    indicator: str
    have: int
    need: int
    text: str


class NextRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what, done together, leads to `level`."""

    level: int
    actions: tuple[ActionRow, ...]


class MetricRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one metric of DESIGN 7.5; `network` is None for the total."""

    metric: str
    network: str | None
    value: Number | None
    unit: str
    numerator: Number | None
    denominator: Number | None
    n: int | None
    ci_low: float | None
    ci_high: float | None
    status: Literal["ok", "insufficient", "unknown"]


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what was collected of one place; `healthy_share` is of the window's days."""

    network: str
    channel: str | None
    posts: int
    first: str | None
    last: str | None
    healthy_share: float | None


class DeclaredRow(msgspec.Struct, frozen=True, kw_only=True):
    """Hold the second ladder, observed + declared; both None when nothing counts as declared."""

    level: int | None = None
    interval: tuple[int, int] | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one estimate as everybody outside sees it; reports render it, and compute nothing."""

    schema: str
    id: int | None
    brand: str
    model: ModelRef
    tool_version: str
    facts_revision: str
    as_of: str
    window: Window
    level: int | None
    level_name: str | None
    statement: Said
    interval: tuple[int, int] | None
    median: int | None
    at_least: dict[str, float] | None
    ceiling: int | None
    confidence: Confidence
    findings: tuple[FindingRow, ...]
    ahead: tuple[int, ...]
    holes: tuple[int, ...]
    next: NextRow | None
    met: int | None
    not_met: int | None
    not_observable: int | None
    metrics: tuple[MetricRow, ...]
    coverage: tuple[CoverageRow, ...]
    declared: DeclaredRow
    warnings: tuple[str, ...]


def to_json(document: Document | Sequence[Document]) -> bytes:
    """Return the document, or a list of them, as JSON: the same bytes for the same document.

    Floats have 6 significant digits, counts are exact; indented, with a final newline. Raises
    ValueError on a number that JSON does not know.
    """
    plain = six_digits(msgspec.to_builtins(document))
    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"


def six_digits(value: Any) -> Any:
    """Return plain data with every float cut to 6 significant digits (DESIGN 7.4).

    Raises ValueError on a number that JSON does not know.
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number that a document can hold")
        return float(f"{value:.6g}") + 0.0  # + 0.0 turns -0.0 into 0.0
    if isinstance(value, dict):
        return {key: six_digits(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [six_digits(one) for one in value]
    return value


def schema() -> dict[str, Any]:
    """Return the published JSON Schema (2020-12) of a document."""
    place = resources.files("solisten.estimate") / "estimate.schema.json"
    loaded: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return loaded


def iso(seconds: float) -> str:
    """Return epoch seconds as UTC text, fractions cut.

    >>> iso(1767225600.7)
    '2026-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(math.floor(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_day(seconds: float) -> str:
    """Return the UTC day of epoch seconds.

    >>> iso_day(1767225600)
    '2026-01-01'
    """
    return iso(seconds)[:10]
