"""What the shared database holds against a workstation whose program lies: few invariants, in PostgreSQL itself.

The rules of the house are in Python and stay there. This layer knows who is signed in where, that nothing changes
without a journal row of that person in the same transaction, and what needs a second person. A house on one
workstation has none of it.
"""
