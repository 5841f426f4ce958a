"""What a message says, in sentences: the same for both sides, the important word first, names of things only."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detente.adapters.mail.times import everywhere
from detente.clerk.posting import Post
from detente.core.charter.model import Charter
from detente.core.engine import Program
from detente.core.vocabulary.facts import ActDone
from detente.store.read import Matter


def plain(text: str, most: int = 200) -> str:
    """Return a text on one line, without control characters and marks that turn writing round."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.split())[:most]


def act_of(program: Program, run: str, term: str) -> str:
    """Return the act by which a term is met: `acknowledge concern`; the term itself where there is none."""
    index = program.index.get(run)
    row = index.act.get(term) if index is not None else None
    return program.names.acts.get(row.act, row.act) or term if row is not None else term


def act_named(program: Program, slug: str) -> str:
    """Return an act by its frozen slug."""
    event = program.slugs.get(slug, slug)
    return program.names.acts.get(event, event)


def side(charter: Charter, seat: str) -> str:
    """Return a seat as people read it: a party's short name, a neutral's name, a role."""
    if seat in charter.parties:
        return charter.parties[seat].short or charter.parties[seat].name
    return charter.neutrals[seat].name if seat in charter.neutrals else seat


def subject(post: Post, matter: Matter | None) -> str:
    """Return the subject."""
    letter, program = post.letter, _program(post, matter)
    about = act_of(program, letter.run, letter.term) if letter.term else ""
    name = letter.matter
    found = {
        "notice": _("Notice: %(what)s, %(matter)s") % {"what": act_named(program, letter.says), "matter": name},
        "bounced": _("Came back: a notice in %(matter)s") % {"matter": name},
        "turn": _("Your turn: %(what)s, %(matter)s") % {"what": about, "matter": name},
        "half": _("Half of the time is over: %(what)s, %(matter)s") % {"what": about, "matter": name},
        "last": _("Last working day: %(what)s, %(matter)s") % {"what": about, "matter": name},
        "level": _("Moved to your level: %(what)s, %(matter)s") % {"what": letter.term, "matter": name},
        "told": _("Passed on to %(seat)s: %(matter)s") % {"seat": letter.says, "matter": name},
        "waiting": _waiting(post, about),
        "agenda": _("Agenda: %(what)s") % {"what": matter.procedure if matter else name},
        "minutes": _("Minutes to read: %(what)s") % {"what": matter.procedure if matter else name},
        "room": _("Message in the caucus room, %(matter)s") % {"matter": name},
        "digest": _summary(post),
    }
    return plain(found[letter.template])


def _summary(post: Post) -> str:
    count = len(post.news) + len(post.merged)
    names = " / ".join(side(post.readers.charter, party) for party in post.readers.charter.parties)
    said = ngettext("Summary: %(count)s entry, %(names)s", "Summary: %(count)s entries, %(names)s", count)
    return said % {"count": count, "names": names}


def _waiting(post: Post, about: str) -> str:
    kind, words = post.letter.says, {"matter": post.letter.matter, "what": about}
    if kind == "MessageSent":
        return _("Message: %(matter)s") % words
    if kind.startswith("Statement"):
        return _("Statement to confirm: %(matter)s") % words
    if kind == "AgreementOffered CharterSigned":
        return _("A version of the charter waits for a signature")
    if kind.startswith("AgreementOffered"):
        return _("Agreement offered: %(matter)s") % words if words["matter"] else _("Agreement offered")
    if kind.startswith("signed "):
        return _("Signed by one side: %(what)s, %(matter)s") % (words | {"what": kind.removeprefix("signed ")})
    return _("Answer open: %(what)s, %(matter)s") % words


def sentences(post: Post, matter: Matter | None) -> list[str]:
    """Return what happened and what it opens: the same sentences for everybody who gets the message."""
    letter, program = post.letter, _program(post, matter)
    said = [_headline(post, matter, program)] if letter.template != "notice" else []
    if letter.due is not None and letter.template in ("turn", "half", "last", "level", "waiting"):
        said.append(_("Open until %(when)s.") % {"when": everywhere(letter.due, post.readers.charter)})
    if letter.template != "notice":  # a notice has the same words for everybody
        opened = (term if kind == "level" else act_of(program, run, term) for kind, run, term in letter.also if term)
        said += [_("Opened with it: %(what)s.") % {"what": what} for what in dict.fromkeys(opened)]
    return [plain(one, 600) for one in said]


def _headline(post: Post, matter: Matter | None, program: Program) -> str:
    letter = post.letter
    what = act_of(program, letter.run, letter.term) if letter.term else ""
    words = {
        "matter": letter.matter, "what": what, "run": letter.run, "term": letter.term,
        "series": matter.procedure if matter else letter.matter, "seat": letter.says,
    }  # fmt: skip
    found = {
        "bounced": _("A notice in %(matter)s came back and does not count as received.") % words,
        "turn": _("In %(matter)s, %(run)s, the next step is: %(what)s.") % words,
        "half": _("In %(matter)s, half of the time for this is over: %(what)s.") % words,
        "last": _("In %(matter)s, the last working day for this has begun: %(what)s.") % words,
        "level": _("%(matter)s has moved to this level: %(term)s.") % words,
        "told": _("In %(matter)s, the charter passes word to this seat: %(seat)s.") % words,
        "waiting": _waiting(post, what) + ".",
        "agenda": _("The agenda of the next round is shared: %(series)s.") % words,
        "minutes": _("Minutes were proposed and wait to be accepted: %(series)s.") % words,
        "room": _("A message waits in the caucus room of %(matter)s.") % words,
        "digest": _("What others put on record since the last summary."),
    }
    return found[letter.template]


def why(post: Post) -> str:
    """Return why the reader gets this."""
    template = post.letter.template
    if template in ("notice", "bounced"):
        return _("the charter names you for notices, or for copies of them")
    if template in ("turn", "half", "last", "level"):
        return _("this step is with you, or with somebody you stand in for or look after")
    if template == "told":
        return _("the charter names your role to be told")
    if template == "room":
        return _("you read this room")
    if template == "digest":
        return _("you sit at this table, and chose how often to be told")
    if post.letter.says == "AgreementOffered CharterSigned":
        return _("you sign a charter for your side, or stand in for who does")
    return _("you speak for your side in this matter")


def others(post: Post) -> list[str]:
    """Return who else got the message: names with their side."""
    readers, charter = post.readers, post.readers.charter
    return [
        plain(f"{readers.names.get(one, one)} ({side(charter, readers.party(one))})")
        for one in post.others
        if readers.party(one)
    ]


def notice_by(post: Post, matter: Matter | None, act: ActDone) -> str:
    """Return who gave a notice, of what: `Tom Okafor (Aldgate) gave notice in M-001: serve concern.`"""
    party = post.readers.party(act.person) if act.person else act.seat
    about = {
        "name": post.readers.names.get(act.person or "", act.seat),
        "side": side(post.readers.charter, party or act.seat),
        "matter": act.matter,
        "act": act_named(_program(post, matter), act.act),
    }
    return _("%(name)s (%(side)s) gave notice in %(matter)s: %(act)s.") % about


def _program(post: Post, matter: Matter | None) -> Program:
    return matter.program if matter is not None else post.readers.program
