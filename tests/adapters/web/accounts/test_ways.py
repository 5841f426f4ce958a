"""Ways in and out: nobody is left outside unwarned, and what is said at each door is said once."""

from typing import Any

PASSWORD = "a long sentence that only I know"


def test_signing_out_before_there_is_a_way_back_in_is_warned_of_first(table: Any) -> None:
    hers = table.signed_in(table.account("Elin Marsh", "elin@aldgate.example"))
    assert "Nothing signs you in again yet" in hers.get("/accounts/logout/").content.decode()
    asked = hers.post("/accounts/logout/")
    assert asked.status_code == 422
    assert "Nothing signs you in again yet" in asked.content.decode()
    assert hers.get("/accounts/").status_code == 200
    assert hers.post("/accounts/logout/", {"anyway": "yes"}).status_code == 302
    assert hers.get("/accounts/").status_code == 302


def test_whoever_has_a_password_signs_out_at_once(table: Any) -> None:
    elin = table.account("Elin Marsh", "elin@aldgate.example")
    elin.set_password(PASSWORD)
    elin.save()
    assert table.signed_in(elin).post("/accounts/logout/").status_code == 302


def test_a_password_that_was_set_is_said_to_be_kept_and_what_comes_next(table: Any) -> None:
    hers = table.signed_in(table.account("Elin Marsh", "elin@aldgate.example"))
    page = hers.get("/accounts/password/set/").content.decode()
    assert "At least twelve characters." in page
    assert "&lt;" not in page
    answer = hers.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/accounts/?kept=password"
    assert "The password is kept." in page
    assert "set up an authenticator app" in page


def test_the_sign_in_page_names_one_thing_once(table: Any) -> None:
    page = table.browser().get("/accounts/login/").content.decode()
    assert page.count("/accounts/password/reset/") == 1
    assert "Forgot" not in page


def test_pages_before_somebody_is_signed_in_lead_nowhere_they_may_not_go(table: Any) -> None:
    link = f"/accounts/invitation/{table.invited('Elin Marsh', 'elin@aldgate.example')}/"
    page = table.browser().get(link).content.decode()
    assert 'href="/portfolio/"' not in page
    hers = table.signed_in(table.account("Tom Okafor", "tom@aldgate.example"))
    assert 'href="/portfolio/"' in hers.get("/accounts/password/set/").content.decode()


def test_an_invitation_can_be_declined_by_who_knows_its_address(table: Any) -> None:
    link = f"/accounts/invitation/{table.invited('Elin Marsh', 'elin@aldgate.example')}/"
    other = table.browser().post(link, {"email": "scanner@mail.example", "decline": "yes"})
    assert other.status_code == 422
    assert "The invitation was sent to another address." in other.content.decode()
    answer = table.browser().post(link, {"email": "elin@aldgate.example", "decline": "yes"})
    assert "The place is declined" in answer.content.decode()
    assert table.browser().get(link).status_code == 404


def test_a_passkey_without_a_name_is_called_a_passkey(table: Any) -> None:
    from allauth.mfa.models import Authenticator

    from detente.adapters.web.accounts.adapter import Factors

    elin = table.account("Elin Marsh", "elin@aldgate.example")
    assert Factors().generate_authenticator_name(elin, Authenticator.Type.WEBAUTHN) == "Passkey"
    Authenticator.objects.create(user=elin, type=Authenticator.Type.WEBAUTHN, data={})
    assert Factors().generate_authenticator_name(elin, Authenticator.Type.WEBAUTHN) == "Passkey 2"


def test_another_address_is_not_taken_for_who_has_an_account_here(table: Any) -> None:
    import pytest

    from detente.core.vocabulary.errors import Refused

    table.account("Elin Marsh", "elin@aldgate.example")
    with pytest.raises(Refused, match="has an account here, with another address"):
        table.invited("Elin Marsh", "elin@elsewhere.example")
