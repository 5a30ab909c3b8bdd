"""What the owner declares stands beside what was observed, and against it where it differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import CONFIG, record

if TYPE_CHECKING:
    from desk import Desk

DECLARED = """
[[brand.declared]]
indicator = "response_rate"
statement = "We answer 90 % of all questions"
date = 2026-01-01

[[brand.declared]]
indicator = "roi_reporting"
statement = "A quarterly report of what it brings"
date = {date}
"""


def _asked() -> list[dict[str, Any]]:
    """Return 180 questions to the brand that nobody answers, and a post of its own a day."""
    rows = []
    for number in range(180):
        at = f"2026-01-{number // 9 + 1:02}T{number % 9 + 8:02}:00:00Z"
        text = f"@acme_care why does Acme Rockets engine {number} fail?"
        rows.append(record(f"q{number}", text, created_at=at, author=f"person{number}"))
        if not number % 9:
            rows.append(record(f"o{number}", f"News {number}", created_at=at, author="acme_care"))
    return rows


def _estimate(desk: Desk, date: str) -> dict[str, Any]:
    first, _, rest = CONFIG.partition('\n[[brand]]\nname = "Globex"')
    brand = f'{first}{DECLARED.format(date=date)}\n[[brand]]\nname = "Globex"{rest}'
    desk.write("config.toml", brand)
    desk.good("import", desk.records("x.jsonl", _asked()))
    found: dict[str, Any] = desk.good("estimate", "--brand", "Acme", "--format", "json").json()
    return found


def test_a_declaration_is_held_against_what_was_observed_once(desk: Desk) -> None:
    document = _estimate(desk, "2026-01-01")
    told, roi = [one for one in document["warnings"] if one.startswith("Declared: ")]
    assert roi == (
        'Declared: roi_reporting ("A quarterly report of what it brings", 2026-01-01), believed at '
        "0.6 (0.5 would say nothing). No link bears it out."
    )
    assert '"We answer 90 % of all questions"' in told
    assert "response_rate is 0 % (0 of " in told
    assert document["level"] is not None
    assert document["declared"]["level"] == document["level"]  # ROI alone lifts nobody
    for form in ("text", "html"):
        shown = desk.good("estimate", "--id", "1", "--format", form).out
        assert "with declarations" in shown
        assert "We answer 90 % of all questions" in shown


def test_what_was_declared_two_years_ago_says_nothing_any_more(desk: Desk) -> None:
    document = _estimate(desk, "2023-12-01")
    assert document["declared"] == {"level": None, "interval": None}
    shown = desk.good("estimate", "--id", "1").out
    assert "with declarations" not in shown
    assert "older than two years" in " ".join(shown.split())
