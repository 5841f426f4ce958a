"""Meetings on pages: what is outstanding, new, upcoming; what was decided; whether the two keep meeting."""
