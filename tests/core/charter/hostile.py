"""Texts made to mislead a reader or to exhaust the machine, each read in a process of its own with little room.

Run as a program it prints, as JSON, what became of each text: its codes, its CPU seconds, its memory, or the traceback.
"""

import json
import os
import resource
import sys
import traceback

from hostile_floods import declarations, floods, phrases, wholes, wordings
from hostile_texts import CALM, Texts, encodings, marks, yaml_tricks

CPU_MAX_S = 2
MEMORY_MAX_MB = 200


def corpus() -> Texts:
    """Yield every text with its name."""
    for source in (marks, encodings, yaml_tricks, floods, phrases, declarations, wordings, wholes):
        yield from source()


def _read(data: bytes) -> dict[str, object]:
    from detente.core.procedures.checks import check

    report = check(data)
    return {
        "codes": [finding.code for finding in report.findings],
        "longest": max((len(finding.says) for finding in report.findings), default=0),
    }


def _apart(data: bytes) -> dict[str, object]:
    """Read a text in a child process that may use 2 s and 200 MB."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_MB << 20, MEMORY_MAX_MB << 20))
        try:
            found: dict[str, object] = _read(data)
        except BaseException:
            found = {"raised": traceback.format_exc()[-1500:]}
        with os.fdopen(theirs, "w") as out:
            json.dump(found, out)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as answer:
        text = answer.read()
    _, status, used = os.wait4(child, 0)
    found = json.loads(text) if text else {"raised": f"ended by signal {os.waitstatus_to_exitcode(status)}"}
    return {**found, "cpu_s": round(used.ru_utime + used.ru_stime, 3), "memory_mb": used.ru_maxrss // 1024}


if __name__ == "__main__":
    _read(CALM.encode())  # import once: the children share it
    json.dump({name: _apart(data) for name, data in corpus()}, sys.stdout)
