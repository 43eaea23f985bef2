"""Every job of the command line by name, and its options. What does a job is imported when it is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from frontdesk.domain.batch import Order, Who
from frontdesk.domain.mail import Security, Server

app = typer.Typer(
    help="The front desk of a hotel: find, move, explain, credit, print. Without a command the window opens.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
bring_in = typer.Typer(help="Bring in data of other systems.", rich_markup_mode=None)
app.add_typer(bring_in, name="import")
share = typer.Typer(help="Share one house between several workstations.", rich_markup_mode=None)
app.add_typer(share, name="share")

mail = typer.Typer(help="Folios by mail: the server, and what waits.", rich_markup_mode=None)
app.add_typer(mail, name="mail")

Database = Annotated[
    str,
    typer.Option(
        "--database",
        "-d",
        help="SQLite file, postgresql:// address, or a joined workstation's folder; FRONTDESK_DATABASE if left out.",
    ),
]
Workstation = Annotated[str, typer.Option(help="Name of this workstation in the journal.")]
Person = Annotated[str, typer.Option(help="Name of the person who acts.")]
Actor = Annotated[str, typer.Option(help="Id of the person who acts, for lines that name none.")]
Address = Annotated[str, typer.Argument(help="postgresql://name@server/database; several servers as one,two.")]
WeakerTls = Annotated[
    str, typer.Option("--allow-weaker-tls", help="Name the sslmode that is meant, if it is not verify-full.")
]
Folder = Annotated[Path | None, typer.Option("--folder", "-d", help="Folder of the workstation's own files.")]


@app.callback(invoke_without_command=True)
def window(context: typer.Context, database: Database = "", workstation: Workstation = "") -> int:
    """Open the window on a hotel: the one named, else the last one, else the demo hotel."""
    if context.invoked_subcommand is not None:
        return 0
    from frontdesk.cli import showing

    return showing.open_window(database, workstation)


@app.command()
def demo(
    path: Annotated[
        str, typer.Argument(help="File or PostgreSQL address; the person's own demo hotel if left out.")
    ] = "",
    seed: Annotated[int, typer.Option(help="The same seed makes the same hotel, byte for byte.")] = 7,
    force: Annotated[bool, typer.Option(help="Replace a demo hotel that is there.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the window on it afterwards.")] = False,
) -> int:
    """Make the demo hotel: sixty rooms, three weeks of history, and guests with something the matter."""
    from frontdesk.cli import importing
    from frontdesk.config import demo_file

    return importing.demo(path or str(demo_file()), seed=seed, force=force, show=show)


@bring_in.command("bookings")
def import_bookings(
    file: Annotated[Path, typer.Argument(help="Bookings as CSV, plain or gzip.")],
    business_date: Annotated[str, typer.Option(help="The day the house stands at afterwards, such as 2016-03-25.")],
    database: Database = "",
    seed: Annotated[int, typer.Option(help="Seed of the synthesised names.")] = 7,
    rejects: Annotated[Path | None, typer.Option(help="Write refused rows with their reasons to this CSV.")] = None,
) -> int:
    """Bring in the bookings of another system; refused rows are listed, the rest is taken."""
    from frontdesk.cli import importing

    return importing.bookings(file, business_date, database, seed=seed, rejects=rejects)


@share.command("init")
def share_init(
    address: Address,
    source: Annotated[Path | None, typer.Option("--from", help="A house in a file that is moved onto it.")] = None,
    weaker_tls: WeakerTls = "",
) -> int:
    """Prepare an empty PostgreSQL database for several workstations; begun again, a move goes on where it stopped."""
    from frontdesk.cli import sharing

    return sharing.init(sharing.Place(address, weaker_tls), source)


@share.command("code")
def share_code(address: Address, weaker_tls: WeakerTls = "") -> int:
    """Make a single-use code with which one workstation joins."""
    from frontdesk.cli import sharing

    return sharing.code(sharing.Place(address, weaker_tls))


@share.command("join")
def share_join(
    address: Address,
    workstation: Annotated[str, typer.Option(help="Name of this workstation, such as desk-2.")],
    code: Annotated[str, typer.Option(prompt=True, help="The code made with: frontdesk share code")],
    folder: Folder = None,
    weaker_tls: WeakerTls = "",
) -> int:
    """Make this computer a workstation of a shared house."""
    from frontdesk.cli import sharing

    return sharing.join(sharing.Place(address, weaker_tls), workstation, code, folder)


@share.command("stations")
def share_stations(address: Address, weaker_tls: WeakerTls = "") -> int:
    """List the workstations of a shared house, and why one is let in no more."""
    from frontdesk.cli import sharing

    return sharing.stations(sharing.Place(address, weaker_tls))


@share.command("remove")
def share_remove(
    address: Address,
    workstation: Annotated[str, typer.Argument(help="Name of the workstation that is let in no more.")],
    weaker_tls: WeakerTls = "",
) -> int:
    """Take a workstation's way into the shared house away: a computer that was sold, lost or stolen."""
    from frontdesk.cli import sharing

    return sharing.remove(sharing.Place(address, weaker_tls), workstation)


