"""What every test shares."""

from hypothesis import settings

# A machine that is busy is no defect: no deadline. A failure prints what repeats it.
settings.register_profile("detente", deadline=None, print_blob=True)
settings.load_profile("detente")
