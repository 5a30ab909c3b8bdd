"""Names that a command takes."""

from __future__ import annotations

import argparse


def network_name(text: str) -> str:
    """Read the name of a network.

    >>> network_name("google-play")
    'google-play'
    """
    from solisten.nouns import NETWORK

    if not NETWORK.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f'"{text}" cannot name a network; use 1 to 40 of a-z, 0-9 and "-"'
        )
    return text
