"""The look, gathered into one style element for a page that travels alone."""

from importlib.resources import files

from detente.look.style import shortened, whole


def page_style(footer: str) -> str:
    """Return every rule of a page, fonts included; `footer` stands at the foot of each printed sheet."""
    own = files("detente.adapters.cli.page").joinpath("page.css").read_text(encoding="utf-8")
    quoted = footer.replace("\\", "").replace('"', "'").replace("<", "").replace("\n", " ")
    return f'{whole()}{shortened(own)}@layer print {{ :root {{ --print-footer: "{quoted}"; }} }}'
