"""What stands beside the files of a bundle: what each is, and how to check them without us."""

from detente.adapters.evidence.contents import Contents
from detente.adapters.evidence.zones import both

_TEXT = """{title}

Made {at}, by {by}, with {tool} on {host}.
{scope}

THE FILES

  bundle.pdf       the pages to read and print: certificate, facts, statements, clocks, charter
  facts.csv        the facts as a table; a cell that could be taken for a formula begins with an apostrophe
  journal.jsonl    {journal}
{proofs}  checkpoints/     signed notes of the journal, each under the number of its entries
  keys.txt         public keys of the host and of those who countersign
  charter-N.yaml   the text of the charter, version N; charter-N.txt is the same in plain language
  manifest.json    SHA-256 and length of every file; manifest.note is the host's signature of it
  verify.py        the program that checks all this; Python 3.11 or newer, nothing else

HOW TO CHECK IT

  python verify.py {name} --kept CHECKPOINT.txt --keys KEYS.txt

CHECKPOINT.txt is a note that your own side kept, mailed to it or downloaded at any time before. KEYS.txt are the public
keys that your own side kept. Take verify.py from a source of your own if you doubt this copy. Without CHECKPOINT.txt
and KEYS.txt the bundle is checked against itself alone: a journal written anew from end to end would not show.

WHAT IT SHOWS, AND WHAT NOT

  It shows that these entries stood in the record under a checkpoint, in this order, with these bytes, and that nobody
  changed a file after the host signed the manifest. {slice}
  It does not show that what somebody stated is true, nor what the entries mean in law. Names and free text are sealed
  in the journal; the pages and the table show them as they were open to whoever made the bundle.
  The pages and the table are made from the journal by the host; where they and the journal differ, the journal counts.
"""


def readme(contents: Contents) -> str:
    """Return the text."""
    making, matter = contents.making, contents.selection.matter
    return _TEXT.format(
        title=f"{contents.name}: {matter or 'the whole joint record'}",
        at=both(making.at, contents.sides),
        by=making.by,
        tool=making.tool,
        host=making.host,
        scope=f"It covers {matter} alone." if matter else "It holds the whole joint journal.",
        journal="the entries of this matter, of people, calendars and charters" if matter else "the joint journal",
        proofs="  proofs.json      the path from each entry to the checkpoint, and between checkpoints\n"
        if matter
        else "",
        name="BUNDLE.zip",
        slice="That no other entry belongs to this matter is not shown by a selection; the whole journal shows it."
        if matter
        else "Nothing was taken out of the journal.",
    )
