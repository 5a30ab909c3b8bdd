"""Time one judgement of drawn counts, part by part, beside the limits that INFERENCE sets.

python tests/benchmarks/judging.py
"""

from __future__ import annotations

import random
import time
from statistics import median
from typing import TYPE_CHECKING

from usage import words

from solisten.estimate.findings import findings_of
from solisten.estimate.judging import judge, read
from solisten.estimate.sensitivity import sensitivity
from solisten.models.registry import load
from solisten.nouns import Count

if TYPE_CHECKING:
    from solisten.models.pack import Pack

BRANDS = 100
LIMITS_MS = {
    "one posterior": 5.0,
    "judgement with ceiling and advice": 50.0,
    "sensitivity": 250.0,
}


def drawn(pack: Pack, rng: random.Random) -> dict[str, Count]:
    """Return the counts of a brand that does well up to some stage."""
    reach, most = rng.uniform(1, 11), 10 ** rng.uniform(1, 5)
    counts = {}
    for one in pack.indicators:
        n = int(most * rng.uniform(0.05, 1))
        share = min(1.0, one.bar * rng.uniform(0.8, 2) * (1 if one.level <= reach else 0.4))
        counts[one.id] = Count(int(share * n), n)
    return counts


def main() -> None:
    """Print the median and the worst CPU milliseconds of each part."""
    words(__doc__, 0)
    pack, rng = load("solis"), random.Random(1)
    spent: dict[str, list[float]] = {name: [] for name in LIMITS_MS}
    for _ in range(BRANDS):
        counts = drawn(pack, rng)
        began = time.process_time()
        read(pack, findings_of(pack, counts))
        between = time.process_time()
        judgement = judge(pack, counts, posts=None, needs=None)
        ended = time.process_time()
        sensitivity(pack, judgement, counts, (), posts=1000, needs=100)
        spent["sensitivity"].append(time.process_time() - ended)
        spent["one posterior"].append(between - began)
        spent["judgement with ceiling and advice"].append(ended - between)
    print(f"{'CPU ms':36} median   worst   limit")
    for name, limit in LIMITS_MS.items():
        seen = spent[name]
        print(f"{name:36} {1000 * median(seen):6.2f} {1000 * max(seen):7.2f} {limit:7.0f}")


if __name__ == "__main__":
    main()
