"""A shared house on a server of its own."""

from pathlib import Path

import psycopg

from frontdesk.clock import utc_now
from frontdesk.desk import Desk, sharing
from tests.faults.cluster import Cluster
from tests.hotel import found_hotel
from tests.sync.line import Line
from tests.sync.shared import Shared


def share_on(cluster: Cluster, folder: Path) -> Shared:
    """Found a house on a server and share it."""
    with psycopg.connect(cluster.address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE hotel")
    with Desk.open(cluster.named("hotel"), workstation="founding") as desk:
        hotel = found_hotel(desk)
    sharing.init(cluster.named("hotel"), None, clock=utc_now, progress=lambda *_: None)
    people = (hotel.ana, hotel.kostas, hotel.maria)
    return Shared(folder, cluster.named("hotel"), "hotel", Line(cluster.socket), people)
