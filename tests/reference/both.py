"""Ask the reference and the product for one indicator of a world made by hand."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from by_hand import CONFIG, DAY, FIRST, Seen
from test_product_agrees import measured, stored

from solisten.metrics.observe import Window
from solisten.store.save import lens_of

if TYPE_CHECKING:
    from solisten.nouns import Count, Post


def both(name: str, *arrivals: Post) -> tuple[int, int]:
    """Return k and n of an indicator, on which reference and product must agree."""
    lens = lens_of(CONFIG)
    with closing(stored(lens, [list(arrivals)])) as database:
        window = Window(range(FIRST, FIRST + 10), (FIRST + 10) * DAY)
        counts: dict[str, Count] = dict(
            measured(database, lens, CONFIG, CONFIG.brands[0], window)[1]
        )
    seen = Seen(*arrivals)
    assert (counts[name].k, counts[name].n) == seen.of(name)
    return seen.of(name)
