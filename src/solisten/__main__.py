"""`python -m solisten`: the same command as `solisten`."""

import sys

from solisten.cli import main

if __name__ == "__main__":
    sys.exit(main())
