"""Tables that a spreadsheet opens: what somebody typed stays text there."""

NOT_A_FORMULA = ("=", "+", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a text that somebody typed."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet works out. A minus may begin a figure; before anything else it is a formula too."""
    minus = cell.startswith("-") and not cell[1:].replace(".", "", 1).isdecimal()
    return f"'{cell}" if minus or cell.startswith(NOT_A_FORMULA) else cell
