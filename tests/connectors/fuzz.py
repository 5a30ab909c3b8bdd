"""Fuzz every connector's `read` with atheris, guided by coverage; not part of CI.

    pip install atheris
    python tests/connectors/fuzz.py [--runs 10000] [NETWORK ...]

Each network gets a process of its own and `--runs` inputs: recorded answers where they are at hand,
and ours, changed in their values or in their bytes. A finding ends that process with a traceback
and leaves the input in the folder that is named; a line for each network says how many were read.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

SECONDS = 20  # an input that takes longer is a finding
MEGABYTES = 1024
FILE_PYTHON = [sys.executable, __file__]


def main() -> int:
    """Fuzz the networks asked for, one after the other; return 1 when one has a finding."""
    import test_fuzz_feeds
    import test_fuzz_social

    known = [*test_fuzz_social.NETWORKS, *test_fuzz_feeds.NETWORKS]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("networks", nargs="*", metavar="NETWORK")
    args = parser.parse_args()
    unknown = set(args.networks) - set(known)
    if unknown:
        parser.error(f"no {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    if args.one:
        fuzz(args.networks[0], args.runs)
    failed = [name for name in args.networks or known if not passes(name, args.runs)]
    print(f"findings in: {', '.join(failed)}" if failed else "no findings")
    return 1 if failed else 0


def passes(network: str, runs: int) -> bool:
    """Fuzz one network in a process of its own; say how it went."""
    command = [*FILE_PYTHON, "--one", "--runs", str(runs), network]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    last = [line for line in done.stderr.splitlines() if line.startswith(("Done", "stat:"))]
    print(f"{network}: {'; '.join(last) or done.stderr[-3000:]}", flush=True)
    return done.returncode == 0


def fuzz(network: str, runs: int) -> None:
    """Feed one connector until the runs are done; this ends the process."""
    atheris: Any = import_module("atheris")  # has no types
    with atheris.instrument_imports(include=["solisten_connectors"]):
        import test_fuzz_feeds
        import test_fuzz_social

        module = test_fuzz_feeds if network in test_fuzz_feeds.NETWORKS else test_fuzz_social
        place = module.NETWORKS[network]
        url = place if isinstance(place, str) else place[0]
        seeds = module.seeds_of(network)
        module.check(network, seeds[0], url)

    def one(body: bytes) -> None:
        module.check(network, body, url if len(body) % 2 else "")

    def mutated(body: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        if body.strip() and rng.random() < 0.5:
            return bytes(module.changed(body, rng)[:most])
        return bytes(atheris.Mutate(body, most))

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        options = [f"-runs={runs}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
        options += ["-max_len=40000", f"-artifact_prefix={tempfile.gettempdir()}/{network}-"]
        atheris.Setup([sys.argv[0], *options, folder], one, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
