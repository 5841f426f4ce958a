"""The look's style sheets as text: gathered for a page that travels alone, or only what one picture needs."""

import base64
import re
from functools import cache
from importlib.resources import files

_LOOK = files("detente.look")
_FONT = re.compile(r"url\((fonts/[\w.-]+\.woff2)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VALUE = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


@cache
def whole() -> str:
    """Return every rule of the look, tokens and fonts included, so that a page needs no other file."""
    look = _read("look.css").replace("@import url(tokens.css);", _read("tokens.css"))
    return shortened(_FONT.sub(lambda match: f"url({_data(match[1])})", look))


def _read(name: str) -> str:
    return _LOOK.joinpath(name).read_text(encoding="utf-8")


def _data(font: str) -> str:
    return "data:font/woff2;base64," + base64.b64encode(_LOOK.joinpath(font).read_bytes()).decode()


def shortened(css: str) -> str:
    """Return a style sheet without comments and indents."""
    return re.sub(r"\n\s*", "\n", _COMMENT.sub("", css)).strip() + "\n"


def picture_style(svg: str, *, dark: bool = True) -> str:
    """Return the rules for the classes that a picture uses, each with its value written in, light and dark.

    Args:
        dark: False for paper: light values only.
    """
    used = {word for classes in re.findall(r'class="([^"]*)"', svg) for word in classes.split()}
    light, dim = _tokens()
    plain, night = [], []
    for selectors, declared in _picture_rules():
        kept = [one.strip() for one in selectors.split(",") if used.issuperset(re.findall(r"\.([\w-]+)", one))]
        if not kept:
            continue
        plain.append(f"{','.join(kept)}{{{_filled(declared, light)}}}")
        if _filled(declared, light) != _filled(declared, light | dim):
            night.append(f"{','.join(kept)}{{{_filled(declared, light | dim)}}}")
    if not dark:
        return "".join(plain)
    return f"{''.join(plain)}@media (prefers-color-scheme:dark){{{''.join(night)}}}"


def _filled(declared: str, values: dict[str, str]) -> str:
    while _VALUE.search(declared):
        declared = _VALUE.sub(lambda match: values[match[1]], declared)
    return re.sub(r"\s*([;:,])\s*", r"\1", declared).strip().rstrip(";")


@cache
def _picture_rules() -> list[tuple[str, str]]:
    """The rules of the pictures' layer that style what is inside an svg."""
    css = _COMMENT.sub("", _read("look.css"))
    layer = css.split("@layer pictures {", 1)[1].split("\n}", 1)[0]
    return [(selectors, declared) for selectors, declared in _RULE.findall(layer) if "pic" not in selectors]


@cache
def _tokens() -> tuple[dict[str, str], dict[str, str]]:
    css = _COMMENT.sub("", _read("tokens.css"))
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in blocks[:2])
    return light, dark
