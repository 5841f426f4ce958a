"""The door for a web server: `application`."""

import os

from detente.site.sqlite import use_bundled

use_bundled()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "detente.site.settings")

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402

from detente.adapters.web.frame.statics import collect  # noqa: E402

collect()
application = get_wsgi_application()
