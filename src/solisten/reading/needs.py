"""Whether a post calls for an answer."""

from __future__ import annotations

from solisten.reading.cues import Cue

_COMPLAINING = -0.35  # compound at or below which a mention is a complaint (INFERENCE C.2)
_ASKING = Cue.QUESTION | Cue.FAULT | Cue.REQUEST | Cue.FEATURE


def need_of(cues: Cue, compound: float | None) -> str:
    """Return "complaint", "question", "request", or "" where nothing calls for an answer.

    `compound` is None for an unscored text: then words alone decide.

    >>> need_of(Cue.QUESTION, 0.2), need_of(Cue(0), -0.5), need_of(Cue.RECOMMEND, -0.5)
    ('question', 'complaint', '')
    """
    if Cue.RECOMMEND in cues and not cues & _ASKING:
        return ""
    if Cue.FAULT in cues or (compound is not None and compound <= _COMPLAINING):
        return "complaint"
    if Cue.FEATURE in cues:
        return "request"
    if Cue.QUESTION in cues:
        return "question"
    return "request" if Cue.REQUEST in cues else ""
