"""Authors under names that say nothing, and are the same each time."""

from __future__ import annotations

from hashlib import blake2b


def pseudonym(network: str, author: str, salt: bytes) -> str:
    """Return 16 hex digits for an account: keyed BLAKE2b of network and name, "" for nobody.

    The same for every spelling of the account (case, leading @). Without `salt`, a secret of the
    store of at least 16 bytes, nobody can find the account by trying names.

    >>> pseudonym("mastodon", "@Ana@social.example", b"a secret of the store")
    '79de0c79b4ad7ce3'
    >>> pseudonym("mastodon", "", b"a secret of the store")
    ''
    """
    account = author.strip().removeprefix("@").casefold()
    if not account:
        return ""
    named = f"{network}\0{account}".encode("utf-8", "surrogatepass")
    return blake2b(named, key=salt[:64], digest_size=8, person=b"solisten-author").hexdigest()
