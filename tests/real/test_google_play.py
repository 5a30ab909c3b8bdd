"""Google Play reviews with their owners' answers: the tool against an independent count."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from counted_again import counted
from independent_gplay import Tally, is_signed, tally
from real_command import Cells, Desk

from solisten.reading.voice import signature

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BRANDS = {
    "Akudo": "akudo.technologies",
    "Freo": "com.freo.save.banking.app",
    "Instantpay": "com.instantpay.in",
    "MobiKwik": "com.mobikwik_new",
    "Niyo": "com.niyo.equitassavingsaccount",
    "Greenlight": "me.greenlight",
}
READ = {
    "Akudo": (2, 4),
    "Freo": (3, 4),
    "Instantpay": (3, 5),
    "MobiKwik": (3, 4),
    "Niyo": (5, 6),
    "Greenlight": (4, 6),
}
"""The range of stages given by a person who read sixty random answers of each, before the tool."""

MISREAD = 0.006
"""In so many answers the tool may differ from an undoubted mark ("to 6 PM - AD.", "Cheers! LK")."""


@dataclass(frozen=True, slots=True)
class Played:
    """An app's reviews, counted independently and measured by the tool."""

    desk: Desk
    files: tuple[Path, ...]
    expected: Tally
    totals: Mapping[str, Cells]
    said: str


@pytest.fixture(scope="module", params=BRANDS)
def played(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Played:
    brand = str(request.param)
    app = BRANDS[brand]
    desk = Desk.of(tmp_path_factory.mktemp(brand), brand, f'hosts = ["google-play:{app}"]')
    folder = shared / "datasets" / "gplay_fintech" / app
    files = tuple(sorted(folder.glob("*.csv.gz")))
    said = desk.run("import", *files, *options(app))[1]
    return Played(desk, files, tally(folder), desk.totals(), said)


def options(app: str) -> tuple[str, ...]:
    return ("--preset", "google-play", "--network", "google-play", "--channel", app)


def test_every_row_is_read_and_no_review_counts_twice(played: Played) -> None:
    rows, new = played.expected.rows, played.expected.mentions
    counted = f"read {rows}, new {new}, changed 0, unchanged {rows - new}, rejected 0, not public 0"
    assert counted in played.said
    assert played.expected.duplicates == 0
    assert int(played.totals["mentions"]["value"]) == new


def test_answers(played: Played) -> None:
    expected, found = played.expected, played.totals
    rate = found["mention_response_rate"]
    assert (rate["numerator"], rate["denominator"]) == (
        str(expected.answered),
        str(expected.mentions),
    )
    assert int(found["official_posts"]["value"]) == expected.answered
    assert int(found["negative_latency"]["value"]) == expected.negative_latency
    assert expected.negative_latency > 0


def test_first_response_times_are_exact(played: Played) -> None:
    for percent in (50, 90):
        row = played.totals[f"first_response_seconds_p{percent}"]
        assert int(row["n"]) == len(played.expected.latencies)
        exact = played.expected.percentile(percent)
        assert float(row["value"]) == pytest.approx(float(exact), rel=1e-12)


def test_rates_by_rating(played: Played) -> None:
    found = {
        int(row["period"]): (int(row["denominator"]), int(row["numerator"]))
        for row in played.desk.metrics("--by", "rating")
        if row["metric"] == "mention_response_rate"
    }
    assert found == played.expected.by_stars


def test_signatures(played: Played) -> None:
    answers = played.expected.answers
    row = played.totals["signed_reply_share"]
    read = [bool(signature(answer)) for answer in answers]
    assert (int(row["numerator"]), int(row["denominator"])) == (sum(read), len(answers))
    undoubted = [is_signed(answer) for answer in answers]
    invented = [
        answer
        for answer, mark, known in zip(answers, read, undoubted, strict=True)
        if mark and known is False
    ]
    missed = [
        answer
        for answer, mark, known in zip(answers, read, undoubted, strict=True)
        if known and not mark
    ]
    assert invented == []
    assert len(missed) <= MISREAD * len(answers), [answer[-60:] for answer in missed]


def test_the_stage_is_in_the_range_that_a_reader_gave(played: Played) -> None:
    """Fast, signed, varied stands above formulas; what app reviews cannot show pulls nobody."""
    document = played.desk.estimate()
    least, most = READ[played.desk.brand]
    assert least <= document["level"] <= most
    findings = {one["indicator"]: one for one in document["findings"]}
    unseen = ("untagged_response_rate", "peer_answer_rate", "multi_turn_rate", "resolution_rate")
    assert all(findings[name]["verdict"] == "not observable" for name in unseen)
    # Nothing but its mark makes a store's answer a person's: "akudo.technologies" is no name.
    signed = int(played.totals["signed_reply_share"]["numerator"])
    assert findings["named_voice_rate"]["k"] <= signed


@pytest.mark.parametrize("played", ["Freo", "MobiKwik"], indirect=True)
def test_the_findings_can_be_counted_again_from_what_is_exported(played: Played) -> None:
    document = played.desk.estimate()
    asked = ("--brand", played.desk.brand, "--since", "2010-01-01", "--format", "csv")
    export = csv.DictReader(io.StringIO(played.desk.run("export", "mentions", *asked)[0]))
    again = counted(played.files, export, date.fromisoformat(document["window"]["until"]))
    findings = {row["indicator"]: [row["k"], row["n"]] for row in document["findings"]}
    assert again == {name: findings[name] for name in again}


@pytest.mark.parametrize("played", ["Instantpay"], indirect=True)
def test_the_same_files_again_change_nothing(played: Played) -> None:
    app = BRANDS[played.desk.brand]
    said = played.desk.run("import", *played.files, *played.files, *options(app))[1]
    rows = 2 * played.expected.rows
    assert f"read {rows}, new 0, changed 0, unchanged {rows}, rejected 0, not public 0" in said
    assert played.desk.totals() == played.totals
