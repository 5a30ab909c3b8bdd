"""A wrong pack is refused with the line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from solisten.errors import ConfigError
from solisten.models.load import load_pack

LADDER = Path(__file__).with_name("steps.toml").read_text()
CHECKLIST = Path(__file__).with_name("ticks.toml").read_text()


class Fault(NamedTuple):
    """Replace `old` by `new`; the last line that holds `at` must be named, with all `words`."""

    old: str
    new: str
    at: str
    words: tuple[str, ...]


KIND = 'kind = "ladder"'
SECOND = 'role = "required"\nbar = 0.2'
GIVEN = "answers = [9, 10]"


def model(line: str, *words: str, at: str = "") -> Fault:
    return Fault(KIND, f"{KIND}\n{line}", at or line, words)


LADDER_FAULTS = [
    Fault("bar = 0.3", "bar = 0.3\nbars = 1", "bars", ("key 'bars'", 'did you mean "bar"?')),
    Fault("[[role]]", "[[rolls]]", "[[rolls", ("table or key 'rolls'", 'did you mean "role"?')),
    Fault('version = "1"', "version = 1", "version", ("Expected `str`, got `int`", "correct")),
    Fault(KIND, 'kind = "stairs"', "stairs", ("model.kind", "'stairs'")),
    Fault('id = "steps"', 'id = "A & B"', "A & B", ("id = 'A & B'", "small letters")),
    model("cap = 1.5", "cap = 1.5", "from 0 to 1"),
    model("prior_continue = 1.0", "both excluded"),
    model("prior_continue = 0", "between 0 and 1"),
    model("prior_continue = nan", "between 0 and 1"),
    model("overlap = -0.1", "from 0 to 1"),
    model("temperature = 0", "above 0"),
    model("confirm = 0.5", "at least 1"),
    model("deny = 0.5", "at least 1"),
    model("promote = 0.3", "demote = 0.35", "below promote (0.3)", at="[model]"),
    model("hold = 0", "hold = 0", "at least 1"),
    model("minimum_posts = -1", "at least 0"),
    Fault("number = 2", "number = 3", "number = 3", ("has number 3", "here 2")),
    Fault('["answers"] }]', '["answer"] }]', "activities", ('did you mean "answers"?',)),
    Fault('observable = "yes"', 'observable = "maybe"', "activities", ("activities", "'maybe'")),
    Fault("slip = 0.06", "slip = 1.0", "slip", ("slip = 1.0", "probability")),
    Fault("guess = 0.06", "guess = 0", "guess", ("guess = 0.0", "probability")),
    Fault("slip = 0.06", "slip = 0.95", "slip", ("1 - slip = 0.05", "lower slip or guess")),
    Fault("guess = 0.06", "guess = 0.94", "slip", ("would lower the level",)),
    Fault('id = "presence"', 'id = "answers"', 'id = "answers"', ("twice (first on line 22)",)),
    Fault('id = "presence"', 'id = "an swers"', "an swers", ("id = 'an swers'", "letters")),
    Fault('id = "presence"', 'id = "not"', '"not"', ("id = 'not'", "not and, or, not")),
    Fault("bar = 0.3", "bar = 1.2", "bar = 1.2", ("'answers': bar = 1.2", "between 0 and 1")),
    Fault("bar = 0.3", "bar = 0", "bar = 0\n", ("bar = 0.0", "between 0 and 1")),
    Fault("bar = 0.3", "bar = nan", "bar = nan", ("bar = nan", "between 0 and 1")),
    Fault("bar = 0.3", 'bar = "0.3"', 'bar = "', ("indicator[0].bar", "Expected `float`")),
    Fault("bar = 0.2\n", "", "[[indicator]]", ("indicator[1]", "field `bar`", "add it")),
    Fault("trust = 0.9", "trust = 1.1", "trust", ("trust = 1.1", "from 0 to 1")),
    Fault("absence = 0.8", "absence = -1", "absence", ("absence = -1.0", "from 0 to 1")),
    Fault("absence = 0.8", "cap = 2", "cap", ("cap = 2.0", "from 0 to 1")),
    Fault("absence = 0.8", "show_from = 0", "show_from", ("show_from = 0", "at least 1")),
    Fault(f"level = 2\n{SECOND}", f"level = 7\n{SECOND}", "level = 7", ("1 to 2",)),
    Fault(SECOND, 'role = "requird"\nbar = 0.2', "requird", ('did you mean "required"?',)),
    Fault('id = "training"', 'id = "presence"', '"presence"', ("is an indicator too",)),
    Fault('"required"\n\n[[case]]', '"x"\n\n[[case]]', '"x"', ("role = 'x'", "required")),
    Fault(GIVEN, "answer = [9, 10]", "given", ("'answer'", 'did you mean "answers"?')),
    Fault(GIVEN, "answers = [11, 10]", "given", ("answers = [11, 10]", "0 <= k <= n")),
    Fault(GIVEN, "answers = [-1, 10]", "given", ("answers = [-1, 10]", "0 <= k <= n")),
    Fault(GIVEN, "answers = [9]", "given", ("length 2",)),
    Fault(GIVEN, "answers = [9.5, 10]", "given", ("Expected `int`, got `float`",)),
    Fault("level = 2\nseen", "level = 3\nseen", "level = 3", ("the levels are 1 to 2",)),
    Fault("level = 2\nseen", "interval = [2, 1]\nseen", "interval", ("[lowest, highest]",)),
    Fault('seen = ["answers"]', 'seen = ["x"]', "seen", ("no indicator 'x'", "known here")),
    Fault('seen = ["answers"]', "met = [1]", "met", ("no criterion 1",)),
    Fault(
        "[[case]]",
        "[[criterion]]\nnumber = 1\nname = 'x'\nrule = 'answers'\n[[case]]",
        "[[criterion]]",
        ("a ladder has no [[criterion]]", "checklist"),
    ),
    Fault("bar = 0.3", "bar = = 0.3", "bar = =", ("no TOML", "correct the line")),
    Fault('name = "Ground"', 'name = "Ground', "Ground", ("no TOML",)),
]

LAST = 'rule = "sign_on"'
CHECKLIST_FAULTS = [
    Fault(LAST, 'rule = "sign_off"', "sign_off", ('did you mean "sign_on"?',)),
    Fault("and (ideas", "and (and", "and (and", ("missing before 'and'", "peers and (and")),
    Fault("or sign_on)", "or sign_on", "or sign_on", ("this parenthesis is never closed", "^")),
    Fault(LAST, 'rule = ""', 'rule = ""', ("an indicator is missing at the end",)),
    Fault(LAST, 'rule = "sign_on | peers"', "|", ("'|' is not part of a rule",)),
    Fault(LAST, 'rule = "sign_on peers"', "sign_on peers", ("'peers' is not expected here",)),
    Fault("number = 2", "number = 1", "number = 1", ("1 is defined twice (first on line 18)",)),
    Fault("e = [1, 2]", "e = [1, 3]", "not_observable", ("no criterion 3",)),
    Fault("not_observable = [1, 2]", "level = 1", "level", ("a checklist has no level",)),
    Fault(
        "[[case]]",
        "[[level]]\nnumber = 1\nname = 'x'\n[[case]]",
        "[[level]]",
        ("a checklist has no [[level]]", "ladder"),
    ),
]


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_pack(text, "my.toml")
    assert caught.value.exit_code == 2
    return str(caught.value)


def assert_refused(text: str, fault: Fault) -> None:
    assert fault.old in text
    changed = text.replace(fault.old, fault.new, 1)
    line = changed[: changed.rindex(fault.at)].count("\n") + 1
    message = refusal(changed)
    assert f"my.toml, line {line}: " in message
    assert "; " in message
    for word in fault.words:
        assert word in message


@pytest.mark.parametrize("fault", LADDER_FAULTS, ids=lambda one: one.new)
def test_a_wrong_ladder_is_refused(fault: Fault) -> None:
    assert_refused(LADDER, fault)


@pytest.mark.parametrize("fault", CHECKLIST_FAULTS, ids=lambda one: one.new)
def test_a_wrong_checklist_is_refused(fault: Fault) -> None:
    assert_refused(CHECKLIST, fault)


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    text = LADDER.replace("bar = 0.3", "bar = 3").replace("bar = 0.2", "bar = 2")
    assert [part.split(":")[0] for part in refusal(text).splitlines()] == [
        "my.toml, line 26",
        "my.toml, line 34",
    ]


def test_a_ladder_needs_levels_and_indicators() -> None:
    message = refusal('[model]\nid = "x"\nversion = "1"\nkind = "ladder"\n')
    assert "at least two [[level]]" in message
    assert "at least one [[indicator]]" in message
    message = refusal('[model]\nid = "x"\nversion = "1"\nkind = "checklist"\n')
    assert "at least one [[criterion]]" in message


def test_lines_are_right_behind_long_texts_and_given_tables() -> None:
    text = LADDER.replace(
        'asks = "Do they answer?"', 'asks = """\n[[indicator]]\nbar = 7\n# no\n"""  # [[level]]'
    ).replace("given = { answers = [9, 10], presence = [3, 4] }\n", "")
    text = text.replace("bar = 0.2", "bar = 0.2 # ] [\nlevels = 1")
    assert "line 39: [[indicator]] 'presence': unknown key 'levels'" in refusal(text)
    text = text.replace("levels = 1\n", "") + "\n[case.given]\nanswers = [3, 2]\n"
    assert "line 51: [[case]] 'answers most': answers = [3, 2]" in refusal(text)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\xff\xfe", "line 1: not UTF-8; save the file as UTF-8"),
        (b"", "missing required field `model`"),
        (b"model = 1", "line 1: model: Expected `object`, got `int`"),
        (b"a = " + b"[" * 5000, "line 1: "),
        (b"[[model]]\nid = 'x'", "Expected `object`, got `array`"),
        (b"[model]\nid = 'x'\n[model]\n", "no TOML"),
    ],
)
def test_bytes_that_are_no_pack(raw: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=r"my\.toml, line") as caught:
        load_pack(raw, "my.toml")
    assert words in str(caught.value)
