"""The charter on its pages: read, proposed, signed by both with typed codes, open matters moved by both."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.adapters.web.seeding import Seeded, at

REL = "aldgate-meridian"
AT = f"/r/{REL}/charter/"
Enters = Callable[[str], Any]


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def code(answer: Any) -> str:
    found = re.search(r">(\d{3} \d{3})<", answer.content.decode())
    assert found, "the page shows a code"
    return found[1]


def test_a_charter_in_force_says_who_has_signed_it_and_each_side_signs_it_there(story: Seeded, enters: Enters) -> None:
    from detente.store import read

    ours, theirs = enters("Dana Whitlock"), enters("Arun Shetty")
    waits = "Version 3 of the charter is in force and not signed by both yet."
    for page in (words(ours.get(AT)), words(ours.get(f"/r/{REL}/"))):
        assert waits in page
        assert "Signed:" not in page
    assert "None is recorded." in words(ours.get(AT))
    assert f'<a href="{AT}3/#sign">Read and sign</a>' in words(ours.get(AT))
    assert f'<a href="{AT}3/#sign">Read it</a>' in words(enters("Elin Marsh").get(AT))
    assert ours.post(f"{AT}sign/", {"code": "000 000"}).status_code == 422
    assert read.unsigned(story.viewer("Dana Whitlock")).signed == ()
    assert ours.post(f"{AT}sign/", {"code": code(ours.get(AT))}).status_code == 302
    page = words(theirs.get(f"/r/{REL}/"))
    assert re.search(
        r'Signed: <span class="party a">Dana Whitlock</span> </span><span>Not signed yet: <span class="party b">', page
    )
    assert "(Ravi Menon, Arun Shetty)" in page
    assert not re.search(r">\d{3} \d{3}<", ours.get(AT).content.decode())
    assert theirs.post(f"{AT}sign/", {"code": code(theirs.get(AT))}).status_code == 302
    for page in (words(theirs.get(AT)), words(theirs.get(f"/r/{REL}/"))):
        assert waits not in page
    assert read.unsigned(story.viewer("Dana Whitlock")) is None
    signed = read.signatures(story.viewer("Dana Whitlock"), 3)
    assert {(one.party, one.role) for one in signed.values()} == {("customer", "executive"), ("provider", "executive")}


def test_who_does_not_sign_for_their_side_reads_who_does_and_is_refused(story: Seeded, enters: Enters) -> None:
    from detente.store import read

    client = enters("Elin Marsh")
    page = client.get(AT)
    assert "Dana Whitlock, Henrik Vos" in words(page)
    assert not re.search(r">\d{3} \d{3}<", page.content.decode())
    answer = client.post(f"{AT}sign/", {"code": typed(client, story.rules.versions[3].text)})
    assert answer.status_code == 422
    assert "Elin Marsh does not sign a charter for customer." in words(answer)
    assert read.unsigned(story.viewer("Elin Marsh")).signed == ()


@pytest.fixture
def following(story: Seeded) -> str:
    """The text of a version 4: the managers have two days less."""
    text = story.rules.versions[3].text
    text = text.replace("version: 3", "version: 4", 1)
    text = re.sub(r"^effective: .*$", "effective: 2026-11-01T00:00+01:00", text, count=1, flags=re.MULTILINE)
    assert "managers: {normal: 8 working days" in text.replace('"', "") or "8 working days" in text
    return text.replace("8 working days", "6 working days")


def test_a_page_shows_clauses_findings_ladders_version_and_hash(story: Seeded, enters: Enters) -> None:
    page = words(enters("Elin Marsh").get(AT))
    assert "version 3" in page
    assert story.rules.versions[3].charter.sha256 in page.replace("<wbr>", "")
    assert 'class="finding' in page
    assert page.count("<svg") > 10
    assert 'href="#c26"' in page
    assert "Dana Whitlock" in page
    assert "M-014" in page


def test_the_text_of_a_version_is_downloaded_as_it_was_signed(story: Seeded, enters: Enters) -> None:
    client = enters("Priya Nair")
    assert client.get(f"{AT}3.yaml").content.decode() == story.rules.versions[3].text
    assert client.get(f"{AT}9.yaml").status_code == 404
    assert client.get(f"{AT}9/").status_code == 404


def test_a_text_with_errors_is_answered_with_their_places(enters: Enters) -> None:
    answer = enters("Elin Marsh").post(f"{AT}change/", {"text": "language: 1\nname: x\n"})
    assert answer.status_code == 422
    assert "to be cured first" in words(answer)
    assert enters("Elin Marsh").post(f"{AT}change/", {}).status_code == 422


def test_the_same_version_again_cannot_follow(story: Seeded, enters: Enters) -> None:
    answer = enters("Elin Marsh").post(f"{AT}change/", {"text": story.rules.versions[3].text})
    assert "does not follow version 3" in words(answer)
    assert "Both say the same." in words(answer)


def test_a_list_of_days_that_is_too_short_for_the_version_in_force_too_stops_no_other_change(
    enters: Enters, following: str
) -> None:
    later = following.replace("effective: 2026-11-01", "effective: 2027-06-01", 1)
    page = enters("Dana Whitlock").post(f"{AT}change/", {"text": later})
    assert page.status_code == 200
    assert "Worth mending with this change; the version in force has it, too." in words(page)
    assert "write a later 'known until'" in html.unescape(words(page))
    assert code(page)
    shorter = re.sub(r"known until: 20\d\d", "known until: 2026", later)
    assert shorter != later
    answer = enters("Dana Whitlock").post(f"{AT}change/", {"text": shorter})
    assert answer.status_code == 422
    assert "to be cured first" in words(answer)


def test_a_proposal_is_shown_in_words_in_dates_and_for_open_matters(enters: Enters, following: str) -> None:
    page = words(enters("Elin Marsh").post(f"{AT}change/", {"text": following}))
    assert "<ins>6 working days</ins>" in page
    assert "escalation, managers" in page
    assert "its procedure changes" in page
    listed = page[page.index('id="matters"') : page.index('id="text"')]
    assert re.search(r'M-014</a> <span dir="auto">[^<]*invoices took longer', listed)
    assert "less room" in page
    assert "A charter is signed by the holder of a side" in page  # Elin Marsh is none


def test_a_version_is_in_force_when_both_have_signed_with_typed_codes(
    story: Seeded, enters: Enters, following: str
) -> None:
    from detente.store import read

    ours, theirs = enters("Dana Whitlock"), enters("Arun Shetty")
    shown = ours.post(f"{AT}change/", {"text": following})
    wrong = ours.post(f"{AT}change/offer/", {"text": following, "code": "000 000"})
    assert wrong.status_code == 422
    assert max(read.ruled(story.key).versions) == 3
    assert ours.post(f"{AT}change/offer/", {"text": following, "code": code(shown)}).status_code == 302
    assert max(read.ruled(story.key).versions) == 3
    assert "Version 4 of the charter is offered and waits for a signature." in words(theirs.get(AT))
    offered = theirs.get(f"{AT}change/O1/")
    assert "<ins>6 working days</ins>" in words(offered)
    assert theirs.post(f"{AT}change/O1/", {"code": "123 456"}).status_code == 422
    assert theirs.post(f"{AT}change/O1/", {"code": code(offered)}).status_code == 302
    assert max(read.ruled(story.key).versions) == 4
    page = words(theirs.get(f"{AT}4/"))
    assert "Arun Shetty" in page
    assert "Dana Whitlock" in page
    assert theirs.get(f"{AT}change/O1/").status_code == 404


def test_what_is_offered_and_what_both_signed_stands_at_home_and_on_the_charter(
    story: Seeded, enters: Enters, following: str
) -> None:
    with at(story.now):
        ours, theirs, reader = enters("Dana Whitlock"), enters("Arun Shetty"), enters("Elin Marsh")
        later = following.replace("effective: 2026-11-01", "effective: 2026-12-01", 1)
        ours.post(f"{AT}change/offer/", {"text": later, "code": code(ours.post(f"{AT}change/", {"text": later}))})
        for page in (words(reader.get(AT)), words(reader.get(f"/r/{REL}/"))):
            assert "Version 4 of the charter is offered and waits for a signature." in page
            assert "(Ravi Menon, Arun Shetty)" in page
            assert f'<a href="{AT}change/O1/">Read it</a>' in page
        page = words(theirs.get("/"))
        assert "Sign version 4 of the charter" in page
        assert f'href="{AT}change/O1/">Read and sign</a>' in page
        assert "Sign version" not in words(reader.get("/"))
        assert "Sign version 4" not in words(ours.get("/"))
        theirs.post(f"{AT}change/O1/", {"code": code(theirs.get(f"{AT}change/O1/"))})
        for page in (words(reader.get(AT)), words(reader.get(f"/r/{REL}/"))):
            assert "Version 4 of the charter is signed by both and in force from Tue 1 Dec 2026." in page
            assert "Until then version 3 is in force." in page
            assert "waits for a signature" not in page
        assert "Sign version 4" not in words(theirs.get("/"))


def test_a_text_is_kept_for_who_signs_and_the_other_side_sees_nothing(
    story: Seeded, enters: Enters, following: str
) -> None:
    from detente.store import read

    elin, dana, arun = enters("Elin Marsh"), enters("Dana Whitlock"), enters("Arun Shetty")
    before = [words(arun.get(page)).count("version 4") for page in ("/", AT, f"/r/{REL}/")]
    size = read.head(story.viewer("Arun Shetty")).size
    assert "Keep it for who signs" in words(elin.post(f"{AT}change/", {"text": following}))
    assert elin.post(f"{AT}change/keep/", {"text": "nonsense: true"}).status_code == 422
    assert elin.post(f"{AT}change/keep/", {"text": following}).status_code == 302
    kept = f"{AT}change/kept/N1/"
    assert f'href="{kept}">Read and sign</a>' in words(dana.get("/"))
    assert "Read the text proposed as version 4 of the charter" in words(dana.get("/portfolio/"))
    assert f'<a href="{kept}">Read it</a>' in words(elin.get(AT))
    assert "Keep it for who signs" not in words(elin.get(kept))
    page = dana.get(kept)
    assert "Only your side sees this" in words(page)
    assert "<ins>6 working days</ins>" in words(page)
    assert read.head(story.viewer("Arun Shetty")).size == size
    assert [words(arun.get(page)).count("version 4") for page in ("/", AT, f"/r/{REL}/")] == before
    assert arun.get(kept).status_code == 404
    text = re.search(r'name="text" value="([^"]*)"', page.content.decode())
    assert text
    offered = dana.post(f"{AT}change/offer/", {"text": html.unescape(text[1]), "code": code(page)})
    assert offered.status_code == 302
    assert "Sign version 4 of the charter" in words(arun.get("/"))
    assert kept not in words(dana.get("/"))


def test_who_offered_does_not_answer(enters: Enters, following: str) -> None:
    ours = enters("Dana Whitlock")
    shown = ours.post(f"{AT}change/", {"text": following})
    ours.post(f"{AT}change/offer/", {"text": following, "code": code(shown)})
    own = ours.get(f"{AT}change/O1/")
    assert "Your side has signed it" in words(own)
    ours.post(f"{AT}change/O1/", {"code": code(shown)})
    assert ours.get(f"{AT}change/O1/").status_code == 200  # it still stands


def typed(client: Any, text: str) -> str:
    """Return the code that this session would be shown, if the page showed one."""
    from django.test import RequestFactory

    from detente.adapters.web.charters.proposals import readable
    from detente.adapters.web.charters.views import SIGN
    from detente.adapters.web.frame.confirm import Step
    from detente.core.engine import program_of
    from detente.core.simulation.appointments import signed_text

    request = RequestFactory().get("/")
    request.session = client.session
    compiled = readable(text).compiled
    assert compiled is not None
    return Step(request, SIGN, signed_text(program_of(compiled))[1].sha256).shown


@pytest.mark.parametrize("name", ["Elin Marsh", "Tom Okafor"])
def test_a_version_that_somebody_else_signs_is_refused_by_the_clerk_and_nothing_is_filed(
    story: Seeded, enters: Enters, following: str, name: str
) -> None:
    from detente.store import read

    client = enters(name)
    size = read.head(story.viewer(name)).size
    shown = client.post(f"{AT}change/", {"text": following})
    assert "Dana Whitlock, Henrik Vos" in words(shown)
    assert not re.search(r">\d{3} \d{3}<", shown.content.decode())
    answer = client.post(f"{AT}change/offer/", {"text": following, "code": typed(client, following)})
    assert answer.status_code == 422
    assert f"{name} does not sign a charter for customer. Who does, as executive: Dana Whitlock, Henrik Vos." in words(
        answer
    )
    assert read.head(story.viewer(name)).size == size


def test_an_offered_version_is_agreed_to_by_nobody_but_its_signers(
    story: Seeded, enters: Enters, following: str
) -> None:
    from detente.store import read

    ours, theirs = enters("Dana Whitlock"), enters("Priya Nair")
    shown = ours.post(f"{AT}change/", {"text": following})
    ours.post(f"{AT}change/offer/", {"text": following, "code": code(shown)})
    size = read.head(story.viewer("Priya Nair")).size
    assert "Ravi Menon, Arun Shetty" in words(theirs.get(f"{AT}change/O1/"))
    answer = theirs.post(f"{AT}change/O1/", {"code": typed(theirs, following)})
    assert answer.status_code == 422
    assert "Priya Nair does not sign a charter for provider." in words(answer)
    assert read.head(story.viewer("Priya Nair")).size == size
    assert max(read.ruled(story.key).versions) == 3


def test_of_two_texts_with_one_number_the_second_is_refused_once_the_first_is_signed(
    story: Seeded, enters: Enters, following: str
) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused
    from detente.store import read

    ours, theirs = enters("Dana Whitlock"), enters("Arun Shetty")
    for client, text in ((ours, following), (theirs, following.replace("6 working days", "5 working days"))):
        shown = client.post(f"{AT}change/", {"text": text})
        assert client.post(f"{AT}change/offer/", {"text": text, "code": code(shown)}).status_code == 302
    theirs.post(f"{AT}change/O1/", {"code": code(theirs.get(f"{AT}change/O1/"))})
    signed = read.ruled(story.key).versions[4]
    with pytest.raises(Refused, match="version 4 as it was offered does not follow"):
        clerk.sign_version(story.viewer("Dana Whitlock"), "O2")
    assert read.ruled(story.key).versions == {**read.ruled(story.key).versions, 4: signed}


@pytest.mark.parametrize("matter", ["M-014", "M-015"])
def test_an_open_matter_moves_when_both_agree(story: Seeded, enters: Enters, following: str, matter: str) -> None:
    from detente.store import read

    ours, theirs = enters("Dana Whitlock"), enters("Arun Shetty")
    shown = ours.post(f"{AT}change/", {"text": following})
    ours.post(f"{AT}change/offer/", {"text": following, "code": code(shown)})
    theirs.post(f"{AT}change/O1/", {"code": code(theirs.get(f"{AT}change/O1/"))})
    assert "Move it" in words(ours.get(AT))
    page = ours.get(f"{AT}move/{matter}/")
    assert page.status_code == 200
    assert ours.post(f"{AT}move/{matter}/", {"code": code(page)}).status_code == 302
    assert read.matter(story.viewer("Elin Marsh"), matter, story.now).state.version == 3
    page = theirs.get(f"{AT}move/{matter}/")
    assert "Agree to move it" in words(page)
    assert theirs.post(f"{AT}move/{matter}/", {"code": code(page)}).status_code == 302
    assert read.matter(story.viewer("Elin Marsh"), matter, story.now).state.version == 4


def test_nothing_of_another_pair_is_shown(enters: Enters) -> None:
    client = enters("Elin Marsh")
    for place in ("", "3/", "3.yaml", "change/", "change/O1/", "move/M-014/"):
        assert client.get(f"/r/other-pair/charter/{place}").status_code == 404
    assert client.get(f"{AT}move/M-999/").status_code == 404
    assert client.get(f"{AT}change/O7/").status_code == 404
