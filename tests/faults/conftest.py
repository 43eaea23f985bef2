"""Servers that may break."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.shared_house import share_on
from tests.sync.shared import Shared


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A server of this test's own."""
    monkeypatch.setenv("FRONTDESK_NO_KEYRING", "1")
    made = Cluster()
    try:
        yield made.make()
    finally:
        made.destroy()


@pytest.fixture
def house(cluster: Cluster, tmp_path: Path) -> Iterator[Shared]:
    """A shared house on it."""
    shared = share_on(cluster, tmp_path)
    yield shared
    shared.close()
    shared.line.close()
