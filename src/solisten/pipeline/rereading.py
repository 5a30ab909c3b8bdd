"""Everything that follows from the stored posts, derived again."""

from __future__ import annotations

from solisten.pipeline.retaining import forget_old, lens_for
from solisten.pipeline.session import Advance, Place, session
from solisten.store import state
from solisten.store.reread import reread_all


def reread(place: Place, *, advance: Advance) -> None:
    """Read every stored post again; two readings leave identical tables."""
    with session(place, advance=advance) as opened:
        lens = lens_for(opened)
        forget_old(opened, lens)
        if opened.read_again:
            return
        with opened.database.writing() as connection:
            reread_all(connection, lens, advance)
            state.put(connection, state.FINGERPRINT, opened.fingerprint)
