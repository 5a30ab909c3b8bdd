"""A pack places what another defines, without defining it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from solisten.errors import ConfigError
from solisten.models.load import load_pack

if TYPE_CHECKING:
    from solisten.models.pack import Pack

LADDER = Path(__file__).with_name("steps.toml").read_text()
BASE = load_pack(LADDER, "base.toml")
MINE = """
[model]
id = "mine"
version = "1"
kind = "ladder"

[[level]]
number = 1
name = "Ground"

[[level]]
number = 2
name = "Middle"

[[level]]
number = 3
name = "Top"
activities = [{ name = "Answering", observable = "yes", indicators = ["answers"], declared = ["training"] }]

[[role]]
name = "usual"
slip = 0.3
guess = 0.12

[[borrowed]]
id = "answers"
level = 3
role = "usual"
why = "Here it comes late."

[[borrowed]]
id = "training"
level = 2
role = "usual"
"""  # noqa: E501  (an inline table is one line)


def test_a_ladder_places_what_it_borrows_and_keeps_its_figures() -> None:
    pack = load_pack(MINE, base=BASE)
    answers, lent = pack.indicator("answers"), BASE.indicator("answers")
    assert answers is not None
    assert lent is not None
    assert (answers.level, answers.role, answers.why) == (3, "usual", "Here it comes late.")
    kept = ("bar", "trust", "absence", "cap", "words", "family", "asks", "advice")
    assert [getattr(answers, key) for key in kept] == [getattr(lent, key) for key in kept]
    assert [(one.id, one.level) for one in pack.declared_terms] == [("training", 2)]
    assert pack.indicator("presence") is None


def test_a_checklist_may_show_what_no_rule_of_it_uses() -> None:
    text = Path(__file__).with_name("ticks.toml").read_text()
    shown = f'{text}\n[[borrowed]]\nid = "answers"\nlevel = 2\nrole = "required"\n'
    pack = load_pack(shown, base=BASE)
    answers = pack.indicator("answers")
    assert answers is not None
    assert (answers.level, answers.role) == (0, "")


def refusal(text: str, base: Pack | None = BASE) -> str:
    with pytest.raises(ConfigError) as caught:
        load_pack(text, "my.toml", base=base)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('id = "answers"', 'id = "answer"', 'id = "answer"', 'lends it; did you mean "answers"'),
        ("level = 3", "level = 4", "level = 4", "'answers': level = 4; the levels of this ladder"),
        ('3\nrole = "usual"', '3\nrole = "usua"', '"usua"', 'did you mean "usual"?'),
        ('id = "training"', 'id = "answers"', 'id = "answers"', "is here already"),
        ("why =", "bar = 0.2\nwhy =", "bar =", "unknown key 'bar'"),
        ('declared = ["training"]', 'declared = ["trainings"]', "activities", "no declared"),
    ],
)
def test_a_wrong_loan_is_refused(old: str, new: str, at: str, words: str) -> None:
    changed = MINE.replace(old, new, 1)
    message = refusal(changed)
    assert f"line {changed[: changed.rindex(at)].count(chr(10)) + 1}: " in message
    assert words in message


def test_without_a_base_nothing_is_lent() -> None:
    assert "'answers': nobody lends it; none is defined" in refusal(MINE, base=None)
