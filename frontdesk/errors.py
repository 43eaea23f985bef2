"""The two ways the program says no: the house refuses, or the world is not there right now."""


class Refusal(Exception):  # noqa: N818 - the house's word for it
    """The house says no. Nothing has changed.

    Args:
        title: one clear sentence.
        detail: which value, which line, which rule.
        help: what would help.
    """

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the word on the screen
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.help = help

    def __str__(self) -> str:
        return self.title


class Unavailable(Exception):  # noqa: N818 - the house's word for it
    """The world says not now: trying again later may succeed. Same shape as a refusal."""

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the word on the screen
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.help = help

    def __str__(self) -> str:
        return self.title
