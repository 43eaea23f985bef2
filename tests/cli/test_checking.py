"""What the doctor of this machine says."""

import sys

import pytest

from frontdesk.cli import run
from tests.hotel import Hotel


def test_the_doctor_says_that_there_is_no_screen(
    small_hotel: Hotel, sqlite_address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code = run(["doctor", "-d", sqlite_address])
    said = capsys.readouterr().out
    assert "fine  database" in said
    if sys.platform.startswith("linux"):
        assert code == 1
        assert "there is no screen here" in said
