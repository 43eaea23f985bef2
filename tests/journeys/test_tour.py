"""The main job from sign-in to paper, in the real windows, the way a newcomer sees it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

STEPS = ["sign-in", "house", "find-412", "stay", "explain", "find-306", "move", "moved", "find-412"]
STEPS += [
    "credit",
    "credited",
    "print",
    "journal",
    "chart",
    "chart-carry",
    "rooms",
    "arrivals",
    "departures",
    "walk-in",
]


@pytest.mark.timeout(180)
def test_the_tour_leaves_every_picture_and_the_folio(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    answer = subprocess.run(
        [sys.executable, "-m", "frontdesk", "tour", "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
    )
    assert answer.returncode == 0, answer.stderr
    assert "Traceback" not in answer.stderr
    for colours in ("light", "dark"):
        names = [re.sub(r"^\d+-|\.png$", "", path.name) for path in sorted((out / colours).glob("*.png"))]
        assert names == STEPS
    text = "".join(page.extract_text() for page in PdfReader(out / "folio-412.pdf").pages)
    assert "Παπαδοπούλου, Ελένη" in text
    assert "271,65" in text  # 318.90 less the 47.25 that the tour gave


def test_the_tour_says_what_is_in_its_way(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    answer = subprocess.run(
        [sys.executable, "-m", "frontdesk", "tour", "--out", str(file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 2
    assert "is a file" in answer.stderr
