"""The form of every typed value: dates, instants, spans, lists, mappings; the rest are names and texts."""

import datetime as dt
import re
from collections.abc import Iterator
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from detente.core.charter.phrases import Consequences, Counted, Event, Guards, Seat, Who
from detente.core.charter.model.sections import Deputy
from detente.core.charter.reading.forms import Atom, Form, Listing, Pairs, Pattern, Phrases
from detente.core.charter.reading.phrases import CONSEQUENCES, EVENT, GUARDS, INSTANT, SEAT, WHO
