"""Writes one random procedure: a tree of terms, then what follows from each."""

from __future__ import annotations

import random
from typing import Any

from oracle.nodes import Node, may_pause
from oracle.phrases import ENDS, THRESHOLD, Phrases
from oracle.terms import event_name

ACTS = ["file {} paper", "note {} finding", "pay {} fee", "accept {} plan", "agree {}", "hold {} talk", "answer {}"]


class Writer:
    """Writes one procedure with everything a case needs."""

    def __init__(self, rng: random.Random, name: str, names: list[str], second: str | None = None) -> None:
        self.rng, self.name, self.second = rng, name, second
        self.claim = "claim" if name == "x" else "question"
        self.phrases = Phrases(rng, self.claim, is_plain=name == "x" and rng.random() < 0.12)
        self.nodes = self.skeleton(names)
        self.tops = [node for node in self.nodes if not node.parent]
        self.reached: set[Node] = set()
        self.anytime: dict[str, Any] = {}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ---- Skeleton

    def skeleton(self, names: list[str]) -> list[Node]:
        """Two to seven terms (two to four in a second procedure), nested to a depth of two, in written order."""
        number = self.rng.randint(3, 7) if self.name == "x" else self.rng.randint(2, 4)
        nodes = [Node(names[0], 0)]
        for order in range(1, number):
            deep = [node for node in (nodes[-1], *nodes[-1].around()) if len(node.around()) < 2]
            parent = self.rng.choice(deep) if deep and order > 1 and self.chance(0.45) else None
            nodes.append(Node(names[order], order, parent))
            if parent:
                parent.children.append(nodes[-1])
        if len([node for node in nodes if not node.parent]) < 2:
            nodes.append(Node(names[number], number))
        return nodes

    def draw_kinds(self) -> None:
        """Give each term its kind, and pair neighbours that a guard chooses between."""
        kinds = {"duty": 28, "option": 30, "own": 12, "wait": 7, "rule": 9, "when": 5, "runs": 6, "settle": 12}
        for node in self.nodes:
            node.kind = self.rng.choices(list(kinds), list(kinds.values()))[0]
            if node.children and node.kind in ("rule", "own", "when", "runs"):
                node.kind = self.rng.choice(["option", "duty", "wait"])
            if node.kind == "runs" and not (self.second and not self.is_started()):
                node.kind = "option"
            if node.kind == "settle" and self.name != "x":
                node.kind = "option"
            if node.kind == "rule" and node is self.nodes[-1]:
                node.kind = "duty"
        for node in self.nodes:
            if node.kind == "when" and self.is_started():
                node.kind = "option"
        for first, second in zip(self.nodes, self.nodes[1:], strict=False):
            if first.parent is second.parent and not first.partner and self.chance(0.22):
                first.partner, second.partner = second, first

    def is_started(self) -> bool:
        return any(node.kind == "runs" for node in self.nodes)

    # ---- Terms

    def write(self) -> dict[str, Any]:
        self.draw_kinds()
        for node in self.nodes:
            self.write_head(node)
        self.write_guards()
        for node in self.nodes:
            self.write_tail(node)
        opened = self.group(self.tops[0]) + (self.group(self.tops[-1]) if self.chance(0.35) else [])
        opening = list(dict.fromkeys(node.name for node in opened))
        self.reached |= set(opened)
        self.reach_all()
        self.nest()
        return self.procedure(opening)

    def write_head(self, node: Node) -> None:
        """Who may or must do what, from when, by when."""
        text = node.text
        if node.kind in ("duty", "option", "settle", "own"):
            self.write_act(node)
        if node.kind == "when":
            text["when"] = (
                f"{self.second} {self.rng.choice(ENDS[:4])}" if self.second else self.rng.choice(self.phrases.anchors)
            )
        if node.kind == "runs":
            text["runs"] = self.second
        if node.kind in ("duty", "wait") or (node.kind in ("option", "settle", "runs") and self.chance(0.7)):
            text["by"] = self.phrases.instant()
            if str(node.act).startswith("serve") and self.chance(0.5):
                text["in time"] = "when sent"
        if node.kind in ("option", "own") and self.chance(0.2):
            text["from"] = self.phrases.window()
        if node.act and not self.phrases.is_plain:
            self.phrases.anchors.append(event_name(node.act))

    def write_act(self, node: Node) -> None:
        text, verb = node.text, "must" if node.kind == "duty" else "may"
        if node.kind == "settle":
            text |= {
                "who": self.rng.choice(["both", {"customer": "director", "provider": "director"}]),
                "may": "settle",
            }
            node.act = "settle"
            return
        text["who"] = self.who(node)
        if node.kind == "own":
            node.act = node.name
            return
        forms = [*ACTS, *(["serve {} notice"] * 3)]
        node.act = text[verb] = self.rng.choice(forms).format(node.name)
        shared = [one.act for one in self.nodes if one.kind in ("duty", "option") and one.act and one is not node]
        if shared and self.chance(0.12):
            node.act = text[verb] = self.rng.choice(shared)
        if self.chance(0.15):
            text["states"] = ["ground"]

    def who(self, node: Node) -> Any:
        seats: list[Any] = ["both", "each", "customer", "provider", "expert", "all"]
        if self.name == "x":
            seats += ["opener", "other", "receiver of claim", "sender of claim"]
        if node.kind != "duty":
            seats += ["either", "either", "either", {"any of": ["customer", "expert"]}]
            seats += [{"customer": "director", "provider": "director"}]
        return self.rng.choice(seats)

    # ---- Guards

    def write_guards(self) -> None:
        """One of a pair has a guard, the other says otherwise; a single nested option may have one too."""
        for node in self.nodes:
            if node.partner and node.order < node.partner.order:
                node.text["if"], node.partner.text["if"] = self.phrases.guard(), "otherwise"

    # ---- What follows

    def group(self, node: Node) -> list[Node]:
        """What is opened together: a term, or the two that a guard chooses between."""
        both = [node, node.partner] if node.partner else [node]
        return sorted((one for one in both if one), key=lambda one: one.order)

    def targets(self, node: Node, *, later: bool) -> list[Node]:
        """The terms that may open from here: top ones and those beside the node or beside what encloses it."""
        levels = [None, *node.around()]
        found = [one for one in self.nodes if one.parent in levels and one not in (node, node.partner)]
        if not later:
            return [one for one in found if one not in node.around() or self.chance(0.5)]
        return [one for one in found if all(each.order > node.order for each in self.group(one))]

    def write_tail(self, node: Node) -> None:
        text = node.text
        acts = node.kind in ("duty", "option", "own", "settle")
        is_forward = not acts
        if "by" in text:
            if node.kind in ("option", "duty") and self.chance(0.12):
                text["either way"] = self.follow(node, later=True)
                return
            text["else"] = self.silence(node)
        if node.kind == "settle":
            return
        if "then" not in text and (not acts or self.chance(0.85)) and node.kind != "wait":
            text["then"] = self.follow(node, later=is_forward)

    def silence(self, node: Node) -> Any:
        draw = self.rng.random()
        if node.kind == "duty" and draw < 0.35:
            return self.rng.choice(
                ["stays overdue", ["tell sponsors", "stays overdue"], ["count rejections", "stays overdue"]]
            )
        if node.kind in ("option", "wait") and draw < 0.15:
            return "nothing"
        later = [one for one in self.targets(node, later=True) if one.kind != "rule" and not one.partner]
        if node.kind == "option" and later and draw > 0.65:
            self.reached.add(later[0])
            return self.rng.choice([later[0].name, [later[0].name]])
        if draw < 0.35:
            deemed = self.deemed(node)
            if deemed:
                return deemed
        return self.follow(node, later=True)

    def deemed(self, node: Node) -> Any:
        """Silence that counts as the act of this term, or of a later one; what follows opens later terms alone."""
        later = [node, *self.targets(node, later=True)]
        acts = [one.act for one in self.nodes]
        fit = [one for one in later if one.kind == "option" and "then" not in one.text and acts.count(one.act) == 1]
        if not fit:
            return None
        acting = self.rng.choice(fit)
        acting.text["then"] = self.follow(acting, later=True)
        return self.rng.choice([f"as if {acting.act}", ["tell sponsors", f"as if {acting.act}"]])

    def follow(self, node: Node, *, later: bool) -> Any:
        """A list of consequences: some that move no term, then an opening, a start or an end."""
        dos = [self.aside(node) for _ in range(self.rng.choice([0, 0, 1, 1, 1, 2]))]
        targets = self.targets(node, later=later)
        draw = self.rng.random()
        if targets and draw < (0.82 if self.name == "x" else 0.45):
            for target in self.rng.sample(targets, min(len(targets), self.rng.choice([1, 1, 1, 2]))):
                self.reached |= set(self.group(target))
                dos += [one.name for one in self.group(target)]
        elif draw < 0.84 and node.parent:
            dos += [] if dos else ["nothing"]
        elif draw < 0.88 and self.chance(0.25):
            dos += [f"waive {self.right()} by {self.rng.choice(['both', 'customer', 'provider'])}", "end waived"]
        else:
            dos += self.ending(node)
        dos = self.rules_last(list(dict.fromkeys(dos)))
        return dos[0] if len(dos) == 1 else dos

    def rules_last(self, dos: list[str]) -> list[str]:
        """A rule, with the term that a guard puts beside it, behind all else: it may end the procedure."""
        rules = {one.name for node in self.nodes if node.kind == "rule" for one in self.group(node)}
        return [do for do in dos if do not in rules] + [do for do in dos if do in rules]

    def ending(self, node: Node) -> list[str]:
        if self.chance(0.06):
            return ["end settled"] if self.chance(0.5) else ["end withdrawn"]
        if self.chance(0.15):
            return [f"make final {node.name} award", "end final and binding"]
        return [f"end {self.rng.choice(ENDS)}"]

    def right(self) -> str:
        acts = [node.act for node in self.nodes if node.act and node.act != "settle" and node.kind != "own"]
        return self.rng.choice(["adjudication", "adjudication and tribunal", *acts, *acts])

    def aside(self, node: Node) -> str:
        """A consequence that opens and ends nothing here."""
        choices = [
            "tell sponsors", "record talks held", "count rejections", "count rejections", "reset rejections",
            f"bind {node.name} award", f"override {node.name} award", "amend charter", "raise concern",
            f"waive {self.right()} by {self.rng.choice(['both', 'opener'])}",
            f"waive {self.right()} by {self.rng.choice(['customer', 'provider'])}",
        ]  # fmt: skip
        if self.name == "x":
            choices += ["suspend scope", "release scope", "restart limitation"]
            self.phrases.states.append("scope")
        if self.phrases.times:
            choices += ["choose fast", "choose fast", "choose standard"]
        beside = [one for one in self.targets(node, later=False) if one not in node.around()]
        if beside:
            choices += [f"close {self.rng.choice(beside).name}"]
        can_start = self.second and not self.is_started() and not str(node.act).startswith("serve")
        if can_start and node.kind not in ("rule", "settle"):
            choices += [f"start {self.second}"] * 8
        if self.second:
            choices += [f"stop {self.second}"]
        drawn = self.rng.choice(choices)
        if drawn.startswith("waive") and drawn.endswith("opener") and self.name != "x":
            return "tell sponsors"
        return drawn

    def reach_all(self) -> None:
        """Let every top-level term be opened by something."""
        for node in self.tops:
            if node in self.reached or node is self.tops[0]:
                continue
            earlier = [
                one for one in self.tops if one.order < node.order and one.kind != "settle" and one is not node.partner
            ]
            key = {"rule": "then", "when": "then", "runs": "then", "wait": "else"}
            giver = self.rng.choice(earlier or self.tops[:1])
            slot = "either way" if "either way" in giver.text else key.get(giver.kind, "then")
            if slot not in giver.text and slot == "else":
                slot = "then" if giver.kind != "wait" else "else"
            old = giver.text.get(slot, [])
            dos = [
                do for do in ([old] if isinstance(old, str) else old) if not do.startswith("end") and do != "nothing"
            ]
            giver.text[slot] = self.rules_last(list(dict.fromkeys([*dos, *(one.name for one in self.group(node))])))
            self.reached |= set(self.group(node))

    def nest(self) -> None:
        for node in self.nodes:
            if node.children:
                node.text["meanwhile"] = {child.name: child.text for child in node.children}

    # ---- The procedure

    def procedure(self, opening: list[str]) -> dict[str, Any]:
        verb = "serve" if self.name == "x" and self.chance(0.25) else "note"
        found: dict[str, Any] = {"opens": {"who": "either", "may": f"{verb} {self.claim}", "then": opening}}
        if self.name == "x" and self.chance(0.1):
            self.phrases.states.append("aware")
            found["opens"] |= {"by": "4 weeks after aware", "else": ["waive adjudication by opener", "end barred"]}
        if self.name == "x":
            self.write_extras(found)
        if self.phrases.times:
            found["times"] = self.phrases.times
        if self.anytime:
            found["anytime"] = self.anytime
        states = sorted(set(self.phrases.states))
        if states and self.name == "x":
            found["opens"]["states"] = states
        found["terms"] = {node.name: node.text for node in self.tops}
        return found

    def write_extras(self, found: dict[str, Any]) -> None:
        """Rounds, options open in every state, extension, limitation."""
        if self.chance(0.2) and not self.phrases.is_plain:
            found["opens"]["then"] = [*found["opens"]["then"], "meeting"]
            self.tops += self.rounds()
        for name, entry in self.options().items():
            if self.chance(0.4) and not (name == "log" and "meeting" in found["opens"]["then"]):
                self.anytime[name] = entry
        if self.chance(0.45):
            self.write_stillness()
        if self.chance(0.6) or self.phrases.is_plain:
            found["extension"] = {"who": "both", "late": "2 working days",
                                  "failing that": {"who": "customer", "at least": "5 working days"}}  # fmt: skip
            if self.phrases.is_plain:
                found["extension"]["shifts"] = "later"
        if self.chance(0.2):
            self.phrases.states.append("cause")
            found["limitation"] = {"by": self.rng.choice(["6 months after cause", "1 year after cause"]),
                                   "while open": self.rng.choice(["stands still", "keeps running"])}  # fmt: skip

    def options(self) -> dict[str, Any]:
        option = {
            "relief": {"who": "either", "may": "note relief"},
            "log": {"who": "either", "may": "note claim", "then": ["count rejections", "tell sponsors"]},
            "join in": {"who": "host", "may": "join claim", "then": "join"},
            "amend": {"who": "opener", "may": "note new amount", "states": ["amount"]},
            "drop": {"who": "both", "may": "drop talks", "then": f"close {self.rng.choice(self.tops[:2]).name}"},
            "early": {"who": "either", "may": "note urgency", "from": "3 working days after claim",
                      "if": f"amount > {THRESHOLD}", "then": "tell executives"},
        }  # fmt: skip
        if self.second and not self.is_started():
            option["ask"] = {"who": "either", "may": "ask question", "then": f"start {self.second}"}
        if self.phrases.times:
            option["speed"] = {"who": "customer", "may": "decide fast", "then": "choose fast"}
        return option

    def write_stillness(self) -> None:
        """Two options that hold or pause something and let it go on."""
        moving = {"when", "runs", "rounds"}
        tops = [one for one in self.tops if one.kind != "rule" and not moving & {each.kind for each in self.under(one)}]
        if not tops:
            return
        top = self.rng.choice(tops)
        verb = "pause" if all(may_pause(node) for node in self.under(top)) and self.chance(0.7) else "hold"
        is_all = verb == "hold" and not moving & {one.kind for one in [*self.nodes, *self.tops]} and self.chance(0.5)
        what = "x" if is_all else top.name
        self.anytime["rest"] = {
            "who": self.rng.choice(["both", "either"]),
            "may": "agree rest",
            "then": f"{verb} {what}",
        }
        self.anytime["go on"] = {"who": "either", "may": "end rest", "then": f"resume {what}"}

    def under(self, top: Node) -> list[Node]:
        return [top, *(node for node in self.nodes if top in node.around())]

    def rounds(self) -> list[Node]:
        every = self.rng.choice(["1 week", "2 weeks", "1 month", "5 working days"])
        roll = self.rng.choice(["", " or next working day"])
        meeting = Node("meeting", 90, kind="rounds", act="hold meeting")
        meeting.text = {
            "who": self.rng.choice(["both", "provider", "each"]),
            "must": "hold meeting",
            "every": f"{every} after claim{roll}",
            "then": "reset misses",
            "else": ["count misses", "second miss"],
        }
        if self.chance(0.3):
            meeting.text["meanwhile"] = {
                "papers": {
                    "who": "provider",
                    "must": "send papers",
                    "else": "stays overdue",
                    "by": "2 working days before due date of meeting",
                }
            }
        miss = Node(
            "second miss",
            91,
            kind="rule",
            text={"if": "misses >= 2 in 3 months", "then": ["reset misses", "tell sponsors"]},
        )
        return [meeting, miss]  # fmt: skip
