"""Everything on a schedule: sources when they are due, a daily estimate, alerts, upkeep.

One process, one event loop. What the database says decides what is to be done: sources and duties
are leased, so any number of daemons share them, and one that was down finds each due once, not as
often as it missed it. SIGTERM ends it after the transaction in hand, SIGHUP rereads the
configuration, and keeps the old one when the new one is broken. `examples/` has a systemd unit and
a Containerfile.
"""
