"""CPU time of `detente check` on a 500-line charter, against a process that only parses it.

That process imports ruamel.yaml and pydantic, and reads the file with the first.
Prints a table; with --json one JSON object. The goal is a ratio of at most 1.6.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from importlib import resources
from pathlib import Path

RUNS = 15
GOAL = 1.6
LINES = 500
PEER = """
import sys
from pydantic import BaseModel
from ruamel.yaml import YAML
with open(sys.argv[1], encoding="utf-8") as file:
    YAML().load(file)
"""


def charter_of(lines: int) -> bytes:
    """Return the complete charter of the package without its glossary of acts, cut to about `lines` lines."""
    text = resources.files("detente").joinpath("charters", "golden", "charter.yaml").read_text(encoding="utf-8")
    kept, skipping = [], False
    for line in text.splitlines(True):
        if not line.startswith((" ", "\n")):
            skipping = line.startswith("acts:")
        if not skipping:
            kept.append(line)
    while (
        len(kept) > lines and (blank := next((i for i, line in enumerate(kept) if not line.strip()), None)) is not None
    ):
        del kept[blank]
    return "".join(kept).encode()


def cpu_seconds(command: list[str]) -> float:
    """Return user and system time of one run of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "charter.yaml"
        path.write_bytes(charter_of(LINES))
        lines = path.read_bytes().count(b"\n")
        ours, peers = [sys.executable, "-m", "detente", "check", str(path)], [sys.executable, "-c", PEER, str(path)]
        times: dict[str, list[float]] = {"detente check": [], "imports and parse": []}
        for _ in range(RUNS + 1):
            times["imports and parse"].append(cpu_seconds(peers))
            times["detente check"].append(cpu_seconds(ours))
    medians = {name: statistics.median(values[1:]) for name, values in times.items()}
    ratio = medians["detente check"] / medians["imports and parse"]
    if "--json" in sys.argv:
        print(json.dumps({"name": "check_cpu", "lines": lines, "ratio": round(ratio, 3), "goal_at_most": GOAL,
                          **{name: round(value, 4) for name, value in medians.items()}}))  # fmt: skip
        return
    print(f"{lines} lines, median CPU seconds of {RUNS} runs, taken in turns ({os.cpu_count()} cores)")
    for name, value in medians.items():
        print(f"  {name:<20}{value:8.3f}")
    print(f"  ratio               {ratio:8.2f}   goal: at most {GOAL}")


if __name__ == "__main__":
    main()
