"""A message as it is handed to a mail server: plain text and HTML, nothing remote, the same Message-ID every time."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from detente.adapters.mail import news, questions, words
from detente.adapters.mail.ahead import ahead
from detente.adapters.mail.times import everywhere
from detente.clerk.choices import off_token
from detente.clerk.posting import Post
from detente.core.vocabulary.facts import ActDone, NoticeSent
from detente.core.vocabulary.stamps import seq_of
from detente.store import read
from detente.store.read import Matter

FILES = {
    "notice": "notice", "bounced": "clock", "turn": "clock", "half": "clock", "last": "clock", "level": "clock",
    "told": "clock", "waiting": "waiting", "agenda": "meeting", "minutes": "meeting", "room": "room",
    "digest": "digest",
}  # fmt: skip
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+\Z")  # printable, no space, one @: nothing that could end a header
_WRITTEN = SMTP.clone(max_line_length=240)  # a subject stays on one line


def render(post: Post, now: datetime) -> EmailMessage:
    """Return the message for its reader, in their language.

    Raises:
        ValueError: an address that no header may hold.
    """
    with translation.override(post.to.language or settings.LANGUAGE_CODE):
        matter = read.matter(post.viewer, post.letter.matter, now) if post.letter.matter else None
        said = _said(post, matter, now)
        text = _environment("txt").get_template(f"{FILES[post.letter.template]}.txt").render(said)
        html = _environment("html").get_template(f"{FILES[post.letter.template]}.html").render(said)
    message = EmailMessage(policy=_WRITTEN)
    _headers(message, post, said["subject"], now)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


@lru_cache(2)
def _environment(kind: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=kind == "html",  # noqa: S701 (plain text escapes nothing)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    return made


# ---- headers


def _headers(message: EmailMessage, post: Post, subject: str, now: datetime) -> None:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    sender = _address(settings.DEFAULT_FROM_EMAIL, post.viewer.title)
    message["From"] = sender
    message["To"] = [_address(each, post.to.name) for each in post.to.addresses]
    message["Reply-To"] = _address(settings.DEFAULT_FROM_EMAIL)
    message["Subject"] = words.plain(subject)
    message["Date"] = now
    message["Message-ID"] = post.message_id
    if post.letter.matter:
        message["References"] = f"<{post.viewer.relationship}.{post.letter.matter}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if post.letter.template == "digest":
        message["List-Unsubscribe"] = f"<{off_address(post)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _address(written: str, name: str = "") -> Address:
    if not _ADDRESS.match(written):
        raise ValueError(f"{words.plain(written)!r} is no mail address.")
    return Address(words.plain(name, 80), addr_spec=written)


def off_address(post: Post) -> str:
    """Return the address that switches the summary off when it is posted to; opening it changes nothing."""
    token = off_token(post.viewer.relationship, post.viewer.person)
    return f"{settings.SITE_URL}/r/{post.viewer.relationship}/digest-off/{token}/"


# ---- what it says


def _said(post: Post, matter: Matter | None, now: datetime) -> dict[str, Any]:
    charter, comes = post.readers.charter, ahead(post, matter, now)
    return {
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "title": words.plain(post.viewer.title),
        "subject": words.subject(post, matter),
        "sentences": [*_notice_by(post, matter), *words.sentences(post, matter)],
        "merged": [words.subject(_as(post, one), matter) for one in post.merged],
        "stated": _stated(post, matter),
        "open": comes.open,
        "silence": comes.silence,
        "then": everywhere(comes.then, charter) if comes.then is not None else "",
        "news": [{"says": news.line(post, fact), "when": everywhere(fact.at, charter)} for fact in post.news],
        "link": link(post),
        "settings": f"{settings.SITE_URL}/r/{post.viewer.relationship}/notifications/",
        "entry": post.letter.fact if post.letter.room == "joint" else "",
        "why": words.why(post),
        "others": words.others(post),
    }


def _as(post: Post, letter: Any) -> Post:
    from msgspec.structs import replace

    return replace(post, letter=letter, merged=(), news=())


def link(post: Post) -> str:
    """Return the address of the page it is about; opening it changes nothing."""
    base = f"{settings.SITE_URL}/r/{post.viewer.relationship}/"
    if post.letter.says == "AgreementOffered CharterSigned":
        return f"{base}charter/"
    return f"{base}matters/{post.letter.matter}/" if post.letter.matter else base


def _stated(post: Post, matter: Matter | None) -> list[tuple[str, str]]:
    """What the act behind a notice states, read as the reader may read it."""
    act = _act_of(post)
    program = matter.program if matter is not None else post.readers.program
    return [(name, words.plain(value, 4000)) for name, value in questions.stated(program, act)] if act else []


def _notice_by(post: Post, matter: Matter | None) -> list[str]:
    """Who gave a notice, in a sentence; of any other message nothing."""
    act = _act_of(post)
    return [words.plain(words.notice_by(post, matter, act), 600)] if act is not None else []


def _act_of(post: Post) -> ActDone | None:
    """The act behind a notice; nothing of any other message."""
    sent = _fact(post, post.letter.fact) if post.letter.template == "notice" else None
    act = _fact(post, sent.act) if isinstance(sent, NoticeSent) else None
    return act if isinstance(act, ActDone) else None


def _fact(post: Post, name: str) -> Any:
    number = seq_of(name)
    found = read.entries(post.viewer, seqs=(number, number + 1))
    return found[0].fact if found else None
