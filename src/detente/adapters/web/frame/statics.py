"""Files that never change: style sheets, font, scripts, under names that carry their content's hash."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

STAMP = "collected-from"
NOT_SERVED = ["*.py", "*.md", "__pycache__", "*.txt"]


class Hashed(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed once; a name that stands nowhere is an error at once."""

    max_post_process_passes = 3


def collect() -> bool:
    """Put every static file under its hashed name into STATIC_ROOT; return whether anything had changed."""
    root, now = Path(settings.STATIC_ROOT), _fingerprint()
    stamp = root / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return False
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(now, encoding="ascii")
    return True


def _fingerprint() -> str:
    """Return a hash over name and content of every file there is to collect."""
    said = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(NOT_SERVED), key=lambda each: str(each[0])):
            said.update(name.encode() + b"\0" + Path(storage.path(name)).read_bytes())
    return said.hexdigest()
