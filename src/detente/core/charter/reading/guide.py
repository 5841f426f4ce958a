"""How the text is to be read: what the language means wherever the charter says nothing else. It holds no data."""

GUIDE = (
    "“Must” is a duty. A duty that is not done in time counts as missed by those who did not act.",
    "“May” is an option. An option that nobody uses in time lapses, and nobody is at fault.",
    "A time that names no starting point counts from the opening of its own clause. The day it counts from is not "
    "counted, unless the clause includes it. A period runs to the end of its last day, or to the hour that its "
    "calendar names. Hours run on without regard to days.",
    "A time may differ by track. The first track named applies until another one is chosen.",
    "A clause stays open until it is done, its time is over, or it is closed. What opens a clause outside it, or ends "
    "the procedure, closes the clauses it leads out of. Everything else stays open. What is done “At any time” closes "
    "nothing unless it says so.",
    "To settle is to sign an agreement in writing, with authority. It binds at the last signature. Where nothing else "
    "is said, the procedure then ends: settled. A procedure in which somebody may settle can be settled by all its "
    "parties whenever none of its clauses on settling is open. Its opener may withdraw, unless a clause of that name "
    "says otherwise.",
    "A settlement ends the whole matter: the procedure in which it is made, the procedures that led to it, and all "
    "that any of them started. What stood to follow in them does not follow. Withdrawing ends a procedure and what it "
    "started. Any other end is the end of that procedure alone. Where an open clause takes effect at such an end, its "
    "own procedure goes by that clause.",
    "Where nothing else is said, a notice is in time if it is received in time, what is said may be used openly, the "
    "fee of a neutral is shared equally, and both parties together may move a date before it is reached. What a clause "
    "says of these holds for the clauses in it.",
    "Names of clauses, of acts and of what is stated stand in ‘single quotation marks’; a number in brackets after a "
    "name is the number of its clause. An act done is called by its name without “serve”, “hold”, “note” or “file”. "
    "Words in “double quotation marks” are texts exactly as agreed.",
)
