"""One run of one source, from its lease to its report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from solisten.collector.driving import Ending, Records, drive
from solisten.collector.health import Reading, by_day, next_due, read_since
from solisten.collector.naming import under
from solisten.collector.saving import Change, TakenOver, Writer
from solisten.connector import RequestFailed
from solisten.connector import Source as Listened
from solisten.errors import SolistenError, StoreError, Unreadable
from solisten.nouns import Post
from solisten.store.save import Saved
from solisten.store.sources import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from solisten.collector.asking import Asking
    from solisten.config import Source
    from solisten.connector import Listen
    from solisten.store.sources import Lease

State: TypeAlias = Literal["read", "unchanged", "unfinished", "failed", "taken over"]
DAYS = 90.0  # how far back a connector reads at first, unless the source's `days` says otherwise
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Report:
    """Say what became of one source; `unfinished` goes on from its cursor next time.

    `failure` is the kind of RequestFailed, or `config`, `bug`; `due` (epoch seconds) is when to ask
    again. `found` counts posts and deletions as they came, `new` and `changed` what they did.
    """

    source: str
    connector: str
    state: State
    asked: int = 0
    found: int = 0
    new: int = 0
    changed: int = 0
    failure: str = ""
    reason: str = ""
    due: int | None = None


@dataclass(slots=True)
class Run:
    """Count what one run finds and saves."""

    source: Source
    lease: Lease
    writer: Writer
    clock: Callable[[], float]
    jitter: Callable[[], float]
    cursor: dict[str, Any] = field(default_factory=dict)
    found: int = 0
    saved: Saved = field(default_factory=Saved)
    oldest: float | None = None
    networks: set[str] = field(default_factory=set)

    def noted(self, records: Records) -> None:
        """Count records."""
        self.found += len(records)
        for one in records:
            self.networks.add(one.network)
            if isinstance(one, Post):
                at = one.created_at
                self.oldest = at if self.oldest is None else min(self.oldest, at)

    def report(self, state: State, **more: Any) -> Report:
        """Return what became of the source."""
        return Report(
            source=self.source.id,
            connector=self.source.connector,
            state=state,
            found=self.found,
            new=self.saved.new,
            changed=self.saved.changed,
            **more,
        )

    async def refused(self, reason: str) -> Report:
        """End a run that cannot begin."""
        outcome = self.outcome(Saved(), Ending(), _Failed("config", reason), None)
        await self.writer.save(Change(self.lease, finish=lambda _: outcome))
        return self.report("failed", failure="config", reason=reason, due=outcome.due)

    def outcome(
        self, last: Saved, ending: Ending, failed: _Failed | None, ask: Asking | None
    ) -> Outcome:
        """Return what is kept of the run, once its last records are saved."""
        total = _sum(self.saved, last)
        now, every = self.clock(), self.source.every
        failures = self.lease.failures + 1 if failed else 0
        wait = failed.retry_after if failed else None
        due = next_due(
            now,
            every,
            failures=failures,
            retry_after=wait,
            complete=ending.complete,
            jitter=self.jitter(),
        )
        outcome = Outcome(
            at=int(now),
            due=due,
            resting_until=due if failed and failed.kind == "throttled" and wait else 0,
            failure=failed.kind if failed else "",
            reason=failed.reason if failed else "",
            networks=frozenset(self.networks),
            asked=ask.asked if ask else 0,
            answered=ask.answered if ask else 0,
            failed=ask.failed if ask else 0,
            found=self.found,
            new=total.new,
        )
        if failed or not ending.complete:
            return outcome
        since = read_since(self.lease.read_until, self._reading(now, total))
        return replace(outcome, read_until=int(now), up=by_day(since, now))

    def _reading(self, now: float, total: Saved) -> Reading:
        days = self.source.options.get("days", DAYS)
        return Reading(
            at=now,
            every=self.source.every,
            days=float(days) if isinstance(days, int | float) and days > 0 else DAYS,
            oldest=self.oldest,
            overlaps=bool(total.unchanged or total.changed),
        )


@dataclass(frozen=True, slots=True)
class _Failed:
    kind: str
    reason: str
    retry_after: float | None = None


async def run_source(run: Run, listen: Listen, ask: Asking) -> Report:
    """Drive a connector once, and save what it finds with its cursor; end the lease with the last.

    Raises TakenOver and StoreError: there is nothing left to save to.
    """
    run.cursor = dict(run.lease.cursor)
    source = Listened(run.source.id, run.source.connector, ask.secrets.url, run.source.options)

    async def keep(records: Records, checkpoint: Mapping[str, Any] | None) -> None:
        run.noted(records)
        if checkpoint is None:
            change = Change(run.lease, records)
        else:
            run.cursor.update(checkpoint)
            change = Change(run.lease, records, dict(run.cursor), dict(ask.fresh))
        run.saved = _sum(run.saved, await run.writer.save(change))
        if checkpoint is not None:
            ask.fresh.clear()

    named, most = under(listen, run.source.network), run.source.max_requests
    try:
        ending = await drive(named, source, run.lease.cursor, ask, keep, most)
    finally:
        await ask.close()
    if isinstance(ending.failure, TakenOver | StoreError):
        raise ending.failure
    failed = _failed(ending.failure, ask) if ending.failure else None
    return await _finished(run, ending, failed, ask)


async def _finished(run: Run, ending: Ending, failed: _Failed | None, ask: Asking) -> Report:
    run.noted(ending.records)
    outcomes: list[Outcome] = []

    def finish(saved: Saved) -> Outcome:
        outcomes.append(run.outcome(saved, ending, failed, ask))
        return outcomes[-1]

    versions = dict(ask.fresh) if ending.complete and not failed else {}
    last = await run.writer.save(Change(run.lease, ending.records, None, versions, finish))
    run.saved = _sum(run.saved, last)
    state: State = "failed" if failed else "read" if ending.complete else "unfinished"
    if state == "read" and not run.found and ask.unchanged:
        state = "unchanged"
    return run.report(
        state,
        asked=ask.asked,
        failure=failed.kind if failed else "",
        reason=failed.reason if failed else "",
        due=outcomes[-1].due,
    )


def reason_of(failure: Exception) -> tuple[str, str, float | None]:
    """Return the kind of a failure, why in a sentence, and the seconds to wait where it says so."""
    notes = "; ".join(getattr(failure, "__notes__", ()))
    wait = None
    if isinstance(failure, RequestFailed):
        kind, text, wait = str(failure.kind), str(failure), failure.retry_after
    elif isinstance(failure, Unreadable):
        kind, text = "unreadable", failure.reason
    elif isinstance(failure, SolistenError):
        kind, text = "config", str(failure)
    else:
        kind = "bug"
        text = f"its connector fails ({type(failure).__name__}: {failure}); that is a bug of it"
    return kind, " ".join(f"{text}: {notes}".split() if notes else text.split()), wait


def _failed(failure: Exception, ask: Asking) -> _Failed:
    """Return why a run failed, in a sentence without secrets."""
    kind, reason, wait = reason_of(failure)
    return _Failed(kind, ask.secrets.taken_out(reason)[:LONGEST_REASON], wait)


def _sum(one: Saved, other: Saved) -> Saved:
    return Saved(one.new + other.new, one.changed + other.changed, one.unchanged + other.unchanged)
