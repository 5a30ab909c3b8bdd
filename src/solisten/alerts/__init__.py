"""What is worth waking somebody for: found in the record, told once on every channel.

Detection is pure: days, needs, levels and sources come in, `Alert`s go out, each with a key of its
own. The store keeps one row for a key, whoever finds it, and one for each channel that it has yet
to reach. Thresholds stand in `spikes` with their statistics; every alert states its own.
"""
