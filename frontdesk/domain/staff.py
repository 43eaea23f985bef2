"""The people who work here."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do, lowest authority first."""

    ASSOCIATE = "associate"
    NIGHT_AUDITOR = "night_auditor"
    SUPERVISOR = "supervisor"
    DUTY_MANAGER = "duty_manager"
    GENERAL_MANAGER = "general_manager"