@share.command("status")
def share_status(folder: Folder = None) -> int:
    """Say how this workstation stands to the shared house; exit 1 if somebody should look."""
    from frontdesk.cli import sharing

    return sharing.status(folder)


@share.command("rebuild")
def share_rebuild(folder: Folder = None) -> int:
    """Make this workstation's copy anew; what is waiting to be sent stays."""
    from frontdesk.cli import sharing

    return sharing.status(folder, rebuild=True)


@share.command("restored")
def share_restored(
    address: Address,
    weaker_tls: WeakerTls = "",
    erased: Annotated[Path | None, typer.Option(help="List of erased guests; this computer's if left out.")] = None,
) -> int:
    """Say that the shared database was restored from a backup; run it before anybody works on it again."""
    from frontdesk.cli import erasing, sharing

    return sharing.restored(sharing.Place(address, weaker_tls), erasing.listed(erased))


@app.command()
def folio(  # noqa: PLR0913, PLR0917 - each is an option of its own
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    room: Annotated[str, typer.Option(help="Room of the guest in house.")] = "",
    confirmation: Annotated[str, typer.Option(help="Confirmation number of the stay.")] = "",
    window_number: Annotated[int, typer.Option("--window", help="Window of the folio.")] = 1,
    style: Annotated[
        str, typer.Option(help="itemised, explained, by_day, by_department, one_line_per_stay, bill_bridge")
    ] = "itemised",
    language: Annotated[str, typer.Option(help="Language of the paper; the guest's if left out.")] = "",
    database: Database = "",
) -> int:
    """Write a guest's folio as PDF."""
    from frontdesk.cli import papers

    return papers.folio(out, papers.Wanted(room, confirmation, window_number, style, language), database)


