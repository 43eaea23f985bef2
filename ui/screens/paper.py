"""What paper and mail go by: the seller on invoices, head and foot of every paper, the mail server, the printer."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QImage, QIntValidator, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from frontdesk.commands import SetMailServer, SetPaper, SetSeller
from frontdesk.commands.base import Command
from frontdesk.dispatch.password import keep_password
from frontdesk.dispatch.spooler import printers
from frontdesk.domain.mail import Security, Server
from frontdesk.domain.picture import LARGEST
from frontdesk.errors import Refusal, Unavailable
from frontdesk.queries.paper_settings import PaperSettings, ReadPaperSettings
from ui import settings, theme
from ui.bus import LongDoor
from ui.dialogs.base import Answer
from ui.widgets.buttons import KeyButton
from ui.widgets.card import Card
from ui.widgets.choose import Chooser
from ui.widgets.form import Form
from ui.widgets.line import Line
from ui.widgets.page import Column, PageFoot, PageHead, page_body
from ui.widgets.text_edit import TextEdit
from ui.workplace import Workplace

SECURITY = {
    Security.STARTTLS: "STARTTLS",
    Security.TLS: "TLS",
    Security.NONE: "None",
}
LOGO_PIXELS = 480
"""A logo is drawn at most 52 mm wide: more than this nobody sees."""


class PaperPage(QWidget):
    """Four panels and one button: what was changed is sent, each as its own command."""

    closed = Signal()

    def __init__(self, place: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._before: PaperSettings | None = None
        self._logo = ""
        self._busy = False
        self.head, self.answer, self.foot = PageHead("Paper and mail"), Answer(), PageFoot()
        self.address, self.tax_number, self.country = TextEdit(), QLineEdit(), QLineEdit()
        self.terms, self.footer, self.legal = QLineEdit(), TextEdit(), TextEdit()
        self.logo_line, self.logo_button = Line(role="quiet"), KeyButton("Choose a logo …")
        self.no_logo_button = KeyButton("Take it off")
        self.host, self.port, self.security = QLineEdit(), QLineEdit(), Chooser()
        self.sender_edit, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.printer = Chooser()
        self.save_button = KeyButton("Save", icon="save", key="Ctrl+Enter", primary=True)
        self.back_button = KeyButton("Back", key="Esc")
        self._lay_out()
        self._connect()

    def act(self, action_id: str) -> bool:
        """Esc leaves."""
        if action_id in {"back", "paper"}:
            self.closed.emit()
        return action_id in {"back", "paper"}

    def showEvent(self, event: QShowEvent) -> None:
        """Read the settings each time the page is opened."""
        super().showEvent(event)
        self.address.setFocus()
        self._place.bus.ask(ReadPaperSettings(), owner=self, done=self._show, refused=self.answer.say, slot="settings")

    def choose_logo(self) -> None:
        """Ask for a picture file."""
        chosen, _ = QFileDialog.getOpenFileName(self, "The logo", str(Path.home()), "Pictures (*.png *.jpg *.jpeg)")
        if chosen:
            self.take_logo(Path(chosen))

    def take_logo(self, path: Path) -> None:
        """Use a picture, made no larger than paper can show."""
        picture = QImage(str(path))
        if picture.isNull():
            self.answer.say(Refusal(f"{path.name} is not a picture.", help="Use a PNG or JPEG file."))
            return
        if max(picture.width(), picture.height()) > LOGO_PIXELS:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            picture = picture.scaled(LOGO_PIXELS, LOGO_PIXELS, keep, smooth)
        self._show_logo(b64encode(_as_file(picture)).decode())

    def save(self) -> None:
        """Send what was changed, once."""
        if self._busy or self._before is None:
            return
        self.answer.hide()
        commands = self._commands(self._before)
        server = self._server() if self.password.text() else None
        self._keep_printer()
        self._wait(on=True)
        job = partial(_send, commands, server, self.password.text())
        self._place.bus.work(
            job, owner=self, done=self._saved, stop=_nothing, refused=self.answer.say, ended=self._ended
        )

    def _commands(self, before: PaperSettings) -> list[Command]:
        """One command for each part that is not as it was."""
        make, made = self._place.session.make, list[Command]()
        seller = {
            "address": _lines(self.address),
            "tax_number": self.tax_number.text().strip(),
            "country": self.country.text().strip().upper(),
            "payment_terms": self.terms.text().strip(),
        }
        paper = {"footer": _text(self.footer), "legal": _text(self.legal), "logo": self._logo}
        if any(getattr(before, name) != value for name, value in seller.items()):
            made.append(make(SetSeller, **seller))
        if any(getattr(before, name) != value for name, value in paper.items()):
            made.append(make(SetPaper, **paper))
        server = self._server()
        if server != before.server and (server.host or before.server):
            names = ("host", "port", "security", "sender", "user")
            made.append(make(SetMailServer, **{name: getattr(server, name) for name in names}))
        return made

    def _server(self) -> Server:
        return Server(
            host=self.host.text().strip(),
            port=int(self.port.text() or 0),
            security=Security(self.security.currentData()),
            sender=self.sender_edit.text().strip(),
            user=self.user.text().strip(),
        )

    def _keep_printer(self) -> None:
        chosen = str(self.printer.currentData() or "")
        machine = settings.read_machine()
        if machine.printer != chosen:
            settings.keep(replace(machine, printer=chosen))

    def _saved(self, count: int) -> None:
        self.password.clear()
        self._place.notices.toast("Settings saved" if count else "Nothing of the house was changed")
        self._before = None  # until it is read anew nobody knows what a second key would have to send
        self._place.bus.ask(ReadPaperSettings(), owner=self, done=self._show, refused=self.answer.say, slot="settings")

    def _ended(self) -> None:
        self._wait(on=False)

    def _wait(self, *, on: bool) -> None:
        self._busy = on
        self.save_button.setEnabled(not on and self._before is not None)

    def _show(self, found: PaperSettings) -> None:
        """Show what is set; what somebody has typed since stays."""
        if self._before == found:
            return
        self._before = found
        self._wait(on=self._busy)
        self.head.say("Paper and mail", found.name)
        for edit, lines in (
            (self.address, "\n".join(found.address)), (self.footer, found.footer), (self.legal, found.legal)
        ):  # fmt: skip
            edit.setPlainText(lines)
        self.tax_number.setText(found.tax_number)
        self.country.setText(found.country)
        self.terms.setText(found.payment_terms)
        self._show_logo(found.logo)
        server = found.server or Server(host="", port=587, security=Security.STARTTLS, sender="")
        for field, text in ((self.host, server.host), (self.sender_edit, server.sender), (self.user, server.user)):
            field.setText(text)
        self.port.setText(str(server.port))
        self.security.setCurrentIndex(self.security.findData(server.security))

    def _show_logo(self, logo: str) -> None:
        self._logo = logo
        size = len(logo) * 3 // 4
        self.logo_line.say(f"A picture of {max(1, size // 1000)} kB" if logo else "None: the name in large type")
        self.no_logo_button.setVisible(bool(logo))
        if size > LARGEST:
            self.answer.say(Refusal("The logo is too large.", help="Use a simpler picture."))

    def _lay_out(self) -> None:
        whole, columns = page_body()
        panels = ((self._seller_card(),), (self._paper_card(),), (self._mail_card(), self._printer_card()))
        for cards in panels:
            column = Column()
            for card in cards:
                column.cards.addWidget(card)
            column.cards.addStretch(1)
            columns.addWidget(column, 1)
        self.foot.say("gear", "For the whole house", "The password and the printer stay on this computer.")
        self.foot.add(self.back_button, self.save_button)
        whole.addWidget(self.head)
        whole.addWidget(self.answer)
        whole.addLayout(columns, 1)
        whole.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(whole)

    def _seller_card(self) -> Card:
        self.country.setMaxLength(2)
        form = Form()
        form.add("address", "Address", _few_lines(self.address))
        form.beside(("tax_number", "Tax number", self.tax_number), ("country", "Country, such as DE", self.country))
        form.add("terms", "How invoices are paid", self.terms, hint="Such as: within 14 days, without deduction")
        return _card("On invoices", "bill", form)

    def _paper_card(self) -> Card:
        form = Form()
        form.add("footer", "At the foot", _few_lines(self.footer), hint="Company, register, bank: a line each")
        form.add("legal", "Legal lines", _few_lines(self.legal))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.logo_button)
        row.addWidget(self.no_logo_button)
        row.addStretch(1)
        form.add("logo", "Logo", self.logo_line)
        form.add_widget(buttons)
        return _card("On every paper", "note", form)

    def _mail_card(self) -> Card:
        self.port.setValidator(QIntValidator(1, 65_535, self.port))
        for kind, words in SECURITY.items():
            self.security.addItem(words, kind)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        form = Form()
        form.add("host", "Mail server", self.host)
        form.beside(("port", "Port", self.port), ("security", "Security", self.security))
        form.add("sender", "Mail comes from", self.sender_edit)
        form.add("user", "Sign-in name", self.user, hint="Empty if the server asks for none.")
        form.add("password", "Password", self.password, hint="Kept in this computer’s keyring; empty leaves it.")
        return _card("Mail", "note", form)

    def _printer_card(self) -> Card:
        self.printer.addItem("The usual one", "")
        for name in printers():
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(settings.read_machine().printer)))
        form = Form()
        form.add("printer", "Folios come out of", self.printer)
        return _card("This workstation", "printer", form)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.closed)
        self.logo_button.clicked.connect(self.choose_logo)
        self.no_logo_button.clicked.connect(partial(self._show_logo, ""))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            made = QShortcut(QKeySequence(key), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self.save)


def _send(commands: list[Command], server: Server | None, password: str, door: LongDoor) -> int:
    """Send the changes one after the other, then put the password away; the first no ends it."""
    for command in commands:
        door.do(command)
    if server is not None:
        try:
            keep_password(server, password)
        except Unavailable as error:
            raise Refusal(error.title, error.detail, error.help) from error
    return len(commands) + (server is not None)


def _nothing() -> None:
    """A few commands are over before anybody could stop them."""


def _as_file(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload,unused-ignore]  # its stub wants bytes in some versions
    return bytes(buffer.data().data())


def _few_lines(edit: QPlainTextEdit) -> QPlainTextEdit:
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(theme.pixels(96))
    return edit


def _card(heading: str, icon: str, form: Form) -> Card:
    card = Card(heading, icon=icon)
    card.body.addWidget(form)
    return card


def _text(edit: QPlainTextEdit) -> str:
    return "\n".join(_lines(edit))


def _lines(edit: QPlainTextEdit) -> tuple[str, ...]:
    lines = (line.strip() for line in edit.toPlainText().splitlines())
    return tuple(line for line in lines if line)
