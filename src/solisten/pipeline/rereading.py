"""Everything that follows from the stored posts, derived again."""

from __future__ import annotations

from solisten.pipeline.session import Advance, Place, session
from solisten.store import state
from solisten.store.reread import reread_all
from solisten.store.save import lens_of


def reread(place: Place, *, advance: Advance) -> None:
    """Read every stored post again; two readings leave identical tables."""
    with session(place, advance=advance) as opened, opened.database.writing() as connection:
        reread_all(connection, lens_of(opened.config), advance)
        state.put(connection, state.FINGERPRINT, opened.fingerprint)
