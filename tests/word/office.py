"""LibreOffice for the tests that need it: whether it is there, and one conversion."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
without_office = pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not on this machine")


def convert(source: Path, kind: str, folder: Path) -> Path:
    """Let LibreOffice open a file and save it as `kind` in a folder, with a profile of its own."""
    profile = (folder / "profile").as_uri()
    arguments = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    subprocess.run([*arguments, "--outdir", folder, source], check=True, capture_output=True, timeout=300)
    return folder / f"{source.stem}.{kind}"
