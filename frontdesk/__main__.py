"""The command line: every job that runs without a window, and the way to the window itself."""

import sys

from frontdesk.cli import run


def main() -> None:
    """Run what was typed; exit 0 if it was done, 1 if a check found something, 2 with one sentence if not."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
