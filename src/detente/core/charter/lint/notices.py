"""Rules about notices: an address for everybody, an answer for what comes late, a word about bounces."""

from collections.abc import Iterator

from detente.core.charter.lint.rule import Hit, Rule
from detente.core.charter.lint.steps import whole
from detente.core.charter.parse import Document
from detente.core.vocabulary.errors import BadInput
from detente.core.vocabulary.findings import Severity
from detente.core.worktime import parse_receipt
from detente.core.worktime.receipt import SAME_DAY, SIGNED_FOR


def no_address(document: Document) -> Iterator[Hit]:
    """A party without an address for notices."""
    charter = whole(document)
    if charter:
        addresses = charter.notices.addresses if charter.notices else {}
        for party in charter.parties:
            if party not in addresses:
                yield Hit(
                    ("parties", party),
                    f"{party} has no address for notices: a notice to it could be served nowhere.",
                    f"Add '{party}: {{to: ...}}' to notices.addresses.",
                )


def cut_off_without_otherwise(document: Document) -> Iterator[Hit]:
    """A cut-off hour, and nothing about what comes after it."""
    charter = whole(document)
    if charter and charter.notices:
        for name, method in charter.notices.methods.items():
            if method.cut_off and not method.otherwise:
                yield Hit(
                    ("notices", "methods", name, "cut-off"),
                    f"'{name}' has a cut-off at {method.cut_off:%H:%M} "
                    "and does not say when later notices are received.",
                    "Add 'otherwise: 1 working day at 09:00', or what was agreed.",
                )


def no_bounce_rule(document: Document) -> Iterator[Hit]:
    """E-mail that counts as received even when it came back."""
    charter = whole(document)
    if charter and charter.notices:
        for name, method in charter.notices.methods.items():
            mail = name.lower().replace("-", "") == "email"
            if mail and not any("bounce" in word.lower() for word in method.unless):
                yield Hit(
                    ("notices", "methods", name),
                    f"'{name}' counts as received even when the message bounces.",
                    "Add 'unless: [bounce]'.",
                )


def unreadable_receipt(document: Document) -> Iterator[Hit]:
    """A time of receipt that no notice could be counted with."""
    charter = whole(document)
    for name, method in charter.notices.methods.items() if charter and charter.notices else ():
        words = {"received": method.received}
        if method.otherwise or method.received in (SAME_DAY, SIGNED_FOR):
            words["otherwise"] = method.otherwise or "1 working day at 09:00"  # that it is missing, NOT003 says
        try:
            parse_receipt(words)
        except BadInput as error:
            says, _, cure = str(error).rpartition(". ")
            yield Hit(("notices", "methods", name), f"{says}.", cure)


RULES = (
    Rule("NOT002", Severity.WARNING, "a party without an address for notices", no_address),
    Rule("NOT003", Severity.WARNING, "a cut-off that leaves later notices open", cut_off_without_otherwise),
    Rule("NOT005", Severity.ERROR, "a time of receipt that cannot be read", unreadable_receipt),
    Rule("NOT004", Severity.NOTE, "E-mail without a rule for bounces", no_bounce_rule),
)
