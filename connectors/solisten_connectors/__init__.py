"""The shipped connectors, one module each; a module is found because it is there."""
