"""The two ways the desk says no."""


class Refusal(Exception):  # noqa: N818 - the house word for "the rules say no"
    """The house says no: the request breaks a rule; nothing was changed.

    Attributes:
        title: one clear sentence that says what is wrong.
        detail: the facts behind it, such as who was first.
        help: what would help.
    """

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the reader's word
        super().__init__(title, detail, help)
        self.title = title
        self.detail = detail
        self.help = help

    def __str__(self) -> str:
        """The whole refusal as it is said to a person."""
        return _sentences(self.title, self.detail, self.help)


class Unavailable(Exception):  # noqa: N818 - the house word for "the world says not now"
    """The world says not now: a database, a printer or a file is out of reach; trying again may work.

    Attributes:
        title: one clear sentence that says what is out of reach.
        detail: what the system reported.
        help: what would help.
    """

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the reader's word
        super().__init__(title, detail, help)
        self.title = title
        self.detail = detail
        self.help = help

    def __str__(self) -> str:
        """The whole message as it is said to a person."""
        return _sentences(self.title, self.detail, self.help)


def _sentences(*parts: str) -> str:
    """The parts one after the other; what a system reported gets its full stop."""
    said = [part for part in parts if part]
    ends = [part if part.endswith((".", "!", "?", "…", ":")) else f"{part}." for part in said[:-1]]
    return " ".join([*ends, *said[-1:]])
