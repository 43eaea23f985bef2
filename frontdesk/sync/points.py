"""Named moments of the protocol, so that tests can stop the world at each of them."""

from collections.abc import Callable

NAMES = (
    "save.before_commit",
    "save.after_commit",
    "push.before_send",
    "push.before_commit",
    "push.after_commit",
    "push.after_mark",
    "pull.mid_page",
    "pull.before_commit",
    "pull.after_commit",
    "build.mid_copy",
    "build.before_commit",
    "build.before_swap",
    "build.after_swap",
    "forget.after_commit",
    "recover.before_requeue",
    "recover.after_requeue",
)
"""Every moment that is announced."""


def _nobody(_name: str) -> None:
    """Nobody watches outside of tests."""


_observers: list[Callable[[str], None]] = [_nobody]


def watch(observer: Callable[[str], None]) -> Callable[[], None]:
    """Let an observer see every moment; gives what takes it away again."""
    _observers[0] = observer

    def leave() -> None:
        _observers[0] = _nobody

    return leave


def reached(name: str) -> None:
    """Announce a moment."""
    _observers[0](name)
