"""Rules that hold for the tree as a whole."""

import ast
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# Written in parts, so that this file keeps the rule it checks.
PACKAGE_HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    ]
]
HOME = re.compile(r"(?<![\w.])/(?:home|Users)/[A-Za-z]|(?<![\w.])/root/|[A-Z]:\\Users\\")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """Every file that is, or would be, under version control."""
    if not (ROOT / ".git").exists():
        pytest.skip("This is a copy without its history.")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in sorted(set(names.split("\0"))) if name and (ROOT / name).is_file()]


def lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="ignore").splitlines(), 1):
            yield f"{file.relative_to(ROOT)}:{number}", line


def test_no_file_names_a_package_host(files: list[Path]) -> None:
    assert [place for place, line in lines(files) if any(host in line.lower() for host in PACKAGE_HOSTS)] == []


def test_no_file_names_the_home_of_a_developer(files: list[Path]) -> None:
    here = re.compile(rf"(?<![\w.]){re.escape(str(ROOT))}\b")
    found = [place for place, line in lines(files) if HOME.search(line) or here.search(line)]
    assert [place for place in found if not place.startswith("tests/test_tree.py:")] == []


def test_no_lock_file_with_addresses_is_kept(files: list[Path]) -> None:
    assert [file for file in files if file.name in {"uv.lock", "poetry.lock", "pdm.lock"}] == []
    assert [place for place, line in lines([*ROOT.glob("requirements*.lock")]) if "://" in line] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bench.lock", "requirements-fuzz.lock"])
def test_every_pinned_package_has_a_hash(name: str) -> None:
    pinned = re.findall(r"^[\w.-]+==.*(?:\n    .*)*", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_time_zones_are_pinned_exactly_and_alike() -> None:
    (wanted,) = re.findall(r'"tzdata==([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"\ntzdata=={wanted} " in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_every_decision_is_listed_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(page.name for page in folder.glob("[0-9]*.md"))


def test_every_link_in_the_documentation_leads_somewhere(files: list[Path]) -> None:
    pages = [file for file in files if file.suffix == ".md"]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))]
    assert [
        f"{page.relative_to(ROOT)}: {to}" for page, to in links if ":" not in to and not (page.parent / to).exists()
    ] == []


def test_the_glossary_is_in_alphabetical_order_and_says_each_word_once() -> None:
    text = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8")
    words = [word.lower() for word in re.findall(r"^\| ([^|]+?) \|", text, re.MULTILINE)][1:]
    assert words == sorted(set(words))


def test_every_font_is_the_one_the_look_names() -> None:
    look = ROOT / "src" / "detente" / "look"
    named = dict(re.findall(r"\| (fonts/\S+) \| ([0-9a-f]{64}) \|", (look / "README.md").read_text(encoding="utf-8")))
    there = {f"fonts/{font.name}": hashlib.sha256(font.read_bytes()).hexdigest() for font in look.glob("fonts/*.woff2")}
    assert named == there


def test_colours_are_written_in_the_tokens_alone() -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b", (ROOT / "src/detente/look/look.css").read_text(encoding="utf-8")) == []


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_longer_than_sixty_lines() -> None:
    sizes = {
        f"{file.relative_to(ROOT)}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for file in (ROOT / "src").rglob("*.py")
        for function in functions(file)
    }
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_imports_keep_to_floors_and_rooms() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
