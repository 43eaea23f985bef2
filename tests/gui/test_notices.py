from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from frontdesk.errors import Refusal, Unavailable
from ui import icons, notices, theme
from ui.notices import Notices, TroubleDialog


@pytest.fixture
def told(host: QWidget):
    host.show()
    return Notices(host, icons.icon)


def dialogs(host: QWidget) -> list[TroubleDialog]:
    return [dialog for dialog in host.findChildren(TroubleDialog) if dialog.isVisible()]


@pytest.mark.parametrize("kind", [Refusal, Unavailable])
def test_a_no_and_a_not_now_that_nobody_handled_become_a_banner(
    qtbot: QtBot, told: Notices, kind: type[Refusal | Unavailable]
):
    told.tell(kind("Room 412 is taken.", "", "Choose another room."))
    qtbot.waitUntil(told.banner_bar.isVisible)
    assert told.banner_bar.text() == "Room 412 is taken. Choose another room."


def test_a_banner_can_be_acted_on(told: Notices, host: QWidget):
    from PySide6.QtWidgets import QPushButton

    tries = []
    told.banner("The shared database is out of reach.", "warning", act="Try now", on_act=lambda: tries.append(1))
    act = next(button for button in told.banner_bar.findChildren(QPushButton) if button.text() == "Try now")
    act.click()
    assert tries == [1]
    assert not told.banner_bar.isVisible()


def _fault() -> Exception:
    """An error with a traceback, as a slot would raise it."""
    with pytest.raises(KeyError) as caught:
        {}["room"]
    return caught.value


def test_trouble_is_logged_with_its_traceback_under_the_reference_shown(
    told: Notices, host: QWidget, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.ERROR):
        reference = told.trouble(_fault())
    (record,) = caplog.records
    assert reference in record.getMessage()
    assert record.exc_info
    (dialog,) = dialogs(host)
    dialog.copy()
    copied = QGuiApplication.clipboard().text()
    assert reference in copied
    assert "KeyError: 'room'" in copied
    dialog.accept()


def test_a_storm_of_faults_opens_one_dialog(told: Notices, host: QWidget, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.CRITICAL, logger="frontdesk.window"):
        for _ in range(5):
            told.trouble(ValueError("again"))
    (dialog,) = dialogs(host)
    dialog.accept()
    assert dialogs(host) == []


def test_the_hook_turns_an_uncaught_error_from_any_thread_into_trouble(
    qtbot: QtBot,
    told: Notices,
    host: QWidget,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    notices.install_hook(told)
    with caplog.at_level(logging.CRITICAL, logger="frontdesk.window"):
        error = ZeroDivisionError("nought")
        thread = threading.Thread(target=sys.excepthook, args=(ZeroDivisionError, error, None))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(dialogs(host)) == 1)
    dialogs(host)[0].accept()


def test_a_toast_says_its_words_and_goes_by_itself(
    qtbot: QtBot, told: Notices, host: QWidget, monkeypatch: pytest.MonkeyPatch
):
    told.toast("Room 412 is moved to 508")
    toast = host.findChild(notices.Toast)
    assert toast.isVisible()
    assert toast.accessibleName() == "Room 412 is moved to 508"
    assert host.rect().contains(toast.geometry())
    toast._timer.setInterval(1)
    toast._timer.start()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_toast_leaves_the_field_that_is_typed_in(qtbot: QtBot, told: Notices, host: QWidget):
    told.toast("Credited")
    toast = host.findChild(notices.Toast)
    place = toast.geometry()
    field = QLineEdit(host)
    field.setGeometry(place.adjusted(10, 2, 200, -2))
    field.show()
    with qtbot.waitActive(host):
        host.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())
    told.toast("Credited again")
    typed_in = QRect(field.mapTo(host, QPoint(0, 0)), field.size())
    assert toast.isVisible(), "what is said anew is seen all the same"
    assert not toast.geometry().intersects(typed_in)
    assert host.rect().contains(toast.geometry())


@pytest.mark.parametrize("kind", [notices.Toast, notices.Banner])
def test_the_icon_of_a_notice_follows_the_theme(qapp: QApplication, told: Notices, host: QWidget, kind: type[QWidget]):
    told.toast("Credited")
    told.banner("The shared database is out of reach")
    picture = host.findChild(kind).findChild(notices.Sign)
    for name in (*theme.TOKENS, "light"):
        theme.apply(qapp, name)
        image = picture.pixmap().toImage()
        inks = {
            image.pixelColor(x, y).name().upper()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert theme.TOKENS[name].accent.upper() in inks
