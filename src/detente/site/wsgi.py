"""The door for a web server: `application`, with everything that a page may need already in memory."""

import gc
import os

from detente.site.sqlite import use_bundled

use_bundled()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.site.settings")

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from detente.adapters.web.frame.statics import collect  # noqa: E402

collect()
application = get_wsgi_application()
len(get_resolver().url_patterns)  # every view is imported now, not by the first who asks

# What is here now stays: looking through it for garbage again and again would hold a page up, now and then, for long.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
