"""Errors with a meaning for the person at the desk."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - the house says no; that is an answer, not a fault
    """The house says no: what was asked breaks a rule, and nothing was changed.

    ``title`` names the matter in a few words, ``detail`` says in one sentence what is wrong, ``help`` says
    what would put it right. ``str(refusal)`` is one sentence.
    """

    def __init__(self, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - the house's word
        super().__init__(detail or title)
        self.title = title
        self.detail = detail
        self.help = help
