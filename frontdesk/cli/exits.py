"""Exit codes, the same for every job."""

FOUND = 1
"""Done, and somebody should look: a check found something, a folio failed, a day is blocked."""

REFUSED = 2
"""Not done; one sentence says why."""

NO_SCREEN = 69
"""No window can be shown here (sysexits: EX_UNAVAILABLE)."""

BROKEN = 70
"""A fault of the program itself (sysexits: EX_SOFTWARE)."""

STOPPED = 130
"""Somebody pressed Ctrl+C (128 and the signal's number)."""
