"""The desk's addresses."""

from allauth.account.views import account_inactive, reauthenticate
from allauth.socialaccount.views import login_cancelled
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from desk.views import accounts, cases, decisions, files, people

urlpatterns = [
    path("salud", files.health, name="health"),
    path("", cases.tray, name="tray"),
    path("cases/<str:number>", cases.show, name="case"),
    path("cases/<str:number>/decide", decisions.decide, name="decide"),
    path("cases/<str:number>/documents/<str:sha256>", files.document, name="document"),
    path("cases/<str:number>/letters/<str:sha256>", files.letter, name="letter"),
    path("cases/<str:number>/pages/<str:sha256>/<int:page>", files.picture, name="picture"),
    path("cases/<str:number>/proofs/<str:sha256>", files.proof, name="proof"),
    path("csv", files.check_code, name="check_code"),
    path("submit", files.submit, name="submit"),
    path("sign-in", accounts.SignIn.as_view(), name="login"),
    path("sign-in", accounts.SignIn.as_view(), name="account_login"),  # allauth's name for it
    path("sign-in/again", reauthenticate, name="account_reauthenticate"),
    path("sign-in/closed", account_inactive, name="account_inactive"),
    path("sign-in/by/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-in/cancelled", login_cancelled, name="socialaccount_login_cancelled"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sign-out", LogoutView.as_view(), name="logout"),
    path("password/<uidb64>/<token>", accounts.SetPassword.as_view(), name="set_password"),
    path("accounts", people.accounts, name="accounts"),
    path("accounts/<int:pk>", people.change, name="account"),
    path("language/", include("django.conf.urls.i18n")),
]
