"""The meetings and reports of the demo's fourteen months, written out: `python tests/charters/demo/series.py`.

What is regular is made here from two tables; everything that is a story of its own is told by hand beside it.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

STORY = Path(__file__).parents[3] / "src/detente/charters/demo/story"
NL, PUNE = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Asia/Kolkata")
START, LAST = date(2025, 10, 20), 57
NOW = datetime(2026, 11, 25, 10, 20, tzinfo=NL)
ALDGATE = {"2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-14",
           "2026-05-15", "2026-05-25"}  # fmt: skip
MERIDIAN = {"2026-03-03", "2026-03-19", "2026-03-26", "2026-03-31", "2026-04-03", "2026-04-14", "2026-05-01",
            "2026-05-28", "2026-06-15", "2026-06-26", "2026-08-26", "2026-09-14", "2026-10-02", "2026-10-20",
            "2026-11-10", "2026-11-24"}  # fmt: skip
MOVED = {13: (20, "both teams were in the playbook workshop"), 14: (27, "Pune was closed on 26 January"),
         26: (21, "the training day"), 40: (28, "the monsoon, trains were not running")}  # fmt: skip
MISSED = (11, 44)
IN_PERSON = (15, 28, 41, 54)
LATE_PAPERS = (7, 19, 33, 52)
AWAY = {39: "Joost de Wit", 40: "Joost de Wit", 43: "Kavita Joshi", 56: "Joost de Wit"}

# first meeting | side | item | meeting that closed it | outcome | what was decided | matter
ITEMS = """
1|customer|Who answers the phone in the first weeks|1|decided|Tom Okafor and Priya Nair, 09:00 to 12:00 (UTC+1).|
1|provider|Badges and accounts for 38 people|3|done|All 38 work; two were issued twice and one is returned.|
2|provider|Sample of 500 invoices to learn from|2|decided|Sanne Bakker sends them by Wednesday.|
2|customer|First drafts of the expectations|3|done|Both sides' answers are compared on 6 November.|
3|customer|Letters: which words we never use|4|decided|The list of 40 words goes into the ways of working.|
4|provider|Holidays of both offices on one page|4|decided|One page, both calendars, in the playbook.|
5|customer|First month's figures|5|done|Late share 6.2 %; both expected about 7 %.|
5|provider|Claims forecasts arrive after the roster is fixed|6|decided|Now on Thursdays before noon.|M-002
6|customer|Night desk: who decides at 03:00|7|decided|The shift lead, up to 500 euros.|
7|provider|Test accounts for the portal|9|done|Eleven accounts, valid to June.|
8|customer|Goals: measure of same-day claims|8|decided|A claim counts on the day it arrives, by Pune time.|
9|provider|Staffing between Christmas and New Year|9|decided|Eight people; Aldgate sends no bulk files.|
10|customer|Year-end closing of the payment run|10|done|Closed on 30 December at 16:20.|
12|customer|Meeting of 5 January was not held|12|decided|The first Monday of a year moves to Tuesday.|
12|provider|Working days on which Pune is closed|13|decided|Taken to the managers, with dates.|M-004
13|provider|Playbook: last two sections|13|done|Accepted by both, ready to be signed.|
14|customer|Supplier complaints list|15|decided|One list, kept by Sanne Bakker, read by both.|
15|provider|Quick tour of the Utrecht mailroom|15|done|Six people from Pune saw both mailrooms.|
15|customer|Steady rhythm from now on|15|decided|Mondays 10:00 to 10:45.|
16|provider|Second mailroom: boxes that arrive unsorted|18|done|Sorted by date from 23 February.|
17|customer|Draft of charter version 3|18|decided|Both lawyers read it until Friday.|
18|provider|Handover cost of the second mailroom|18|decided|Raised as a concern; this meeting stays free of it.|M-006
19|customer|Portal was slow on three mornings|20|decided|Cause known; figures follow on Thursday.|
20|customer|Portal availability under 99.5 % twice|21|decided|Handled as a plan with dates.|M-005
20|provider|Spring holidays: five short weeks in Pune|20|decided|Roster shared until 10 April.|
21|provider|Letters: 12 templates are not used|22|dropped|Kept; they cost nothing.|
22|customer|Order numbers missing on 3 % of invoices|25|done|1.1 % in the week of 13 April.|
23|provider|Claims extension: first line of business|24|decided|Marine first, in June.|
24|customer|Easter backlog|24|done|Cleared on Wednesday, one day sooner than expected.|
25|provider|Two shift leads change places|25|decided|From 4 May, with a week side by side.|
26|customer|Training day, what stayed with people|27|done|Nine of ten questions answered right two weeks later.|
27|provider|Rule migration: order of the nine sets|28|decided|Small sets first; tax codes last.|
28|customer|Half a year together: what we keep|28|decided|Monday meetings, one list, short papers.|
29|provider|Access for two new analysts|31|done|Working since 22 May.|
30|customer|Thank you from the claims floor|30|done|Read out in Pune.|
31|provider|Volumes over the dead band in May|32|decided|412 invoices, billed as the charter says.|
32|customer|Approval: holidays of approvers|33|decided|Every approver names a deputy.|
33|provider|Approvals waiting longer than three days|35|decided|Numbers first; see the matter.|M-008
34|customer|Marine claims, first week|35|done|96 % keyed the same day.|
35|provider|Pune office moves one floor up|36|done|Moved over the weekend; no work lost.|
36|customer|Letters sent twice, June|38|decided|Two templates named; owner Kavita Joshi.|
37|provider|Staff lent to letters in July|38|decided|Three people, back on 17 August.|M-007
38|customer|Summer: who is away when|38|decided|One page, deputies named.|
39|provider|Idea: read supplier numbers from the bar code|42|decided|Filed as improvement 21.|
41|customer|Review: what to drop|41|decided|The second weekly file is dropped.|
41|provider|Rule set 4 is larger than thought|43|decided|Priced separately; talks begin.|M-009
42|customer|Property claims in September|43|decided|Start 7 September.|
43|provider|Heat in Pune: night desk from 21:00|43|decided|Until 15 September.|
45|customer|Meeting of 24 August was not held|45|decided|If one side is ill, a deputy holds it.|
45|provider|Testers for property claims|46|done|Four testers since 3 September.|
46|customer|Late share is calm: 2.6 %|46|done|Noted with thanks.|
47|provider|Property claims, first week|48|done|94 % the same day; 95 % is the aim.|
48|customer|New tax codes in October|49|decided|Rule set follows by 30 September.|
49|provider|Three working days for a rule set are few|50|decided|Done once, looked at afterwards.|C-207
50|customer|Delegation list of approvers|51|decided|New list from 12 October.|M-010
51|provider|Queue for manual review grows|52|decided|Daily number to both managers.|M-014
52|customer|Claims intake needs two trained people|52|decided|Two of fourteen move on 19 October.|M-011
53|customer|Autumn forecasts|54|done|Two months ahead, on Thursdays.|
54|provider|One queue for both mailrooms|56|decided|Filed as improvement 22.|
55|customer|Test data for claims intake|56|decided|Dates go into the matter.|M-012
56|provider|Return of two trained people to invoices|58|open||M-014
57|customer|Template for late letters, final wording|58|open||M-015
57|provider|Access for the new reporting lead|58|open||
57|customer|October report: figure 7 recalculated|58|open||
57|provider|Extra shift, first three days|57|done|310 invoices a day more than without it.|M-014
57|customer|Joint desk for rule changes|57|decided|Names by 30 November, whatever becomes of the package.|M-014
"""

# number | meeting | task | side that owns it | days given | days taken (none: open)
ACTIONS = """
1|1|Send the list of 38 people with their starting days.|provider|4|3
2|2|Send the sample of 500 invoices.|customer|2|2
3|4|Put both holiday lists on one page.|provider|7|6
4|6|Send claims forecasts on Thursdays before noon.|customer|3|3
5|9|Name eight people for the days after Christmas.|provider|4|4
6|12|Write the rule for the first Monday of a year.|customer|7|9
7|14|Open one list of supplier complaints.|customer|7|5
8|17|Read the draft of version 3 and mark every question.|provider|4|4
9|20|Send the portal's figures by minute.|provider|3|3
10|24|Share the spring roster.|provider|4|4
11|28|Write down what we keep, on half a page.|customer|14|12
12|32|Name a deputy for every approver.|customer|7|11
13|36|Name the two templates that lead to letters sent twice.|provider|7|6
14|38|Put the summer's deputies on one page.|customer|4|3
15|42|File the bar code idea with a saving.|provider|7|7
16|46|Show the late share by supplier.|provider|7|5
17|50|Send the new delegation list with names.|customer|7|7
18|52|Send both managers the number in manual review, daily.|provider|3|1
19|55|Send the test data's field list.|customer|9|8
20|56|Give the new reporting lead access to the portal.|customer|12|
21|57|Recalculate figure 7 of the October report.|provider|9|
22|57|Name the people of the joint desk.|customer|7|
"""

# late invoices, claims the same day, as the report of each month says
FIGURES = ["6.2|89.4", "5.6|90.1", "5.2|91.0", "4.8|91.6", "4.4|92.2", "4.1|92.0", "3.6|92.7", "3.4|94.1", "3.3|94.6",
           "2.9|94.8", "2.9|94.2", "3.1|93.1", "11.9|93.4"]  # fmt: skip


def closed(day: date) -> bool:
    """Whether a day does not count: by Aldgate's list, and from version 3 on by both."""
    listed = ALDGATE | MERIDIAN if day >= date(2026, 3, 3) else ALDGATE
    return day.weekday() > 4 or day.isoformat() in listed


