"""What both pictures of lanes share: the lanes, the marks of entries, the frame with its patterns."""

from html import escape

from detente.adapters.cli.page.happenings import BOTH, CHARTER, CLOSED, COMES, STATES, VERSIONS, Happening
from detente.adapters.cli.page.view import View


def lane_names(view: View) -> list[tuple[str, str, str]]:
    """Return the lanes: key, name, letter."""
    parties = [(side.key, side.name, side.letter) for side in view.parties] or [
        (key, key, "n") for key in view.state.parties
    ]
    return [*parties, (BOTH, "Both", ""), (CHARTER, "Charter", "")]


def mark(entry: Happening, letter: str, x: float, y: float, *, prefix: str) -> str:
    """Return the mark: filled on record, a ring where one side states, dashed to come, a cross not counted."""
    circle = f'cx="{x:.1f}" cy="{y:.1f}" r="5.5"'
    edge = f"s{letter}" if letter in ("a", "b") else "hk"
    if entry.mark == CLOSED:
        return f'<path class="hk" d="M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"/>'
    if entry.mark == COMES:
        return f'<circle class="fr" {circle}/><circle class="{edge} dash2" {circle}/>'
    square = f'x="{x - 5.5:.1f}" y="{y - 5.5:.1f}" width="11" height="11" rx="2"'
    if entry.mark == VERSIONS:
        return f'<rect {square} fill="url(#{prefix}-c)"/><rect class="hat" {square}/>'
    if entry.mark == STATES:
        return f'<circle class="fr" {circle}/><circle class="{edge}" {circle}/>'
    if letter == "a":
        return f'<circle class="fa" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    if letter == "b":
        return f'<circle class="fr" {circle}/><circle {circle} fill="url(#{prefix}-h)"/><circle class="sb" {circle}/>'
    if entry.lane == BOTH:
        return f'<rect class="fk" {square}/>'
    return f'<path class="fm" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6Z"/>'


def svg(prefix: str, title: str, drawn: str, *, wide: float, high: float, look: str = "") -> str:
    """Return the frame of a picture: its size, title and description, with what is drawn in it."""
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" height="{high:.0f}" role="img"{look} '
        f'aria-labelledby="{prefix}-t {prefix}-d"><title id="{prefix}-t">{escape(title)}</title>'
        f'<desc id="{prefix}-d">The same entries are listed below the picture.</desc>{drawn}</svg>'
    )


def patterns(prefix: str) -> str:
    """Return the stripes that marks are filled with."""

    def stripes(name: str, look: str) -> str:
        return (
            f'<pattern id="{prefix}-{name}" width="3.4" height="3.4" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect class="{look}" width="1.7" height="3.4"/></pattern>'
        )

    return f"<defs>{stripes('h', 'fb')}{stripes('c', 'fat')}</defs>"
