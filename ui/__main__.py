"""``python -m ui`` opens the window."""

import sys

from ui.app import open_window

if __name__ == "__main__":
    sys.exit(open_window(sys.argv[1:]))
