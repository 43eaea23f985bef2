"""Where things are on this machine: the hotel's file, the log, the person's choices."""

import os
from pathlib import Path

from platformdirs import user_data_path, user_log_path

APP = "frontdesk"
ENVIRONMENT = "FRONTDESK_DATABASE"
"""Names the database for every command that is not told another one."""


def data_folder() -> Path:
    """The folder for hotel files, made if need be."""
    return user_data_path(APP, appauthor=False, ensure_exists=True)


def log_file() -> Path:
    """Where faults are written down with all their detail."""
    return user_log_path(APP, appauthor=False, ensure_exists=True) / "frontdesk.log"


def demo_file() -> Path:
    """The demo hotel's file."""
    return data_folder() / "demo-hotel.db"


def default_database() -> str:
    """The database to open when none is named: that of the environment, else the demo hotel's file."""
    return os.environ.get(ENVIRONMENT) or str(demo_file())


def erasure_list() -> Path:
    """Where this computer lists the guests it erased in shared databases; it belongs into its backups."""
    return data_folder() / "erased.jsonl"


def joined_folder() -> Path:
    """Where this computer keeps its outbox and its copy of a shared house; not on a network drive."""
    return data_folder() / "shared"
