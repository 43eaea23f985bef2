"""The same state gives the same bytes, whatever the clock, the process and the order of hashes (FD-6)."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from frontdesk.documents.folio import folio_pdf
from frontdesk.documents.slip import credit_slip_pdf
from tests.documents.papers import MADE_AT, logo, many, one_file, whole_stay, with_house
from tests.documents.slips import credit_slip

ROOT = Path(__file__).parents[2]
OTHER_PROCESS = """
import time
time.time = lambda: 4_000_000_000.0
time.localtime = lambda *_: time.struct_time((2096, 10, 2, 7, 6, 40, 1, 276, 0))
from tests.documents.test_same_bytes import everything
print(everything())
"""


def everything() -> str:
    """The digest of documents that use every part."""
    paper = with_house(whole_stay(guest="山田 太郎 محمد", payee="Ελένη 王小明"), logo=logo())
    files = [folio_pdf(paper, "explained"), one_file([paper, many(60)]), credit_slip_pdf(credit_slip())]
    return hashlib.sha256(b"".join(files)).hexdigest()


def test_twice_in_one_process():
    assert everything() == everything()


def test_in_another_process_with_another_clock():
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT)}
    for name in ("COV_CORE_SOURCE", "SOURCE_DATE_EPOCH"):
        environment.pop(name, None)
    ran = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    assert ran.stdout.strip() == everything()


def test_a_copy_is_another_document():
    assert folio_pdf(whole_stay()) != folio_pdf(whole_stay(copy=1, copied_at=MADE_AT))
