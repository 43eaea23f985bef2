"""On Linux Qt needs libraries of the system: which Debian package brings one that is missing."""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-util.so.1": "libxcb-util1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""Library file to package, as Debian 12 and Ubuntu name them."""
ALWAYS = (
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libglib-2.0.so.0",
    "libfontconfig.so.1",
    "libdbus-1.so.3",
)
ON_X11 = (
    "libxcb-cursor.so.0",
    "libxkbcommon-x11.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
)
_MISSING = re.compile(r"(lib[\w.+-]+\.so(?:\.[0-9]+)*): cannot open shared object file")


def missing_in(text: str) -> str:
    """The library that an error says is missing, or nothing."""
    found = _MISSING.search(text)
    return found[1] if found else ""


def absent(libraries: tuple[str, ...], load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """Which of these libraries the system does not have."""
    found = []
    for library in libraries:
        try:
            load(library)
        except OSError:
            found.append(library)
    return found


def advice(libraries: list[str]) -> str:
    """One clear sentence and the command that helps."""
    packages = sorted({PACKAGES[library] for library in libraries if library in PACKAGES})
    unknown = [library for library in libraries if library not in PACKAGES]
    said = f"The window cannot open: this system lacks {', '.join(libraries)}."
    if packages:
        said += f"\nInstall {'it' if len(packages) == 1 else 'them'} with: sudo apt install {' '.join(packages)}"
    if unknown:
        said += f"\nNo package is known here for {', '.join(unknown)}."
    return said


def explain_import(error: ImportError, load: Callable[[str], object] = ctypes.CDLL) -> str:
    """What to install when Qt itself cannot be loaded; nothing when a library is not the reason."""
    first = missing_in(str(error))
    if not first:
        return ""
    others = [library for library in absent(ALWAYS, load) if library != first]
    return advice([first, *others])


def explain_screen(environment: Mapping[str, str], plugins: Path, load: Callable[[str], object] = ctypes.CDLL) -> str:
    """Why no window could be shown here: Qt would end the program instead of saying so. Nothing when it can."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    if platform.startswith(("offscreen", "minimal", "vnc", "linuxfb", "eglfs")):
        return ""
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return "The window cannot open: there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    wants_x11 = platform.startswith("xcb") or not environment.get("WAYLAND_DISPLAY")
    plugin = plugins / "platforms" / "libqxcb.so"
    if not wants_x11 or not plugin.exists():
        return ""
    try:
        load(str(plugin))
    except OSError as error:
        first = missing_in(str(error))
        others = [library for library in absent(ON_X11, load) if library != first]
        return advice([first, *others]) if first else f"The window cannot open: {error}"
    return ""


def environment() -> Mapping[str, str]:
    """The variables that decide how Qt shows windows."""
    return os.environ
