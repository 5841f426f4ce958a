"""Addresses of accounts. Of allauth only what is listed here stands: nobody signs up, no address is changed by hand."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.generic import RedirectView

from detente.adapters.web.accounts import views

_ways = RedirectView.as_view(pattern_name="account_ways")

urlpatterns = [
    path("accounts/", views.ways, name="account_ways"),
    path("accounts/language/", views.speak, name="account_language"),
    path("accounts/sessions/end/", views.end_session, name="account_end_session"),
    path("accounts/invitation/<str:token>/", views.invitation, name="account_invitation"),
    path("accounts/enter/<str:token>/", views.enter, name="account_enter"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", views.SignOut.as_view(), name="account_logout"),
    path("accounts/signup/", account.signup, name="account_signup"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", reauthentication_required(account.password_set), name="account_set_password"),
    path("accounts/password/reset/", views.evenly(account.password_reset), name="account_reset_password"),
    path("accounts/password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/factors/", _ways, name="mfa_index"),
    path("accounts/factors/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("accounts/factors/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("accounts/factors/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("accounts/factors/recovery/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("accounts/passkeys/", _ways, name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/passkeys/login/", views.WithPasskey.as_view(), name="mfa_login_webauthn"),
    path("accounts/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("accounts/passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
