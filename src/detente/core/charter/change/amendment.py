"""Amending a charter: the next version, from when, and what would forbid it."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from detente.core.charter.change.diff import Change, differences
from detente.core.charter.identity import charter_hash
from detente.core.charter.model import Charter
from detente.core.vocabulary.errors import BadCharter, BadInput


class Amendment(msgspec.Struct, frozen=True):
    """What both sides sign: the hashes of both versions, the instant of the change, and the changes."""

    from_version: int
    to_version: int
    from_hash: str
    to_hash: str
    effective: dt.datetime
    changes: tuple[Change, ...]


def amendment(current: Charter, following: Charter) -> Amendment:
    """Return the amendment that makes `following` the charter in force from its own effective instant on.

    Raises:
        BadCharter: with every obstacle, one a line.
    """
    found = obstacles(current, following)
    if found:
        raise BadCharter("\n".join(found))
    return Amendment(
        current.version, following.version, charter_hash(current), charter_hash(following),
        following.effective, tuple(differences(current, following)),
    )  # fmt: skip


def obstacles(current: Charter, following: Charter) -> list[str]:
    """Return what forbids `following` to amend `current`, each as a sentence; empty when nothing does."""
    found = []
    if following.version != current.version + 1:
        found.append(
            f"version {following.version} does not follow version {current.version}. "
            f"Write 'version: {current.version + 1}'."
        )
    if following.effective <= current.effective:
        found.append(
            f"version {following.version} would be in force from {following.effective.isoformat()}, "
            f"not later than version {current.version} ({current.effective.isoformat()}). Write a later 'effective'."
        )
    if following.language != current.language:
        found.append(f"language {following.language} is not language {current.language}.")
    found += [
        f"party '{name}' is gone. A party leaves by a new charter, not by an amendment."
        for name in current.parties
        if name not in following.parties
    ]
    for act, slug in current.acts.items():
        if following.acts.get(act, slug) != slug:
            found.append(f"the slug of '{act}' is frozen: '{slug}', not '{following.acts[act]}'.")
    return [*found, *_taken(current, following)]


def _taken(current: Charter, following: Charter) -> list[str]:
    """A slug names one act for ever; a rephrased act keeps its slug only when the old phrase is gone."""
    owners = {slug: act for act, slug in current.acts.items()}
    return [
        f"the slug '{slug}' belongs to '{owners[slug]}'; '{act}' needs one of its own."
        for act, slug in following.acts.items()
        if slug in owners and owners[slug] != act and owners[slug] in following.acts
    ]


def in_force(versions: Sequence[Charter], at: dt.datetime) -> Charter:
    """Return the version in force at an instant (aware; a version counts from its effective instant on).

    Raises:
        BadInput: no version was in force yet.
    """
    begun = [charter for charter in versions if charter.effective <= at]
    if not begun:
        raise BadInput(f"No version of the charter was in force at {at.isoformat()}.")
    return max(begun, key=lambda charter: charter.effective)
