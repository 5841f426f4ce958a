"""One sheet of all pictures in a browser: light, dark, on a phone, in grey. DETENTE_PICTURES keeps what was seen."""

import shutil
from html import escape
from pathlib import Path

import pytest

from tests.browser import NARROW, WIDE, findings, overflow, picture
from tests.look.pictures import samples

LOOK = Path(__file__).parents[3] / "src/detente/look"
# Boxes of texts that meet another text of the same picture, by more than the halo round them.
MEETING = """
() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  const both = (p, q) => [
    Math.min(p.right, q.right) - Math.max(p.left, q.left), Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)];
  return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) => both(p, q)[0] > 2 && both(p, q)[1] > 5)
    .map(([b]) => a + ' / ' + b));
})
"""
OUTSIDE = """
() => [...document.querySelectorAll('figure svg')].flatMap(svg => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => {
    const box = t.getBoundingClientRect();
    return box.left < room.left - 1 || box.right > room.right + 1
      || box.top < room.top - 3 || box.bottom > room.bottom + 4;
  }).map(t => t.textContent);
})
"""


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    shutil.copytree(LOOK, tmp_path / "look")
    shown = "".join(
        f'<section class="sheet"><h2>{escape(name)}</h2>'
        f'<figure class="pic" tabindex="0" role="group" aria-label="{name}">{draw(name)}</figure></section>'
        for name, draw in samples.PICTURES.items()
    )
    page = tmp_path / "look" / "sheet.html"
    page.write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pictures</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="look.css"></head>'
        f'<body><main class="page"><h1>Pictures</h1><p>{" ".join(samples.SIGNS_SMALL.values())}</p>'
        f'<div class="stack">{shown}</div></main></body></html>',
        encoding="utf-8",
    )
    return page.as_uri()


@pytest.mark.parametrize(
    ("name", "dark", "size"), [("light", False, WIDE), ("dark", True, WIDE), ("phone", False, NARROW)]
)
def test_pictures_are_legible_in_every_theme_and_size(opens, sheet, name, dark, size) -> None:
    page = opens(dark=dark, size=size)
    page.goto(sheet)
    page.evaluate("document.fonts.ready.then(() => true)")
    picture(page, f"pictures-{name}")

    assert overflow(page) == 0
    assert findings(page) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(MEETING) == []


def test_marks_differ_in_grey_too(opens, sheet) -> None:
    """Stripes, rings, crosses and dashes: no mark tells its meaning by colour alone."""
    page = opens()
    page.goto(sheet)
    shapes = page.evaluate(
        """() => [...document.querySelectorAll('#lanes-t')].map(t => t.closest('svg')).map(svg => [
          svg.querySelectorAll('circle.fa').length > 0, svg.querySelectorAll('circle[fill*="-h"]').length > 0,
          svg.querySelectorAll('rect[fill*="-c"]').length > 0, svg.querySelectorAll('.dash2').length > 0,
          svg.querySelectorAll('circle.sa:not(.dash2)').length > 0])[0]"""
    )
    page.add_style_tag(content="html { filter: grayscale(1) }")
    picture(page, "pictures-grey")

    assert shapes == [True] * 5
