"""One module per command: `add` names its options, `run` does it and returns the exit code."""
