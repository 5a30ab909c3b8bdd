"""Run the whole program over simulated brands, then say how far its stages are from the truth."""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import re
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import generator_agents
import generator_diary
import generator_renewal
import generator_tickets
from simulated_nouns import Brand, Family, Order
from simulated_plan import orders
from simulated_scores import Finding, Result, Score, misleading, score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parents[2]
GENERATORS: dict[str, Callable[[Order], Brand]] = {
    "agents": generator_agents.brand_of,
    "diary": generator_diary.brand_of,
    "renewal": generator_renewal.brand_of,
    "tickets": generator_tickets.brand_of,
}
_BELOW_MINIMUM = 150


class ProgramError(Exception):
    """Say which command failed and what it said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold the choices of a run."""

    generator: str
    posts: int
    brands: int
    seed: int
    drift: float
    jobs: int
    root: Path
    keep: Path | None = None


def program_of(root: Path) -> None:
    """Let this process find the program in a checkout before any other."""
    sys.path[:0] = [str(root / part) for part in ("src", "connectors", "rules")]


def solisten(*arguments: str) -> None:
    """Run one command of the program, as its entry point does, in this process."""
    from solisten.cli import main as program

    out, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(said):
        code = program(arguments)
    if code not in {0, 3}:
        said.seek(0)
        raise ProgramError(f"solisten {' '.join(arguments)}: {code}\n{said.read()[-2000:]}")


def estimated(asked: Asked, index: int, order: Order) -> Result:
    """Simulate one brand, let the program import and estimate it, and read its answer."""
    began = time.perf_counter()
    brand = GENERATORS[asked.generator](order)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) if asked.keep is None else asked.keep / f"{index:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        config, answer = written(asked, brand, folder), folder / "estimate.json"
        before = ("--config", str(config), "--db", f"sqlite:///{folder / 'brand.db'}")
        solisten(*before, "import", str(folder / "posts.jsonl"))
        form = ("--format", "json", "--output", str(answer))
        solisten(*before, "estimate", "--brand", brand.name, *form)
        document = json.loads(answer.read_text(encoding="utf-8"))
    return read_estimate(index, brand, document, time.perf_counter() - began)


def written(asked: Asked, brand: Brand, folder: Path) -> Path:
    """Write a brand's posts, configuration and, below the pack's minimum, a pack without one."""
    (folder / "posts.jsonl").write_text(brand.jsonl(), encoding="utf-8")
    text = brand.config
    if asked.posts < _BELOW_MINIMUM:
        pack = (asked.root / "rules/solisten_rules/solis.toml").read_text(encoding="utf-8")
        pack = re.sub(r"^(minimum_(?:posts|needs)) = \d+", r"\1 = 0", pack, flags=re.MULTILINE)
        (folder / "packs").mkdir(exist_ok=True)
        (folder / "packs/solis.toml").write_text(pack, encoding="utf-8")
        text += '\n[plugins]\nrules = ["packs"]\n'
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    return config


def read_estimate(index: int, brand: Brand, document: dict[str, Any], seconds: float) -> Result:
    """Read what matters here from an estimate (DESIGN 7.4)."""
    findings = tuple(
        Finding(
            f["indicator"], f["level"], f["k"] or 0, f["n"] or 0, f["bits"] or 0.0, f["verdict"]
        )
        for f in document["findings"]
    )
    return Result(
        index,
        brand.name,
        brand.family.value,
        brand.stage,
        document["level"],
        float(document["median"]),
        float(document["interval"][0]),
        float(document["interval"][1]),
        document["ceiling"],
        findings,
        seconds,
        len(brand.records),
    )


def run(asked: Asked) -> list[Result]:
    """Run all brands, in so many processes as asked for."""
    planned = orders(asked.brands, asked.seed, asked.posts, asked.drift)
    if asked.jobs == 1:
        return [estimated(asked, i, order) for i, order in enumerate(planned)]
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(asked.jobs, fresh, program_of, (asked.root,)) as pool:
        return list(pool.map(partial(estimated, asked), range(len(planned)), planned))


def tables(results: Sequence[Result]) -> str:
    """Return the figures overall and by family, then what misled most."""
    lines = [_head(), _row(score("all", results))]
    lines.append(_row(score("deviating", [r for r in results if r.family != Family.IDEAL])))
    for family in Family:
        own = [r for r in results if r.family == family]
        if own:
            lines.append(_row(score(family.value, own)))
    lines += ["", "wrong evidence, bits a brand (brands): ", _misled("all", results)]
    for family in Family:
        own = [r for r in results if r.family == family]
        if own:
            lines.append(_misled(family.value, own))
    return "\n".join(lines)


def _head() -> str:
    names = (
        "exact",
        "w1",
        "MAE",
        "rho",
        "bias",
        "m.ex",
        "m.w1",
        "m.MAE",
        "m.rho",
        "cover",
        "width",
    )
    return f"{'group':16}{'n':>4}{'null':>5}" + "".join(f"{n:>7}" for n in names)


def _row(s: Score) -> str:
    figures = (
        s.exact, s.within, s.mae, s.rho, s.bias, s.median_exact, s.median_within, s.median_mae,
        s.median_rho, s.covers, s.width,
    )  # fmt: skip
    cells = "".join(f"{'-':>7}" if f is None else f"{f:7.2f}" for f in figures)
    return f"{s.group:16}{s.brands:4}{s.null:5}{cells}"


def _misled(group: str, results: Sequence[Result]) -> str:
    found = ", ".join(f"{name} {bits:.2f} ({n})" for name, bits, n in misleading(results))
    return f"  {group}: {found}"


def saved(results: Sequence[Result], path: Path) -> None:
    """Write one line a brand: truth, estimate, and every finding as k/n:bits."""
    names = sorted({f.indicator for r in results for f in r.findings})
    rows = [
        [
            "index",
            "name",
            "family",
            "truth",
            "level",
            "median",
            "low",
            "high",
            "ceiling",
            "records",
            *names,
        ]
    ]
    for r in results:
        said = {f.indicator: f"{f.k}/{f.n}:{f.bits:.2f}" for f in r.findings}
        level = "" if r.level is None else str(r.level)
        head = [
            r.index,
            r.name,
            r.family,
            r.truth,
            level,
            r.median,
            r.low,
            r.high,
            r.ceiling,
            r.posts,
        ]
        rows.append([*map(str, head), *(said.get(n, "") for n in names)])
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options, run, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generator", choices=sorted(GENERATORS), default="agents")
    parser.add_argument(
        "--posts", type=int, default=500, help="posts about or by the brand in 90 days"
    )
    parser.add_argument("--brands", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--drift", type=float, default=0.0, help="1: the shifted world")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--save", type=Path, help="write every brand's findings as TSV")
    parser.add_argument("--keep", type=Path, help="keep every brand's posts, config and database")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout whose program is run")
    o = parser.parse_args(arguments)
    asked = Asked(o.generator, o.posts, o.brands, o.seed, o.drift, o.jobs, o.root, o.keep)
    program_of(asked.root)
    results = run(asked)
    if o.save:
        saved(results, o.save)
    print(
        f"{asked.generator}: {asked.brands} brands, {asked.posts} posts, "
        f"seed {asked.seed}, drift {asked.drift:g}"
    )
    print(tables(results))
    spent = sum(r.seconds for r in results)
    print(f"\n{spent:.0f} s of work, {spent / max(1, len(results)):.1f} s a brand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
