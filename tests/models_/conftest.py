"""Small packs that tests change one line of."""

from __future__ import annotations

import pytest

LADDER = """\
[model]
id = "steps"
version = "1"
kind = "ladder"

[[level]]
number = 1
name = "Ground"

[[level]]
number = 2
name = "Step"
statement = "indicated"
activities = [{ name = "Answering", observable = "yes", indicators = ["answers"] }]

[[role]]
name = "required"
slip = 0.06
guess = 0.06

[[indicator]]
id = "answers"
asks = "Do they answer?"
level = 2
role = "required"
bar = 0.3
trust = 0.9
absence = 0.8

[[indicator]]
id = "presence"
level = 2
role = "required"
bar = 0.2

[[declared_term]]
id = "training"
level = 2
role = "required"

[[case]]
name = "answers most"
given = { answers = [9, 10], presence = [3, 4] }
level = 2
seen = ["answers"]
"""

CHECKLIST = """\
[model]
id = "ticks"
version = "1"
kind = "checklist"

[[indicator]]
id = "peers"
bar = 0.3

[[indicator]]
id = "ideas"
bar = 0.2

[[declared_term]]
id = "sign_on"

[[criterion]]
number = 1
name = "Customers help"
rule = "peers and (ideas or sign_on)"

[[criterion]]
number = 2
name = "One account everywhere"
rule = "sign_on"

[[case]]
name = "help without ideas"
given = { peers = [9, 10], ideas = [0, 40] }
met = []
not_observable = [1, 2]
"""


@pytest.fixture(scope="session")
def ladder_text() -> str:
    """Return a ladder that is right."""
    return LADDER


@pytest.fixture(scope="session")
def checklist_text() -> str:
    """Return a checklist that is right."""
    return CHECKLIST
