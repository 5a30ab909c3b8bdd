"""A document's warnings sorted by where a reader looks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from solisten.report.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TOO_LITTLE = "Too little to say"
UNSEEN = re.compile(r"Not observable \((.+)\): ([a-z0-9_]+(?:, [a-z0-9_]+)*)\.")
FIRM = ("Sensitivity: ", "Profile: ", "Gaming: ", "Private: ", "Reach: ", "Form: ")
DECLARED = "Declared: "
SHARED = re.compile(r"Level (\d+) rests on .+")


@dataclass(frozen=True, slots=True)
class Told:
    """Hold a document's warnings: the headline's, reasons by indicator, notes by level, others.

    `firm` says how firm the result is, and where it does not fit a ladder; `declared` what the
    owner declares, and what bears it out or speaks against it.
    """

    too_little: str = ""
    unseen: dict[str, str] = field(default_factory=dict)
    shared: dict[int, str] = field(default_factory=dict)
    firm: list[str] = field(default_factory=list)
    declared: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def told(document: Mapping[str, Any]) -> Told:
    """Sort the warnings; what fits nowhere else is in `rest`, so that nothing is lost.

    >>> told({"warnings": ["Not observable (no list): a, b.", "Beware."]}).unseen["b"]
    'no list'
    """
    too_little = ""
    found, firm = Told(), list[str]()
    for warning in map(one_line, document["warnings"] or ()):
        if warning.startswith(TOO_LITTLE):
            too_little = too_little or warning
        elif reason := UNSEEN.fullmatch(warning):
            found.unseen.update(dict.fromkeys(reason[2].split(", "), reason[1]))
        elif shared := SHARED.fullmatch(warning):
            found.shared[int(shared[1])] = warning
        elif warning.startswith(FIRM):
            firm.append(warning)
        elif warning.startswith(DECLARED):
            found.declared.append(warning.removeprefix(DECLARED))
        else:
            found.rest.append(warning)
    return replace(found, too_little=too_little, firm=_without_prefix(firm))


def unsaid(document: Mapping[str, Any], said: Collection[str]) -> Mapping[str, Any]:
    """Return the document without the warnings that another report on the same data has given.

    The reasons why something is not observable stay, since each model's findings ask for them.
    """
    fresh = [
        one
        for one in document["warnings"] or ()
        if one not in said or UNSEEN.fullmatch(one_line(one))
    ]
    return {**document, "warnings": fresh}


def _without_prefix(warnings: list[str]) -> list[str]:
    """Return the sentences behind the prefixes, in the order of these."""
    sentences = (
        warning.removeprefix(prefix)
        for prefix in FIRM
        for warning in warnings
        if warning.startswith(prefix)
    )
    return [sentence[:1].upper() + sentence[1:] for sentence in sentences]
