"""The command line as a whole: one sentence for what goes wrong, a log for the rest."""

import logging
import sys
import traceback
from collections.abc import Sequence

from typer.exceptions import Abort, TyperException

from frontdesk.cli.app import app
from frontdesk.cli.exits import BROKEN, REFUSED, STOPPED
from frontdesk.config import log_file
from frontdesk.errors import Refusal, Unavailable
from frontdesk.identity import new_id


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; no traceback reaches a person."""
    _write_faults_down()
    try:
        result = app(args=list(arguments), prog_name="frontdesk", standalone_mode=False)
    except (Refusal, Unavailable) as error:
        print(error, file=sys.stderr)
        return REFUSED
    except TyperException as error:
        print(f"{error.format_message().rstrip('.')}. Try: frontdesk --help", file=sys.stderr)
        return REFUSED
    except (Abort, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 - the last fence: a person gets a reference, the log gets the traceback
        return _broken()
    return result if isinstance(result, int) else 0


def _broken() -> int:
    reference = new_id()[:8]
    logging.getLogger("frontdesk").error("reference %s\n%s", reference, traceback.format_exc())
    print(
        f"Something went wrong in the program itself (reference {reference}); details are in {log_file()}.",
        file=sys.stderr,
    )
    return BROKEN


def _write_faults_down() -> None:
    """What goes wrong behind the scenes goes to the log; without this it would go to the terminal."""
    logging.basicConfig(
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=[logging.FileHandler(log_file(), encoding="utf-8", delay=True)],
    )
