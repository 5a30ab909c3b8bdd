"""Who signs, for whom, and which accounts are people."""

from __future__ import annotations

import csv
import gzip
import tomllib
from pathlib import Path

import pytest

from solisten.reading.accounts import words
from solisten.reading.clean import normal_form
from solisten.reading.voice import DEPARTMENTS, department, named_account, signature, unsigned

CASES = tomllib.loads((Path(__file__).parent / "cases" / "signatures.toml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "mark"), CASES["signed"].items())
def test_a_persons_mark_is_found_and_taken_off(text: str, mark: str) -> None:
    assert signature(text) == mark
    rest = unsigned(text)
    assert rest != text
    assert signature(f"@someone {text}") == mark
    assert not normal_form(text).rstrip(".").endswith((f" {mark.lower()}", f"\n{mark.lower()}"))


@pytest.mark.parametrize("text", CASES["unsigned"]["texts"])
def test_what_is_no_persons_mark_stays(text: str) -> None:
    assert signature(text) == ""
    assert unsigned(text) == text


@pytest.mark.parametrize(
    ("file", "column", "least", "most"),
    [
        # Read by eye: /LS on nearly all; split tweets sign only their last part.
        ("twcs_spotify/SpotifyCares.csv.gz", "text", 0.97, 0.99),
        ("twcs_outbound/AskRBC.csv", "text", 0.98, 1.0),
        ("brand_outbound_2015/oct_delta.csv", "text", 0.85, 0.88),
        (
            "gplay_firefox2018/experiment1-replies-reviews.csv.gz",
            "Developer Reply Text",
            0.95,
            0.98,
        ),
        # Nobody signs here, and many a reply ends in the asker's name or a word like "Thanks".
        ("twcs_outbound/AppleSupport.csv.gz", "text", 0.0, 0.001),
        ("twcs_outbound/McDonalds.csv.gz", "text", 0.0, 0.001),
    ],
)
def test_real_replies_are_signed_as_their_brands_sign(
    shared: Path, file: str, column: str, least: float, most: float
) -> None:
    path = shared / "datasets" / file
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as lines:
        texts = [row[column] for row in csv.DictReader(lines) if row[column]]
    share = sum(bool(signature(text)) for text in texts) / len(texts)
    assert least <= share <= most


@pytest.mark.parametrize(
    ("author", "name", "want"),
    [
        ("SpotifyCares", "", "care"),
        ("AmazonHelp", "Amazon Help", "support"),
        ("askacme", "Ask Acme", "support"),
        ("acmestatus", "", "status"),
        ("jeff", "Jeff Atwood (Engineering)", "engineering"),
        ("acme_jobs", "", "jobs"),
        ("acme_hilft", "Acme hilft", "support"),
        ("taskforce", "Task Force", ""),
        ("acme", "Acme", ""),
    ],
)
def test_handles_and_names_tell_departments(author: str, name: str, want: str) -> None:
    assert department(author, name, "") == want


def test_departments_fit_into_their_bits() -> None:
    assert len(DEPARTMENTS) <= 30
    assert len(set(DEPARTMENTS)) == len(DEPARTMENTS)
    assert DEPARTMENTS[:3] == ("support", "care", "product")


@pytest.mark.parametrize(
    ("author", "name", "named"),
    [
        ("jeff", "Jeff Atwood", True),
        ("ana", "Ana (Acme)", True),
        ("x1", "Ana from Support", True),
        ("ana_acme", "", True),
        ("j", "Jane Doe, CEO of Acme", True),
        ("m", "María José Pérez", True),
        ("acme", "Acme", False),
        ("acme", "ACME Inc", False),
        ("acmegames", "Acme Games", False),
        ("acmehelp", "Acme Help", False),
        ("AcmeCares", "", False),
        ("acme-bot", "Acme Bot", False),
        ("acmenews", "Acme News Team", False),
        ("", "", False),
    ],
)
def test_people_are_told_from_brands(author: str, name: str, *, named: bool) -> None:
    assert named_account(author, name, {"acme"}) is named


def test_word_lists_are_lower_case() -> None:
    for kind in ("closings", "thanks", "teams", "nobody", "abbreviations"):
        assert all(word == word.lower() for word in words(kind))
