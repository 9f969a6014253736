"""The desk's addresses."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from desk.views import accounts, cases, decisions, files

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
    path("sign-out", LogoutView.as_view(), name="logout"),
    path("password/<uidb64>/<token>", accounts.SetPassword.as_view(), name="set_password"),
    path("accounts/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
]