def rolled(day: date, step: int = 1) -> date:
    """Return the day, or the next one (the one before) that counts."""
    while closed(day):
        day += timedelta(days=step)
    return day


def at(day: date, clock: str, zone: ZoneInfo = NL) -> str:
    """Return an instant as a timeline writes it."""
    return datetime.combine(day, time.fromisoformat(clock), zone).isoformat(timespec="minutes")


def meeting_day(number: int) -> date:
    """Return the day on which a meeting was held."""
    due = rolled(START + timedelta(weeks=number))
    return due.replace(day=MOVED[number][0]) if number in MOVED else due


def shared_day(number: int) -> date:
    """Return the day on which the agenda of a meeting is shared."""
    return rolled(meeting_day(number) - timedelta(days=1), -1)


def quoted(text: str) -> str:
    """Return a text as YAML writes it safely."""
    return '"' + text.replace('"', '\\"') + '"'


def entry(when: str, who: str, party: str, what: str, matter: str = "", **stated: object) -> tuple[str, str]:
    """Return an entry with its instant, to be sorted."""
    given = ", ".join(f"{name.replace('_', ' ').strip()}: {value}" for name, value in stated.items() if value != "")
    parts = [f"at: {when}", *([f"by: {who}", f"as: {party}"] if who else []), what]
    parts += [f"matter: {matter}"] if matter else []
    parts += [f"with: {{{given}}}"] if given else []
    return when, "- {" + ", ".join(parts) + "}"


