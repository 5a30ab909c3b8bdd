"""What an estimate concludes, before anybody writes it down."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import msgspec

from solisten.estimate.evidence import Verdict

Said: TypeAlias = Literal["established", "indicated", "unclear"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one indicator judged.

    `p_data` is the belief before trust, `p` the one that is used; `nats` its contribution to the
    evidence of its level (None in a checklist); `observability` the trust really applied, 0 when
    nothing could be seen; `reason` why not. `level` and `role` are None in a checklist.
    """

    indicator: str
    level: int | None
    role: str | None
    verdict: Verdict
    k: int
    n: int
    n_eff: float
    bar: float
    p_data: float
    p: float
    nats: float | None
    observability: float
    reason: str = ""

    @property
    def bits(self) -> float | None:
        """Return the contribution in bits (log2 of the likelihood ratio); None in a checklist."""
        return None if self.nats is None else self.nats / math.log(2)

    @property
    def value(self) -> float | None:
        """Return the share k / n; None when there was nothing to count."""
        return self.k / self.n if self.n else None


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Say how many successes one indicator has, and needs at the same number of opportunities."""

    indicator: str
    have: int
    need: int
    n: int

    @property
    def more(self) -> int:
        """Return how many further successes are needed."""
        return self.need - self.have


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what, done together, lifts the headline to `level`; no action: nothing small does."""

    level: int
    actions: tuple[Action, ...] = ()


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Say how many more posts and how many more needs a headline takes."""

    posts: int
    needs: int


class CriterionResult(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one criterion judged: met, not met, or None for "not observable"."""

    number: int
    name: str
    met: bool | None


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Hold what one pack says of one brand's counts.

    A ladder: `level` is None below the minimum evidence, `headline` is what it would be without
    that rule. `posterior[s - 1]` = P(S = s), `at_least[s - 1]` = P(S >= s), `own[s - 1]` = E_s, the
    evidence of level s itself, in nats; `denied` are the levels that no headline may take, because
    something required of them is absent or a level on the way speaks against itself. `ahead`:
    levels above the headline with E > 0; `holes`: levels up to it with E < 0; both empty when
    level is None.
    A checklist: `criteria` and `findings` only.
    """

    findings: tuple[Finding, ...]
    level: int | None = None
    statement: Said = "unclear"
    headline: int | None = None
    interval: tuple[int, int] | None = None
    median: int | None = None
    posterior: tuple[float, ...] = ()
    at_least: tuple[float, ...] = ()
    own: tuple[float, ...] = ()
    denied: tuple[int, ...] = ()
    ceiling: int | None = None
    ahead: tuple[int, ...] = ()
    holes: tuple[int, ...] = ()
    next: NextStep | None = None
    missing: Missing | None = None
    criteria: tuple[CriterionResult, ...] = ()
