"""Two hundred people decide at once: one decision stands, all others are told why theirs does not (T7)."""

import threading
from collections import Counter

from detente.core.vocabulary.errors import Refused
from tests.clerk import timers
from tests.databases import Database

PEOPLE = 200


def at_once(*deeds) -> tuple[list, list]:
    """Let everybody do theirs at the same moment; return what was recorded and what was refused."""
    from django.db import connection

    ready, done, refused, broken = threading.Barrier(len(deeds)), [], [], []

    def one(deed):
        try:
            ready.wait()
            done.append(deed())
        except Refused as error:
            refused.append(str(error))
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    return done, refused


def linear(relationship: str) -> list[dict]:
    from detente.core.journal.reading import verify_journal
    from detente.store import lines

    rows = lines.rows(relationship, "joint")
    report = verify_journal(line.encode() + b"\n" for _, line in rows)
    assert (report.broken, report.root) == (None, lines.head(relationship, "joint")[0].root)
    return list(timers.journal(relationship))


def test_one_of_two_hundred_acceptances_and_withdrawals_stands(database: Database):
    from detente import clerk

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    clerk.open_matter(ann, "file offer", {}, name="M-001")
    deeds = [
        (lambda: clerk.do_act(ben, "M-001", "accept offer", {}))
        if n % 2
        else (lambda: clerk.do_act(ann, "M-001", "take back offer", {}))
        for n in range(PEOPLE)
    ]
    done, refused = at_once(*deeds)

    assert (len(done), len(refused)) == (1, PEOPLE - 1)
    assert all("is not open" in says for says in refused)
    acts = [line["fact"]["act"] for line in linear(relationship) if line["fact"]["kind"] == "ActDone"]
    assert len(acts) == 2


def test_one_of_many_agreements_to_an_offered_date_moves_it_once(database: Database):
    from datetime import timedelta

    from detente import clerk
    from detente.core.vocabulary.facts import DeadlineExtended

    relationship = timers.begun()
    ann, ben = timers.viewers(relationship)
    opened = clerk.open_matter(ann, "file offer", {}, name="M-001")
    due = opened.fact.at + timedelta(days=25)

    def build(stamp):
        return DeadlineExtended(
            **stamp, matter="M-001", run="offer", term="answer", round=1, was=due, until=due + timedelta(days=9),
            agreed_by=(),
        )  # fmt: skip

    offered = clerk.offer_agreement(ann, build, matter="M-001")
    done, refused = at_once(*[lambda: clerk.give_agreement(ben, offered.fact.offer, matter="M-001") for _ in range(40)])
    kinds = Counter(line["fact"]["kind"] for line in linear(relationship))
    assert kinds["DeadlineExtended"] == 1
    assert len(done) == 1
    assert len(refused) == 39


def test_a_deadline_and_an_answer_at_the_same_moment_leave_one_of_them(database: Database):
    """An answer that comes late is refused, whoever noticed first that time had run out; the watcher looks again."""
    from detente import clerk
    from detente.clerk import watching

    relationship = timers.begun()
    _, ben = timers.viewers(relationship)
    timers.open_pings(relationship, 1)
    deeds = [lambda: clerk.do_act(ben, "M-00001", "file pong", {}) for _ in range(20)]
    deeds += [lambda: watching.file_due(relationship) for _ in range(20)]
    _, refused = at_once(*deeds)
    assert len(refused) == 20
    while watching.due(clerk.now()):
        watching.file_due(relationship)
    kinds = Counter(line["fact"]["kind"] for line in linear(relationship))
    assert (kinds["DeadlinePassed"], kinds["ActDone"]) == (2, 1)
