"""The sentence that an estimate document comes down to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solisten.report.told import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from solisten.models.pack import Pack


def headline(document: Mapping[str, Any], pack: Pack) -> str:
    """Return the first line of a report.

    A ladder's begins `Stage N of M`, or says that there is too little to say; a checklist's counts
    what is met.
    """
    if document["model"]["kind"] == "checklist":
        return (
            f"{document['met']} met, {document['not_met']} not met, "
            f"{document['not_observable']} not visible from outside{_advanced(document, pack)}"
        )
    level = document["level"]
    if level is None:
        return too_little(document)
    statement = str(document["statement"])
    if level == document["ceiling"]:
        statement += f", at least {level}"
    return f"Stage {level} of {pack.top}: {document['level_name']} ({statement})"


def _advanced(document: Mapping[str, Any], pack: Pack) -> str:
    """Say whether so many criteria are met that the checklist calls a brand advanced."""
    least = pack.model.advanced
    if not least:
        return ""
    if document["met"] >= least:
        return f": advanced ({least} or more)"
    if document["met"] + document["not_observable"] < least:
        return f": not advanced (that takes {least})"
    return f"; advanced ({least} or more) cannot be confirmed"


def too_little(document: Mapping[str, Any]) -> str:
    """Say that there is no level, what is plausible, and what would do (from the warnings)."""
    low, high = document["interval"]
    return (
        told(document).too_little
        or f"Too little to say: between {low} and {high}, most plausible {document['median']}."
    )


def reach(document: Mapping[str, Any], pack: Pack) -> str:
    """Say what lies around the level: interval, median, ceiling; "" for a checklist."""
    if document["model"]["kind"] == "checklist":
        return ""
    low, high = document["interval"]
    level, median, ceiling = document["level"], document["median"], document["ceiling"]
    if level is None:  # the headline has said the interval
        return f"These data could have shown up to {ceiling}."
    sure = f"{pack.model.interval * 100:.0f} %"
    parts = [
        f"With at least {sure} probability it is {low}."
        if low == high
        else f"With {sure} probability between {low} and {high}."
    ]
    if (low, high) == (1, pack.top):
        parts.append("That is the whole ladder: these data hardly tell its levels apart.")
    if median != level:
        parts.append(f"Confirmed {level}, most plausible {median}.")
    parts.append(
        f"These data could not have shown more than {ceiling}: read it as at least {level}."
        if ceiling == level
        else f"These data could have shown up to {ceiling}."
    )
    return " ".join(parts)


def limits(pack: Pack) -> str:
    """Say how much a count may weigh, and how far the model itself has been tried."""
    rare = [one for one in pack.indicators if one.cap and one.cap != pack.model.cap]
    weighs = f"Whatever the volume, no count weighs more than {1 / pack.model.cap:.0f} cases"
    if rare:
        most = max(1 / one.cap for one in rare if one.cap)
        weighs += f" (at most {most:.0f} for {', '.join(one.id for one in rare)})"
    return (
        f"{weighs}. Tried on simulated brands, whose generators, seeds and figures are public "
        "(tests/simulation); on real brands by one reader's judgement of seven, not yet by two "
        "independent raters."
    )