@app.command()
def folios(  # noqa: PLR0913, PLR0917 - each is an option of its own
    who: Annotated[Who | None, typer.Argument(help="Whose folios.", show_default=False)] = None,
    folder: Annotated[Path | None, typer.Option(help="A file each, in this folder.")] = None,
    file: Annotated[Path | None, typer.Option(help="All in one file with bookmarks.")] = None,
    printer: Annotated[str | None, typer.Option(help="Paper from this print queue; '' is the usual one.")] = None,
    company: Annotated[str, typer.Option(help="A part of the company's name.")] = "",
    rooms: Annotated[str, typer.Option(help="Rooms, such as 305,412.")] = "",
    zero: Annotated[bool, typer.Option("--with-zero", help="Folios with a balance of zero, too.")] = False,
    order: Annotated[Order, typer.Option(help="In which order they come out.")] = Order.ROOM,
    style: Annotated[str, typer.Option(help="How the lines stand on the paper.")] = "itemised",
    language: Annotated[str, typer.Option(help="Language of the papers; each guest's own if left out.")] = "",
    copies: Annotated[int, typer.Option(help="How many of each; further ones say COPY.")] = 1,
    person: Annotated[str, typer.Option(help="Name of the person who hands out.")] = "",
    resume: Annotated[str, typer.Option(help="Go on with this batch.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="Show the batches, and which can be gone on with.")] = False,
    database: Database = "",
    workstation: Workstation = "desk-1",
) -> int:
    """Hand out many folios: as files, as one file, or on a printer. Stopped or broken off, it is gone on with."""
    from frontdesk.cli import folios as handing_out

    started = handing_out.Wanted(
        who, company, tuple(filter(None, rooms.replace(",", " ").split())), not zero, order, style, language, copies
    )
    job = handing_out.Job(started, folder, file, printer, person, resume, listed)
    return handing_out.folios(job, database, workstation)


@mail.command("server")
def mail_server(  # noqa: PLR0913, PLR0917 - each is an option of its own
    host: Annotated[str, typer.Option(help="Such as smtp.example.com.")],
    sender: Annotated[str, typer.Option(help="The address that mail comes from.")],
    port: Annotated[int, typer.Option(help="587 for starttls, 465 for tls.")] = 587,
    security: Annotated[Security, typer.Option(help="none is for a server on this computer only.")] = Security.STARTTLS,
    user: Annotated[str, typer.Option(help="Sign-in name at the server, if it asks for one.")] = "",
    person: Person = "",
    database: Database = "",
) -> int:
    """Say through which server mail goes; the password is asked for and kept in this computer's keyring."""
    from frontdesk.cli import mailing

    password = str(typer.prompt("Password", hide_input=True)) if user else ""
    server = Server(host=host, port=port, security=security, sender=sender, user=user)
    return mailing.set_server(mailing.Typed(server, password), person, database)


@mail.command("send")
def mail_send(person: Person = "", database: Database = "", workstation: Workstation = "desk-1") -> int:
    """Send what waits; the window does so by itself."""
    from frontdesk.cli import mailing

    return mailing.send(person, database, workstation)


@mail.command("list")
def mail_list(database: Database = "") -> int:
    """Show the newest messages and what became of them."""
    from frontdesk.cli import mailing

    return mailing.listed(database)


@app.command("e-invoice")
def e_invoice(  # noqa: PLR0913, PLR0917 - each is an option of its own
    out: Annotated[Path, typer.Option(help="The file to write: .pdf with the data inside, .xml for the data alone.")],
    number: Annotated[str, typer.Option(help="Number of the settled folio or credit note.")] = "",
    room: Annotated[str, typer.Option(help="Room of the guest in house.")] = "",
    confirmation: Annotated[str, typer.Option(help="Confirmation number of the stay.")] = "",
    window_number: Annotated[int, typer.Option("--window", help="Settled window of the folio.")] = 1,
    style: Annotated[str, typer.Option(help="How the lines stand on the paper.")] = "itemised",
    language: Annotated[str, typer.Option(help="Language of the paper; the guest's if left out.")] = "",
    database: Database = "",
) -> int:
    """Write the e-invoice of a settled window: Factur-X / ZUGFeRD in the EN 16931 profile."""
    from frontdesk.cli import e_invoice as invoicing
    from frontdesk.cli import papers

    papers.require_style(style)
    papers.require_language(language)
    return invoicing.e_invoice(out, number, papers.Wanted(room, confirmation, window_number, style, language), database)


@app.command()
def slip(
    of: Annotated[str, typer.Argument(help="Room move (RMV-…), credit (GW-…) or the id of a payment.")],
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    language: Annotated[str, typer.Option(help="Language of the paper; the guest's if left out.")] = "",
    database: Database = "",
) -> int:
    """Write the slip of a room move or a credit, or the receipt of a payment, as PDF."""
    from frontdesk.cli import papers

    return papers.slip(out, of, language, database)


@app.command()
def moves(
    database: Database = "",
    first: Annotated[
        str, typer.Option("--from", help="First business date; 30 days before the last if left out.")
    ] = "",
    last: Annotated[str, typer.Option("--to", help="Last business date; the open one if left out.")] = "",
    part: Annotated[
        str, typer.Option(help="One list as CSV: counts, defects, money, left_twice, passed, ended …")
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="The file to write: the list as CSV, else everything as JSON.")
    ] = None,
) -> int:
    """What became of the room moves: reasons, minutes, money given and taken, what was let pass, what is ahead."""
    from frontdesk.cli import reporting

    return reporting.moves((first, last), part, out, database)


@app.command("night-audit")
def night_audit(  # noqa: PLR0913, PLR0917 - each is an option of its own
    database: Database = "",
    workstation: Workstation = "desk-1",
    check_only: Annotated[bool, typer.Option("--check", help="Only show the checks and what would be posted.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the audit pack, its tables and the hand-over.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Close without asking back.")] = False,
    actor: Annotated[str, typer.Option(help="Name or id of the person who closes the day.")] = "",
    day: Annotated[
        str, typer.Option("--date", help="The day to close; if it is closed already only its papers are made.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output in place of words.")] = False,
) -> int:
    """Close the day: checks, room and tax for everybody who sleeps here, date roll, papers. Safe to run again.

    Ends with 0 if the day is closed (with --check: if it can be), 1 if something blocks, 2 if it is refused or the
    database is out of reach. Asks back only at a terminal; elsewhere it needs --yes.
    """
    from frontdesk.cli import closing

    night = closing.Night(check=check_only, out=out, yes=yes, actor=actor, day=day, json=json)
    return closing.night_audit(night, database, workstation)


@app.command("hand-over")
def hand_over(
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    database: Database = "",
) -> int:
    """Write what the next shift finds open as PDF."""
    from frontdesk.cli import closing

    return closing.hand_over(out, database)


@app.command("do")
def do_commands(database: Database = "", workstation: Workstation = "desk-1", actor: Actor = "") -> int:
    """Do commands: one JSON object a line on standard input, one result a line on standard output."""
    from frontdesk.cli import wire

    return wire.do_lines(database, workstation, actor)


@app.command()
def ask(
    name: Annotated[str, typer.Argument(help="Name of the question, such as SeeHouse; 'list' shows them all.")],
    values: Annotated[list[str] | None, typer.Argument(help="field=value, such as room=412.")] = None,
    database: Database = "",
) -> int:
    """Ask a question and get the answer as JSON."""
    from frontdesk.cli import wire

    return wire.ask(name, values or [], database)


@app.command()
def erase(
    confirmation: Annotated[str, typer.Argument(help="Confirmation number of one of the guest's stays.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the journal, so without the name.")],
    person: Person = "",
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking back.")] = False,
    database: Database = "",
) -> int:
    """Remove a guest's personal data everywhere but in the accounts; of a shared house with the database's address."""
    from frontdesk.cli import erasing

    return erasing.erase(confirmation, reason, person, database, yes=yes)


@app.command()
def check(
    database: Database = "",
    repair_search: Annotated[bool, typer.Option(help="Write the search index anew from guests and stays.")] = False,
) -> int:
    """Check ledger, rooms, journal and search; exit 1 and say what is wrong if something is."""
    from frontdesk.cli import checking

    return checking.check(database, repair_search=repair_search)


@app.command()
def doctor(database: Database = "") -> int:
    """Say what this machine has and what it lacks: versions, database, fonts, printers."""
    from frontdesk.cli import checking

    return checking.doctor(database)


@app.command()
def tour(
    out: Annotated[Path, typer.Option(help="Folder for the numbered pictures and the PDF.")],
    database: Database = "",
) -> int:
    """Walk through the main job in the real windows on a demo hotel and leave pictures of every step."""
    from frontdesk.cli import showing

    return showing.tour(out, database)
