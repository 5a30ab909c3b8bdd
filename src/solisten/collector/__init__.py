"""Drive connectors under leases: ask what they want asked, save what they find, keep score.

A source is leased, so that any number of collectors share one database; its posts, its cursor and
the end of its lease are committed together or not at all. A failing source stops no other.
"""
