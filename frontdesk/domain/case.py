"""One matter of one guest."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What sort of matter it is."""

    INQUIRY = "inquiry"
    REQUEST = "request"
    COMPLAINT = "complaint"
    BILL_QUESTION = "bill_question"
    ROOM_MOVE = "room_move"
    INCIDENT = "incident"


KIND_WORDS = {
    CaseKind.INQUIRY: "Inquiry",
    CaseKind.REQUEST: "Request",
    CaseKind.COMPLAINT: "Complaint",
    CaseKind.BILL_QUESTION: "Bill question",
    CaseKind.ROOM_MOVE: "Room move",
    CaseKind.INCIDENT: "Incident",
}
"""What each kind of case is called."""
