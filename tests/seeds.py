"""Where tests take their chances from: fixed in the default run, so that a red run is due to the change in it.

Whoever wants to explore runs `pytest -m long`, or any test with FRONTDESK_EXPLORE=1; FRONTDESK_SEED=n runs one again.
"""

import os
import random

EXPLORE = "FRONTDESK_EXPLORE"
FIXED = 20251119


def exploring() -> bool:
    """True if this run may find what nobody has seen."""
    return os.environ.get(EXPLORE, "") not in {"", "0"}


def seed(fixed: int = FIXED) -> int:
    """The seed of a test that plays with chance; printed, so that whoever reads a failure can run it again."""
    given = os.environ.get("FRONTDESK_SEED")
    found = int(given) if given else random.SystemRandom().randrange(10**9) if exploring() else fixed
    print(f"seed {found}: FRONTDESK_SEED={found} runs it again")  # noqa: T201 - whoever reads the failure needs it
    return found
