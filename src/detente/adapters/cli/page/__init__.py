"""A charter as one page that travels alone, and a procedure as one picture that does."""

from detente.adapters.cli.page.charter import charter_page
from detente.adapters.cli.page.matter import matter_page
from detente.adapters.cli.page.picture import picture_file

__all__ = ["charter_page", "matter_page", "picture_file"]
