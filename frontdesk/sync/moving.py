"""Moving a house from its one file onto a shared database: in pieces, resumable, counted and verified."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, exc, insert, select, text

from frontdesk.errors import Refusal, Unavailable
from frontdesk.store import schema, sharing, tables
from frontdesk.store.journal import Place, read_place
from frontdesk.sync.authority import Authority
from frontdesk.sync.digests import digest_of

BATCH = 1000
_MOVED: tuple[Table, ...] = sharing.COPIED
Progress = Callable[[str, int, int], None]


def move(source: Path, authority: Authority, progress: Progress) -> Place:
    """Bring every row of the file into the database; begun again, it goes on where it stopped. The file stays as it is.

    Raises:
        Refusal: the database holds another house, the file changed since the move began, or something differs at the
            end; nothing is shared then.
        Unavailable: the file or the database is out of reach.
    """
    engine = _opened(source)
    try:
        with engine.connect() as file, file.begin():
            place = _require_house(file, source)
            if _is_moved(authority, place):
                return place
            _begin(authority, place)
            for table in _MOVED:
                _move_table(file, authority, table, place, progress)
            with authority.snapshot() as connection:
                _verify(file, connection)
            _finish(authority, place)
    finally:
        engine.dispose()
    return place


def _opened(source: Path) -> Engine:
    if not source.is_file():
        raise Refusal(f"There is no hotel at {source}.", help="Name the file of the house that is to be shared.")
    return create_engine(f"sqlite:///file:{source.resolve()}?mode=ro&uri=true")


def _require_house(file: Connection, source: Path) -> Place:
    try:
        found = schema.current(file)
        place = read_place(file) if found == schema.HEAD else None
    except exc.DBAPIError as error:
        raise Unavailable(f"{source} cannot be read.", str(error.orig), "Close other programs that use it.") from None
    if found != schema.HEAD:
        raise Refusal(
            f"{source.name} is not of this version.", help="Open it once with this program; then it is brought up."
        )
    if place is None:
        raise Refusal(f"{source.name} holds no house yet.", help="Share an empty database without --from.")
    return place


def _is_moved(authority: Authority, place: Place) -> bool:
    """True if this very house was moved before, and only what comes after the move is missing."""
    with authority.reading() as connection:
        there = read_place(connection)
    return there is not None and not there.shared and (there.seq, there.head) == (place.seq, place.head)


def _begin(authority: Authority, place: Place) -> None:
    """Note what is being moved, or find that this very move is under way."""
    move = sharing.move
    with authority.writing() as connection:
        heads = set(connection.execute(select(move.c.head)).scalars())
        if heads and heads != {place.head}:
            raise Refusal(
                "The file has changed since the move began.",
                help="Begin again with an empty database, and nobody at work.",
            )
        if heads:
            return
        if read_place(connection) is not None or connection.execute(select(tables.house.c.id)).first() is not None:
            raise Refusal("There is a house in this database already.", help="Name an empty database.")
        for table in _MOVED:
            connection.execute(insert(move).values(tbl=table.name, last=0, done=0, head=place.head))
        _guards(connection, "DISABLE")


def _guards(connection: Connection, verb: str) -> None:
    """Lines of closed days and settled windows come in as they stood; nobody else works here meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE posting {verb} TRIGGER posting_guard")


def _move_table(file: Connection, authority: Authority, table: Table, place: Place, progress: Progress) -> None:
    move = sharing.move
    total = int(file.execute(text(f"SELECT count(*) FROM {table.name}")).scalar() or 0)  # noqa: S608 - our own names
    with authority.reading() as connection:
        row = connection.execute(select(move.c.last, move.c.done).where(move.c.tbl == table.name)).one()
    last, done = int(row.last), int(row.done)
    while done < total:
        rows = _batch(file, table, last)
        if not rows:
            raise Refusal(f"{table.name} has fewer rows than were counted.", help="Begin again with an empty database.")
        last, done = rows[-1].pop("rowid__"), done + len(rows)
        for one in rows[:-1]:
            one.pop("rowid__")
        with authority.writing() as connection:
            connection.execute(insert(table), rows)
            connection.execute(
                move.update().where(move.c.tbl == table.name).values(last=last, done=done, head=place.head)
            )
        progress(table.name, done, total)


def _batch(file: Connection, table: Table, last: int) -> list[dict[str, Any]]:
    """The next rows in the order they were written, which is an order that references allow."""
    wanted = select(table, text("rowid AS rowid__")).where(text("rowid > :last")).order_by(text("rowid")).limit(BATCH)
    return [row._asdict() for row in file.execute(wanted, {"last": last})]


def _verify(file: Connection, moved: Connection) -> None:
    """Counts, sums and hashes of every table agree.

    Raises:
        Refusal: one differs.
    """
    for table in _MOVED:
        there, here = digest_of(moved, table), digest_of(file, table)
        if there != here:
            raise Refusal(
                f"After the move {table.name} is not the same.",
                f"{here.rows} rows and a sum of {here.total} in the file, {there.rows} and {there.total} moved.",
                "Begin again with an empty database; the file is as it was.",
            )


def _finish(authority: Authority, place: Place) -> None:
    with authority.writing() as connection:
        _guards(connection, "ENABLE")
        connection.execute(insert(tables.lane).values(id=1, seq=place.seq, head=place.head, epoch=place.epoch))
        connection.execute(delete(sharing.move))
