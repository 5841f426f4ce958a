"""Random phrases: spans, instants, windows, guards, asides."""

from __future__ import annotations

import random
from typing import Any

ENDS = [
    "exhausted", "lapsed", "failed", "done", "accepted", "rejected", "deemed rejected", "final and binding", "in court",
    "with adjudicator", "in proceedings", "terminated",
]  # fmt: skip
THRESHOLD = 50000


class Phrases:
    """Draws the phrases of one procedure, and keeps what they need: stated values, rows of times, events."""

    def __init__(self, rng: random.Random, claim: str, *, is_plain: bool) -> None:
        self.rng, self.claim, self.is_plain = rng, claim, is_plain
        self.anchors = [claim]
        self.states: list[str] = []
        self.times: dict[str, Any] = {}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def span(self) -> str:
        number = self.rng.randint(1, 12)
        if self.is_plain:
            return f"{number} working days"
        unit = self.rng.choice(["working day"] * 5 + ["calendar day"] * 2 + ["week", "month", "hour", "business hour"])
        number = {"week": number % 3 + 1, "month": 1, "hour": number * 7, "business hour": number * 2}.get(unit, number)
        clear = "clear " if self.chance(0.1) and "hour" not in unit else ""
        joint = ["", "", "", "", " in all open", " in any open"]
        where = self.rng.choice(joint) if unit in ("working day", "calendar day") else ""
        return f"{number} {clear}{unit}{'s' if number > 1 else ''}{where}"

    def instant(self) -> Any:
        """A `by`: from its own opening, after an event, a date, a row of times, the earlier or later of two."""
        draw = self.rng.random()
        if self.is_plain or draw < 0.62:
            return self.forward()
        if draw < 0.68:
            self.states.append("hearing")
            return self.rng.choice(["hearing", "5 working days before hearing", "3 clear calendar days before hearing"])
        if draw < 0.73:
            return f"2026-0{self.rng.randint(3, 6)}-{self.rng.randint(10, 28)}"
        if draw < 0.82:
            return {self.rng.choice(["earlier of", "later of"]): [self.forward(), self.rng.choice(self.anchors)]}
        if draw < 0.9:
            row = f"row {len(self.times) + 1}"
            self.times[row] = {"standard": self.span(), "fast": f"{self.rng.randint(1, 4)} working days"}
            return row + self.rng.choice(["", f" after {self.claim}"])
        if draw < 0.95:
            return f"{self.rng.randint(2, 20)} calendar days from and including {self.claim}"
        return f"{self.forward_days()} or {self.rng.choice(['next', 'previous'])} working day"

    def forward(self) -> str:
        if self.chance(0.06):
            return f"{self.rng.randint(3, 15)} working days in karnataka after {self.claim}"
        word = self.rng.choice(["", "", f" after {self.claim}", f" after {self.rng.choice(self.anchors)}"])
        first = word.replace("after ", "after first ") if word and self.chance(0.15) else word
        return self.span() + first

    def forward_days(self) -> str:
        return f"{self.rng.randint(2, 25)} calendar days after {self.claim}"

    def window(self) -> Any:
        if self.chance(0.25) and len(self.anchors) > 1:
            return {"later of": self.rng.sample(self.anchors, 2)}
        return (
            f"{self.rng.randint(1, 4)} {self.rng.choice(['working days', 'calendar days', 'clear working days'])}"
            + (f" after {self.claim}" if self.chance(0.5) else "")
        )

    def guard(self) -> Any:
        money = f"amount {self.rng.choice(['<', '<=', '>', '>='])} {THRESHOLD}" + self.rng.choice(["", " EUR"])
        word = f"kind {self.rng.choice(['is', 'is not'])} {self.rng.choice(['technical', 'technical or commercial'])}"
        count = f"rejections {self.rng.choice(['>=', '<'])} {self.rng.randint(1, 2)}" + self.rng.choice(
            ["", " in 10 calendar days", " in 1 month", " in 2 weeks", " in 100 hours"]
        )
        event = f"{self.rng.choice(self.anchors)} {self.rng.choice(['has', 'has not'])} happened"
        drawn = self.rng.choice([money, money, word, word, count, event, "expert is vacant", "track is fast"])
        if drawn == money:
            self.states.append("amount")
        if drawn == word:
            self.states.append("kind")
        if drawn == "track is fast" and not self.times:
            self.times["row 0"] = {"standard": "9 working days", "fast": "2 working days"}
        if self.chance(0.12):
            self.states += ["amount", "kind"]
            return self.rng.choice([[money, word], {"any of": [money, word]}])
        return drawn
