"""Working out taxes: the rules of a jurisdiction, read from its file, applied to one night's charges (T1-T9).

Read a file with `parse.parse_jurisdiction`, work out a night with `engine.assess`, compare what a changed
stay owes with what was posted in `differences`.
"""
