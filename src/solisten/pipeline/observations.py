"""What is kept of an estimate: the observations that it can be made of again."""

from __future__ import annotations

import msgspec

from solisten.estimate.causes import Revision
from solisten.estimate.declared import Declaration
from solisten.estimate.document import CoverageRow, MetricRow
from solisten.metrics.variants import Variant
from solisten.nouns import Count
from solisten.pipeline.drawing import Drawn
from solisten.pipeline.evidence import Kept


class Observations(msgspec.Struct, frozen=True, kw_only=True):
    """Hold all that an estimate was made of, so that it can be made again, byte for byte.

    `revision` is None, `variants` and `drawn` are empty, in what versions before them have kept.
    """

    brand: str
    since: int
    until: int
    as_of: int
    newest: int | None
    posts: int
    needs: int
    facts_revision: str
    tool_version: str
    counts: dict[str, Count]
    metrics: tuple[MetricRow, ...]
    coverage: tuple[CoverageRow, ...]
    evidence: dict[str, tuple[Kept, ...]]
    declared: tuple[Declaration, ...] = ()
    warnings: tuple[str, ...]
    variants: tuple[Variant, ...] = ()
    revision: Revision | None = None
    drawn: tuple[Drawn, ...] = ()