def lead(party: str, number: int) -> str:
    """Return who speaks for a side in a meeting."""
    away = AWAY.get(number, "")
    if party == "customer":
        return away if away == "Joost de Wit" else "Elin Marsh"
    return away if away == "Kavita Joshi" else "Arun Shetty"


def meetings() -> Iterator[tuple[str, str]]:
    """Yield papers, moves, items, the meetings, their minutes."""
    for number in range(1, LAST + 1):
        day = meeting_day(number)
        due = rolled(START + timedelta(weeks=number))
        before = rolled(due - timedelta(days=1), -1)
        clock = "18:50" if number in LATE_PAPERS and before < date(2026, 3, 3) else "11:30"
        paper_day = day if number in LATE_PAPERS and before >= date(2026, 3, 3) else before
        writer = "Rahul Deshpande" if number % 9 == 4 else "Priya Nair"
        clock = "09:40" if paper_day == day else clock
        late = number in MISSED or paper_day > NOW.date()
        if not late:
            yield entry(
                at(paper_day, clock, NL if clock == "18:50" else PUNE), writer, "provider", "do: send papers", "S-001"
            )
        if number in MOVED:
            yield entry(
                at(before, "09:10"), "Elin Marsh", "both", "fact: DeadlineExtended", "S-001", term="meeting", until=day
            )
        yield entry(at(shared_day(number), "10:00"), "", "", "fact: AgendaShared", "S-001", round=number)
        if number not in MISSED:
            yield from held(number, day)


def held(number: int, day: date) -> Iterator[tuple[str, str]]:
    """Yield what was recorded of one meeting: both sides take turns in beginning."""
    sides = [("customer", NL, "10:50"), ("provider", PUNE, "15:30")]
    for party, zone, clock in sides if number % 2 else reversed(sides):
        yield entry(at(day, clock, zone), lead(party, number), party, "do: hold meeting", "S-001")
    where = (
        "In person, in Utrecht."
        if number in (15, 41)
        else "In person, in Pune."
        if number in IN_PERSON
        else "By video."
    )
    decided = [row[5] for row in rows(ITEMS) if int(row[3]) == number and row[4] == "decided"]
    done = sum(1 for row in rows(ITEMS) if int(row[3]) == number and row[4] == "done")
    said = f"{where} {len(decided)} decided, {done} done." + (" Decided: " + " ".join(decided) if decided else "")
    yield entry(
        at(day, "17:10", PUNE),
        writer_of(number),
        "provider",
        "fact: MinutesWritten",
        "S-001",
        round=number,
        text=quoted(said),
    )
    for party, after, clock, zone in (("customer", 0, "17:10", NL), ("provider", 2, "09:40", PUNE)):
        when = rolled(day + timedelta(days=after))
        yield entry(at(when, clock, zone), lead(party, number), party, "fact: MinutesAccepted", "S-001", round=number)


