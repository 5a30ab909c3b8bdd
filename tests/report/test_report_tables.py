"""Plain rows as tables: aligned, at most 80 columns, deaf to outside text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from solisten.errors import UsageError
from solisten.models.registry import load_all
from solisten.report.explain import explain, model_page
from solisten.report.tables import (
    connector_page,
    connectors_table,
    doctor_table,
    metrics_table,
    models_table,
    status_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from solisten.models.pack import Criterion, Level, Pack

HOSTILE = "\x1b[31m[bold]\u202e" + "x" * 200
STATUS: dict[str, Any] = {
    "store": {"database": "sqlite:///solisten.db", "posts": 508},
    "brands": [
        {"brand": "Acme", "network": "mastodon", "posts": 96, "mentions": 12_345,
         "first": "2026-01-01", "last": "2026-03-31"},
    ],
    "sources": [
        {"id": "hashtag", "connector": "mastodon", "health": "failing", "posts": 500,
         "last_run": "2026-03-31T23:00:00Z", "reason": "denied: 403, twice"},
        {"id": "blog", "connector": "rss", "health": "new", "posts": None, "last_run": None,
         "reason": None},
    ],
    "tables": [{"table": "post", "rows": 508, "digest": "ab" * 16}],
}  # fmt: skip
MENTIONS: dict[str, Any] = {
    "metric": "mentions", "unit": "count", "value": 3, "numerator": 3, "denominator": None,
    "n": 3, "ci_low": None, "ci_high": None, "status": "ok", "network": "", "channel": "",
    "period": "2026-W05",
}  # fmt: skip


def test_metrics_show_value_counts_and_interval(document: dict[str, Any]) -> None:
    lines = metrics_table(document["metrics"]).splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if "mastodon" not in line}
    assert rows["mentions"] == ["412"]
    assert rows["need_response_rate"] == ["21", "%", "42", "of", "200", "15–28", "%"]  # noqa: RUF001
    assert " ".join(rows["first_response_seconds_p50"]) == "1 h 30 min n 42 1–2.5 h"  # noqa: RUF001
    assert rows["advocate_share"] == ["–", "0", "of", "0"]  # noqa: RUF001
    assert "mastodon" in metrics_table(document["metrics"])


def test_metrics_name_their_period() -> None:
    assert "2026-W05" in metrics_table([MENTIONS])


def test_status_shows_health_with_its_reason() -> None:
    text = status_table(STATUS)
    assert "database  sqlite:///solisten.db" in text
    assert "12345" in text
    source = next(line for line in text.splitlines() if line.startswith("hashtag"))
    assert source.split()[:5] == ["hashtag", "mastodon", "failing", "2026-03-31", "23:00"]
    assert "403" in text
    assert "never" in text
    assert "ab" * 16 in text


def test_connectors_and_models_are_listed() -> None:
    reach = "public posts known to one instance"
    rows = [{"name": "mastodon", "auth": "optional", "reach": reach, "sees": ["edits"]}]
    assert connectors_table(rows).splitlines()[1].split()[:2] == ["mastodon", "optional"]
    page = connector_page({"name": "mastodon", "sees": {"replies", "edits"}, "rate": None})
    assert "sees  edits, replies" in page
    pack = {"id": "solis", "version": "1", "kind": "ladder", "levels": 10, "indicators": 39}
    assert "solis" in models_table([pack | {"name": "Solis's ten stages"}])


def test_doctor_says_what_to_do() -> None:
    text = doctor_table(
        [
            {"ok": True, "what": "config.toml is valid", "remedy": ""},
            {"ok": False, "what": "no post by acmee", "remedy": 'did you mean "acme"?'},
        ]
    )
    assert 'did you mean "acme"?' in text
    assert text.endswith("1 problem.\n")
    assert doctor_table([]).endswith("Nothing is wrong.\n")


def test_an_indicator_is_explained(ladder_pack: Pack, document: dict[str, Any]) -> None:
    text = explain("response_rate", ladder_pack, document)
    for words in (
        "asks ",
        "why ",
        "bar       29 %",
        "source ",
        "gaming ",
        "advice ",
        "seen: 30 of 80",
    ):
        assert words in text
    assert "https://social.example/@ana/10" in text
    assert "Acme" not in explain("response_rate", ladder_pack)
    unseen = explain("burst_response_rate", ladder_pack, document)
    assert "not observable: no day of the window was a burst" in unseen


def test_a_level_is_explained(ladder_pack: Pack) -> None:
    text = explain("7", ladder_pack)
    assert text.startswith("Stage 7 of 10: Community\n")
    assert "Recruiting in private, and closed groups." in text
    assert "peer_answer_rate" in text


def test_a_criterion_is_explained(checklist_pack: Pack) -> None:
    text = explain("6", checklist_pack)
    assert text.startswith("Criterion 6 of 2: Peer support\nmet when  response_rate and")
    assert "test      Faster." in text
    assert "burst_response_rate" not in text
    with pytest.raises(UsageError, match="nor a criterion from 1 to 9"):
        explain("7", checklist_pack)


@pytest.mark.parametrize("name", load_all())
def test_everything_in_a_shipped_model_can_be_explained(name: str) -> None:
    pack = load_all()[name]
    places: list[Level | Criterion] = [*pack.levels, *pack.criteria]
    for one in places:
        text = " ".join(explain(str(one.number), pack, width=200).split())
        assert one.cannot_be_seen[:60] in text
        assert all(activity.name in text for activity in one.activities)
    assert all(one.asks in explain(one.id, pack, width=500) for one in pack.indicators)


@pytest.mark.parametrize(
    ("what", "said"), [("respons_rate", '"response_rate"'), ("11", "nor a level from 1 to 10")]
)
def test_what_is_not_there_has_a_neighbour(ladder_pack: Pack, what: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        explain(what, ladder_pack)


def test_a_model_is_shown_whole(ladder_pack: Pack, checklist_pack: Pack) -> None:
    text = model_page(ladder_pack)
    assert all(one.id in text for one in ladder_pack.indicators)
    assert "met when  response_rate and official_presence" in model_page(checklist_pack)


@pytest.mark.parametrize(
    "write",
    [
        lambda bad: metrics_table([MENTIONS | {"network": bad, "channel": bad}]),
        lambda bad: status_table(
            {
                "store": {"database": bad},
                "brands": [dict.fromkeys(STATUS["brands"][0], bad) | {"posts": 1, "mentions": 1}],
                "sources": [dict.fromkeys(STATUS["sources"][0], bad) | {"posts": 1}],
                "tables": [dict.fromkeys(STATUS["tables"][0], bad)],
            }
        ),
        lambda bad: connectors_table([{"name": bad, "auth": bad, "reach": bad}]),
        lambda bad: connector_page({"name": bad}),
        lambda bad: models_table(
            [dict.fromkeys(("id", "version", "kind", "levels", "indicators", "name"), bad)]
        ),
        lambda bad: doctor_table([{"ok": False, "what": bad, "remedy": bad}]),
    ],
)  # fmt: skip
def test_outside_text_neither_widens_nor_commands(write: Callable[[str], str]) -> None:
    text = write(HOSTILE)
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]" in text
