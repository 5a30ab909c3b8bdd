"""What the owner changes takes hold by itself: queries, hosts, plug-in folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import CONFIG, conversation, record

if TYPE_CHECKING:
    from desk import Desk

TOLD = "solisten: the configuration or the reading has changed: reading the posts again"
METRICS = ("metrics", "--brand", "Acme", "--format", "json", "--since", "2026-01-01")


def value(desk: Desk, metric: str, *words: str) -> float:
    """Return a metric's value."""
    rows = desk.good(*METRICS, *words).json()
    (found,) = [row["value"] for row in rows if row["metric"] == metric]
    return float(found)


CHANGES = {
    "query": ('"acme rockets" OR acmerockets', "engine"),
    "official": ('"forum:@acme_care", ', '"forum:@another", '),
    "hosts": ('hosts = ["google-play:com.acme.app"]', "hosts = []"),
    "staff": ('rivals = ["Globex"]', 'rivals = ["Globex"]\nstaff = ["forum:userp3"]'),
    "not_official": ('rivals = ["Globex"]', 'rivals = []\nnot_official = ["forum:acme_care"]'),
    "context": ('topics = ["model rocketry"]', 'topics = []\ncontext = ["engine"]'),
    "another brand's query": ("globex", "globex OR valve"),
    "topic": ('"model rocket" OR "model rocketry"', "rocketry"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_configuration_reads_again_by_itself(talk: Desk, change: str) -> None:
    old, new = CHANGES[change]
    assert old in CONFIG
    talk.write("config.toml", CONFIG.replace(old, new))
    first = talk.good(*METRICS)
    assert first.said == [TOLD]
    again = talk.good(*METRICS)
    assert (again.said, again.out) == ([], first.out)
    talk.good(*talk.at("clean.db"), "import", "talk.jsonl")
    assert talk.digests() == talk.digests("clean.db")
    talk.write("config.toml", CONFIG)
    assert talk.good(*METRICS).said == [TOLD]


def test_a_brand_that_is_taken_out_leaves_no_facts(talk: Desk) -> None:
    alone = CONFIG.replace('rivals = ["Globex"]', "")
    start = alone.index('[[brand]]\nname = "Globex"')
    talk.write("config.toml", alone[:start] + alone[alone.index("[[topic]]") :])
    brands = {row["brand"] for row in talk.good("status", "--json").json()["brands"]}
    assert brands == {"Acme"}
    assert talk.run("metrics", "--brand", "Globex").code == 2


def test_a_long_reading_tells_how_far_it_is(talk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solisten.pipeline.session.LONG", 10)
    talk.write("config.toml", CONFIG.replace("globex", "globex OR valve"))
    said = talk.good(*METRICS).said
    assert (said[0], said[-1]) == (TOLD, "solisten: read again: 100 %")


def test_what_changes_no_fact_reads_nothing_again(talk: Desk) -> None:
    talk.write("config.toml", f"[window]\ndays = 30\n[import]\nmax_bytes = 9\n{CONFIG}")
    assert talk.good(*METRICS).said == []


def test_numbers_follow_the_configuration(talk: Desk) -> None:
    assert (value(talk, "mentions"), value(talk, "official_replies")) == (32, 19 + 4)
    talk.write("config.toml", CONFIG.replace('hosts = ["google-play:com.acme.app"]', "hosts = []"))
    assert value(talk, "mentions") == 28
    talk.write("config.toml", CONFIG.replace('"forum:@acme_care", ', ""))
    assert value(talk, "official_replies") == 4
    assert value(talk, "mention_response_rate") == 4 / 32


def test_a_new_brand_is_read_from_the_stored_posts(talk: Desk) -> None:
    talk.write("config.toml", CONFIG + '[[brand]]\nname = "Valve"\nquery = "engine"\n')
    found = talk.good("metrics", "--brand", "Valve", "--format", "json").json()
    assert found[0]["value"] == 14


CONNECTOR = '''"""A bakery's board."""
import json
from solisten.connector import connector
from solisten.nouns import Post
from solisten.errors import Unreadable

def read(response):
    if not response.body.startswith(b"{"):
        raise Unreadable("no board of a bakery; is this a log-in form?")
    for row in json.loads(response.body)["notes"]:
        yield Post(network="bakery", id=str(row["no"]), created_at=1.0, text=row["says"])

@connector("bakery", read=read, reach="one board", options=("board",))
def listen(source, cursor):
    yield from ()
'''


@pytest.fixture
def plugged(desk: Desk) -> Desk:
    """Return a desk with a folder of the owner's own connectors and rules."""
    (desk.folder / "mine").mkdir()
    desk.write("mine/bakery.py", CONNECTOR)
    desk.write("config.toml", f'[plugins]\nconnectors = ["mine"]\nrules = ["mine"]\n{CONFIG}')
    return desk


def test_a_connector_of_one_s_own(plugged: Desk) -> None:
    listed = plugged.good("connectors", "list")
    assert "bakery" in listed.out
    assert listed.said == ["solisten: warning: loaded 'bakery' from mine/bakery.py"]
    assert "one board" in plugged.good("connectors", "show", "bakery").out
    saved = plugged.write("x.json", '{"notes": [{"no": 1, "says": "Acme Rockets"}]}')
    read = plugged.good("connectors", "read", "bakery", saved).json()
    assert (read["network"], read["id"], read["text"]) == ("bakery", "1", "Acme Rockets")
    form = plugged.run("connectors", "read", "bakery", plugged.write("y.json", "<form>"))
    assert (form.code, form.out) == (4, "")
    assert "y.json: no board of a bakery; is this a log-in form?" in form.err


def test_a_source_may_use_it_and_its_options(plugged: Desk) -> None:
    config = (plugged.folder / "config.toml").read_text()
    source = '[[source]]\nid = "bread"\nconnector = "bakery"\n'
    plugged.write("config.toml", f'{config}{source}board = "rye"\n')
    plugged.good("status")
    plugged.write("config.toml", f'{config}{source}bord = "rye"\n')
    wrong = plugged.run("status")
    assert (wrong.code, 'did you mean "board"?' in wrong.err) == (2, True)
    plugged.write("config.toml", config + source.replace("bakery", "bakry"))
    wrong = plugged.run("status")
    assert (wrong.code, 'no connector "bakry"; did you mean "bakery"?' in wrong.err) == (2, True)


def test_a_broken_connector_stops_no_other(plugged: Desk) -> None:
    plugged.write("mine/broken.py", "import nothing_of_the_kind\n")
    plugged.write("mine/crash.py", "raise SystemExit(3)\n")
    listed = plugged.good("connectors", "list")
    assert "bakery" in listed.out
    assert "mine/broken.py cannot be loaded: ModuleNotFoundError" in listed.err
    assert "mine/crash.py cannot be loaded: SystemExit" in listed.err
    plugged.write(
        "mine/bakery.py", CONNECTOR.replace('json.loads(response.body)["notes"]', "1 / 0")
    )
    done = plugged.run("connectors", "read", "bakery", plugged.write("x.json", "{}"))
    assert (done.code, done.out) == (4, "")
    assert "x.json: connector bakery fails (ZeroDivisionError: division by zero)" in done.err
    assert "Traceback" not in done.err


PACK = """
[model]
id = "two-steps"
version = "1"
kind = "checklist"
name = "Two steps"
source = "ours"

[[criterion]]
number = 1
name = "Answers"
rule = "response_rate"
source = "ours"
"""


def test_a_model_of_one_s_own(plugged: Desk) -> None:
    plugged.write("mine/steps.toml", PACK)
    plugged.good("import", plugged.records("talk.jsonl", conversation()))
    listed = plugged.good("models", "list")
    assert "two-steps" in listed.out
    assert "loaded model 'two-steps' from mine/steps.toml" in listed.err
    document = plugged.good(
        "estimate", "--brand", "Acme", "--model", "two-steps", "--format", "json"
    ).json()
    assert document["level"] is None
    assert document["met"] + document["not_met"] + document["not_observable"] == 1
    assert plugged.good("models", "check", "mine/steps.toml").out == ""


BROKEN = [
    ('rule = "response_rate"', 'rule = "respons_rate"', "line 12", 'did you mean "response_rate"?'),
    ('kind = "checklist"', 'kind = "chekclist"', "line 5", "checklist"),
    ('id = "two-steps"', 'id = "two-steps', "line 3", "TOML"),
    ("number = 1", "numbr = 1", "line", 'did you mean "number"?'),
]


@pytest.mark.parametrize(("old", "new", "line", "remedy"), BROKEN)
def test_a_broken_pack_is_2_with_line_and_remedy(
    plugged: Desk, old: str, new: str, line: str, remedy: str
) -> None:
    plugged.write("mine/steps.toml", PACK.replace(old, new))
    for words in ("models check mine/steps.toml", "models list", "models check"):
        done = plugged.run(*words.split())
        assert (done.code, done.out) == (2, "")
        assert "mine/steps.toml, " in done.err
        assert line in done.err
        assert remedy in done.err
    assert plugged.run("doctor").code == 4


def test_a_failing_case_is_2_and_named(plugged: Desk) -> None:
    case = '\n[[case]]\nname = "all is well"\ngiven = { response_rate = [0, 80] }\nmet = [1]\n'
    plugged.write("mine/steps.toml", PACK + case)
    done = plugged.run("models", "check", "mine/steps.toml")
    assert (done.code, done.out) == (2, "")
    assert "mine/steps.toml, case 'all is well'" in done.err


def test_a_pack_that_is_no_text(plugged: Desk) -> None:
    plugged.write("mine/steps.toml", b"\x89PNG\xff\xfe")
    for words in ("models check mine/steps.toml", "models check mine", "models check /dev/null"):
        done = plugged.run(*words.split())
        assert done.code == 2, done.err
        assert "a bug" not in done.err


def test_records_stay_when_the_folder_goes(plugged: Desk) -> None:
    plugged.good("import", plugged.records("x.jsonl", [record(1)]))
    plugged.write("config.toml", CONFIG)
    assert plugged.good(*METRICS).said == []