def writer_of(number: int) -> str:
    """Return who writes the minutes."""
    return "Rahul Deshpande" if number % 9 == 4 else "Priya Nair"


def rows(table: str) -> list[list[str]]:
    """Return the rows of a table."""
    return [line.split("|") for line in table.strip().splitlines()]


def items() -> Iterator[tuple[str, str]]:
    """Yield the items: shared one working day before, closed in a meeting or carried on."""
    for number, row in enumerate(rows(ITEMS), 1):
        first, party, text, last, outcome, decision, about = row
        who = {"customer": ("Tom Okafor", "Elin Marsh"), "provider": ("Priya Nair", "Arun Shetty")}[party][number % 2]
        yield entry(at(shared_day(int(first)), "10:00"), who, party, "fact: AgendaItemAdded", "S-001",
                    round=first, item=f"I{number}", text=quoted(text), about=about)  # fmt: skip
        if outcome == "open":
            continue
        party_closing = "provider" if number % 2 else "customer"
        yield entry(at(meeting_day(int(last)), "10:45"), lead(party_closing, int(last)), party_closing,
                    "fact: AgendaItemClosed", "S-001", round=last, item=f"I{number}", outcome=outcome,
                    text=quoted(decision))  # fmt: skip


def actions() -> Iterator[tuple[str, str]]:
    """Yield the action items of the meetings, each with one owner and a day."""
    for row in rows(ACTIONS):
        number, meeting, task, owner, given, taken = row
        day, noted_by = meeting_day(int(meeting)), "customer" if int(number) % 2 else "provider"
        matter, clock = f"A-{int(number):03d}", "11:05"
        due = rolled(day + timedelta(days=int(given)))
        yield entry(at(day, clock), lead(noted_by, int(meeting)), noted_by, "do: note action", matter,
                    task=quoted(task), owner=owner, due_day=due)  # fmt: skip
        if taken:
            done_by = {"customer": "Tom Okafor", "provider": "Priya Nair"}[owner]
            yield entry(
                at(rolled(day + timedelta(days=int(taken))), "13:20"), done_by, owner, "do: complete action", matter
            )


def reports() -> Iterator[tuple[str, str]]:
    """Yield the monthly reports, and where the goals stood in them."""
    for number, figures in enumerate(FIGURES, 1):
        month = (START.month - 1 + number) % 12 + 1
        due = rolled(date(START.year + (START.month - 1 + number) // 12, month, 20))
        late, same_day = figures.split("|")
        if number == 10:
            continue  # August: the figures came with September's report
        yield entry(
            at(rolled(due - timedelta(days=1), -1), "14:20", PUNE), "Priya Nair", "provider", "do: file report", "S-002"
        )
        for goal, value in (("invoices on time", late), ("claims complete", same_day)):
            end = due.replace(day=1) - timedelta(days=1)
            yield entry(at(rolled(due - timedelta(days=1), -1), "14:30", PUNE), "Priya Nair", "provider",
                        "fact: GoalReported", goal=goal, value=quoted(f"{value} %"), _on=end)  # fmt: skip


def written(name: str, told: list[tuple[str, str]]) -> str:
    """Return a file of the story: entries in order, without what has not happened yet."""
    past = [one for one in told if datetime.fromisoformat(one[0]) <= NOW]
    ordered = sorted(past, key=lambda one: datetime.fromisoformat(one[0]))
    head = f"# {name} Written by tests/charters/demo/series.py.\n\n"
    return head + "\n".join(line for _, line in ordered) + "\n"


def files() -> dict[str, str]:
    """Return the files by name."""
    return {
        "meetings.yaml": written("Fifty-seven weekly meetings: papers, items, minutes.", [*meetings(), *items()]),
        "duties.yaml": written("Action items and monthly reports.", [*actions(), *reports()]),
    }


if __name__ == "__main__":
    for file, text in files().items():
        (STORY / file).write_text(text, encoding="utf-8")
