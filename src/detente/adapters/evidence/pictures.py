"""The ladder of a procedure as a picture for paper: styles written in, light values only."""

import re
from functools import cache
from importlib.resources import files

from detente.core.procedures import Compiled
from detente.core.procedures.drawing import draw, loose_width

_VALUE = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def ladder(compiled: Compiled, procedure: str) -> str:
    """Return the drawing of a procedure as an SVG file."""
    svg = draw(
        compiled.tables[procedure], id_prefix="ladder", widths=loose_width, title=procedure,
        acts=compiled.document.names.acts,
    )  # fmt: skip
    return written_in(svg)


def written_in(svg: str) -> str:
    """Return a picture of the look with the rules it uses in it, each token as its light value."""
    used = {word for classes in re.findall(r'class="([^"]*)"', svg) for word in classes.split()}
    rules = []
    for selectors, declared in _rules():
        kept = [one.strip() for one in selectors.split(",") if used.issuperset(re.findall(r"\.([\w-]+)", one))]
        if kept:
            rules.append(f"{','.join(kept)}{{{_filled(declared)}}}")
    head, end, drawn = svg.partition(">")
    head = head if "xmlns=" in head else head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{head}{end}<style>{''.join(rules)}</style>{drawn}"


def _filled(declared: str) -> str:
    values = _tokens()
    while _VALUE.search(declared):
        declared = _VALUE.sub(lambda match: values[match[1]], declared)
    return " ".join(declared.split())


@cache
def _rules() -> list[tuple[str, str]]:
    css = _COMMENT.sub("", files("detente.look").joinpath("look.css").read_text(encoding="utf-8"))
    layer = css.split("@layer pictures {", 1)[1].split("\n}", 1)[0]
    return [(selectors, declared) for selectors, declared in _RULE.findall(layer) if "pic" not in selectors]


@cache
def _tokens() -> dict[str, str]:
    css = _COMMENT.sub("", files("detente.look").joinpath("tokens.css").read_text(encoding="utf-8"))
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", re.findall(r":root \{(.*?)\}", css, re.DOTALL)[0]))
