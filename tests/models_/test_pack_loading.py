"""A right pack becomes typed, frozen structs, and its bytes are its identity."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from solisten.errors import ConfigError
from solisten.models.keep import pack_from_json, pack_to_json
from solisten.models.load import load_pack
from solisten.models.overrides import with_overrides
from solisten.models.rule import All, Name, Some

LADDER = Path(__file__).with_name("steps.toml").read_text()
CHECKLIST = Path(__file__).with_name("ticks.toml").read_text()


def test_a_ladder_is_read() -> None:
    pack = load_pack(LADDER, "my.toml")
    assert pack.sha256 == hashlib.sha256(LADDER.encode()).hexdigest()
    assert (pack.model.prior_continue, pack.model.cap, pack.model.overlap) == (0.75, 0.02, 0.25)
    assert (pack.model.promote, pack.model.demote, pack.model.hold) == (0.65, 0.35, 2)
    assert (pack.model.minimum_posts, pack.model.minimum_needs) == (150, 10)
    assert pack.top == 2
    answers = pack.indicator("answers")
    assert answers is not None
    assert (answers.trust, answers.absence, answers.cap, answers.words) == (0.9, 0.8, None, False)
    assert pack.cases[0].given == {"answers": (9, 10), "presence": (3, 4)}
    assert pack.terms() == {"answers", "presence", "training"}


def test_a_checklist_is_read() -> None:
    pack = load_pack(CHECKLIST, "my.toml")
    assert pack.top == 0
    assert pack.criteria[0].tree == All((Name("peers"), Some((Name("ideas"), Name("sign_on")))))


def test_a_checklist_borrows_what_it_does_not_define() -> None:
    base = load_pack(LADDER)
    text = CHECKLIST.replace('rule = "sign_on"', 'rule = "answers or training"')
    pack = load_pack(text, base=base)
    borrowed = pack.indicator("answers")
    assert borrowed is not None
    assert (borrowed.bar, borrowed.level, borrowed.role) == (0.3, 0, "")
    assert [one.id for one in pack.indicators] == ["peers", "ideas", "answers"]
    assert "training" in pack.terms()
    assert "presence" not in pack.terms()


def test_a_file_with_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LADDER.replace("\n", "\r\n").encode())
    pack = load_pack(path)
    assert pack.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert pack.levels == load_pack(LADDER).levels


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: cannot be read .*; give the path"):
        load_pack(tmp_path / "gone.toml")


def test_a_pack_can_be_kept_and_read_back() -> None:
    for text in (LADDER, CHECKLIST):
        pack = with_overrides(load_pack(text), not_applicable=[])
        assert pack_from_json(pack_to_json(pack)) == pack
        assert pack_to_json(pack_from_json(pack_to_json(pack))) == pack_to_json(pack)


def test_the_config_changes_a_pack_visibly() -> None:
    pack = load_pack(LADDER)
    changed = with_overrides(
        pack, not_applicable=["presence"], bars={"answers": 0.5}, trust={"answers": 0.2}
    )
    answers = changed.indicator("answers")
    assert answers is not None
    assert (answers.bar, answers.trust) == (0.5, 0.2)
    assert changed.not_applicable == ("presence",)
    assert changed.sha256 == pack.sha256
    assert pack.not_applicable == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"not_applicable": ["presense"]}, "not_applicable: no indicator 'presense'; did you mean"),
        ({"bars": {"answer": 0.2}}, "bars: no indicator 'answer'; did you mean \"answers\"?"),
        ({"bars": {"answers": 1}}, "bars.answers = 1; write a share between"),
        ({"trust": {"answers": 2}}, "trust.answers = 2; write a share from 0 to 1"),
        ({"trust": {"training": 1}}, "trust: no indicator 'training'"),
    ],
)
def test_a_wrong_override_is_refused(changes: dict[str, dict[str, float]], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        with_overrides(load_pack(LADDER), **changes)
    assert words in str(caught.value)


def test_an_override_that_belongs_to_another_pack_is_passed_over() -> None:
    pack = load_pack(LADDER)
    assert with_overrides(pack, bars={"peers": 0.4}, elsewhere={"peers"}) == pack
