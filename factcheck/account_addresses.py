"""Where people sign in and look after their account: allauth's views under our addresses, and only those we use."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as outside
from django.contrib.auth import views as auth
from django.urls import include, path

import factcheck.account_trail  # noqa: F401 - its signals write what happens into the trail
from factcheck.forgotten import Forgotten, ForgottenKey
from factcheck.own_account import Disconnect, OwnAccount
from factcheck.sessions import Sessions
from factcheck.sign_in import SignIn

ACCOUNT = [
    path("sign-in/", SignIn.as_view(), name="login"),
    path("sign-in/", SignIn.as_view(), name="account_login"),  # what allauth calls it
    path("sign-in/code/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/switched-off/", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", Forgotten.as_view(), name="account_reset_password"),
    path("sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "sign-in/forgotten/<str:uidb36>-<str:key>/", ForgottenKey.as_view(), name="account_reset_password_from_key"
    ),
    path(
        "sign-in/forgotten/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-in/outside/failed/", outside.login_error, name="socialaccount_login_error"),
    path("sign-in/outside/cancelled/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/outside/new/", outside.signup, name="socialaccount_signup"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("sign-out/", auth.LogoutView.as_view(), name="account_logout"),
    path("account/", OwnAccount.as_view(), name="mfa_index"),
    path("account/", OwnAccount.as_view(), name="socialaccount_connections"),
    path("account/disconnect/", Disconnect.as_view(), name="account-disconnect"),
    path("account/sessions/", Sessions.as_view(), name="usersessions_list"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/code-app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/code-app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/again/code/", second.reauthenticate, name="mfa_reauthenticate"),
    path("account/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
