"""Going back: a journal forgets nothing, so the story is laid out in a new database up to an earlier instant."""

import os
import subprocess
import sys
import threading
from datetime import datetime
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connections

from detente.clerk import demonstration

_one = threading.Lock()


def rewind(to: datetime) -> None:
    """Put a database in place of this one whose story ends at an instant; who is signed in stays signed in."""
    with _one:
        place = _unused(Path(settings.DATA))
        command = [sys.executable, "-m", "detente", "demo", "--lay-out", str(place), "--at", to.isoformat()]
        subprocess.run(command, check=True, env=dict(os.environ), capture_output=True)  # noqa: S603 (our own command)
        before = connections["default"].settings_dict["NAME"]
        connections.close_all()
        connections["default"].settings_dict["NAME"] = str(place)
        demonstration.take_over(str(before))


def _unused(folder: Path) -> Path:
    return next(path for number in count(1) if not (path := folder / f"detente-{number}.sqlite3").exists())
