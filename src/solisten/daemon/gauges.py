"""What Prometheus is told: counters of this process, and how every source stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from solisten import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from solisten.collector.running import Report
    from solisten.config import Source


@dataclass(slots=True)
class Gauges:
    """Hold the metrics of one daemon; the process's own memory and time are among them."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    runs: Counter = field(init=False)
    posts: Counter = field(init=False)
    asked: Counter = field(init=False)
    alerts: Counter = field(init=False)
    sent: Counter = field(init=False)
    waiting: Gauge = field(init=False)
    duties: Counter = field(init=False)
    reloads: Counter = field(init=False)
    errors: Counter = field(init=False)
    rounds: Histogram = field(init=False)
    failures: Gauge = field(init=False)
    answered: Gauge = field(init=False)
    due: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Make every metric in its registry."""
        to = self.registry
        ProcessCollector(registry=to)
        GCCollector(registry=to)
        Gauge("solisten_info", "Always 1", ["version"], registry=to).labels(__version__).set(1)
        self.runs = Counter(
            "solisten_runs", "Runs of sources, by how they ended", ["state"], registry=to
        )
        self.posts = Counter("solisten_posts", "Posts saved", ["what"], registry=to)
        self.asked = Counter("solisten_requests", "Requests sent", registry=to)
        self.alerts = Counter("solisten_alerts", "Alerts found", ["kind"], registry=to)
        self.sent = Counter("solisten_alerts_sent", "Alerts that arrived", ["channel"], registry=to)
        self.waiting = Gauge(
            "solisten_alerts_waiting", "Alerts yet to arrive", ["channel"], registry=to
        )
        self.duties = Counter(
            "solisten_duties", "Daily work, by how it ended", ["outcome"], registry=to
        )
        self.reloads = Counter(
            "solisten_reloads", "Configurations reread", ["outcome"], registry=to
        )
        self.errors = Counter(
            "solisten_errors", "What the daemon had to log as an error", registry=to
        )
        self.rounds = Histogram("solisten_round_seconds", "Time to read what was due", registry=to)
        name = ["source"]
        self.failures = Gauge("solisten_source_failures", "Runs failed in a row", name, registry=to)
        self.answered = Gauge(
            "solisten_source_answered_timestamp_seconds",
            "Last run without failure",
            name,
            registry=to,
        )
        self.due = Gauge("solisten_source_due_timestamp_seconds", "Next run", name, registry=to)

    def ran(self, report: Report) -> None:
        """Count a run of a source."""
        self.runs.labels(report.state.replace(" ", "_")).inc()
        self.posts.labels("new").inc(report.new)
        self.posts.labels("changed").inc(report.changed)
        self.asked.inc(report.asked)

    def stand(self, sources: list[Source], rows: Mapping[str, Any]) -> None:
        """Show how the configured sources stand; those that are no more are left out."""
        for gauge in (self.failures, self.answered, self.due):
            gauge.clear()
        for source in sources:
            row = rows.get(source.id)
            if row is not None:
                self.failures.labels(source.id).set(row.failures)
                self.answered.labels(source.id).set(row.answered_at or 0)
                self.due.labels(source.id).set(row.due)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
