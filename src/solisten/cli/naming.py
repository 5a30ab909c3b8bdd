"""Names that a command takes."""

from __future__ import annotations

import argparse
import re


def network_name(text: str) -> str:
    """Read the name of a network.

    >>> network_name("google-play")
    'google-play'
    """
    if not re.fullmatch(r"[a-z0-9-]{1,40}", text):
        raise argparse.ArgumentTypeError(
            f'"{text}" cannot name a network; use 1 to 40 of a-z, 0-9 and "-"'
        )
    return text
