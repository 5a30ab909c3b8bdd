"""A pack's own cases, run: the proof that lies beside the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from solisten.estimate.evidence import Verdict
from solisten.estimate.judging import judge
from solisten.nouns import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from solisten.estimate.judgement import Judgement
    from solisten.models.pack import Case, Pack


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """Hold one case's outcome; `failures` says what the pack gave instead, empty when it passed."""

    name: str
    failures: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Return whether the pack gave everything that the case asks for."""
        return not self.failures


def run_cases(pack: Pack) -> list[CaseResult]:
    """Run every case of the pack; a case is judged without the minimum evidence (INFERENCE B.6)."""
    return [CaseResult(name=one.name, failures=tuple(_failures(pack, one))) for one in pack.cases]


def _failures(pack: Pack, case: Case) -> Iterator[str]:
    counts = {name: Count(k, n) for name, (k, n) in case.given.items()}
    result = judge(pack, counts, posts=None, needs=None)
    if case.level is not None and result.level != case.level:
        yield f"level is {result.level}, expected {case.level}"
    if case.interval is not None and result.interval != case.interval:
        yield f"interval is {_pair(result.interval)}, expected {_pair(case.interval)}"
    yield from _verdicts(case, result)
    yield from _criteria(case, result)


def _verdicts(case: Case, result: Judgement) -> Iterator[str]:
    found = {one.indicator: one.verdict for one in result.findings}
    for name in case.seen:
        if found[name] is not Verdict.SEEN:
            yield f"{name} is {found[name]}, expected seen"
    for name in case.not_seen:
        if found[name] is Verdict.SEEN:
            yield f"{name} is seen, expected anything else"


def _criteria(case: Case, result: Judgement) -> Iterator[str]:
    words = {True: "met", False: "not met", None: "not observable"}
    found = {one.number: one.met for one in result.criteria}
    expected = [(number, True) for number in case.met]
    expected += [(number, False) for number in case.not_met]
    for number, met in [*expected, *((number, None) for number in case.not_observable)]:
        if found[number] is not met:
            yield f"criterion {number} is {words[found[number]]}, expected {words[met]}"


def _pair(interval: tuple[int, int] | None) -> str:
    return "none" if interval is None else f"[{interval[0]}, {interval[1]}]"
