"""The desk's addresses."""

from allauth.account.views import account_inactive, reauthenticate
from allauth.socialaccount.views import login_cancelled
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from desk.api import api
from desk.views import about, accounts, arranging, asking, cases, counter, decisions, files, live, people, review, tray

urlpatterns = [
    path("salud", files.health, name="health"),
    path("", tray.tray, name="tray"),
    path("next", tray.next_case, name="next"),
    path("batch", tray.batch, name="batch"),
    path("searches", tray.save_search, name="save_search"),
    path("pulse", live.tray_pulse, name="tray_pulse"),
    path("cases/<str:number>", cases.show, name="case"),
    path("cases/<str:number>/review", review.review, name="review"),
    path("cases/<str:number>/review/check/<str:name>", review.check_value, name="check_value"),
    path("cases/<str:number>/review/take-over", review.take_over, name="take_over"),
    path("cases/<str:number>/hand-over", arranging.hand_over, name="hand_over"),
    path("cases/<str:number>/put-off", arranging.put_off, name="put_off"),
    path("cases/<str:number>/take-up", arranging.take_up, name="take_up"),
    path("cases/<str:number>/remark", arranging.remark, name="remark"),
    path("cases/<str:number>/ask", asking.ask, name="ask"),
    path("cases/<str:number>/received", asking.received, name="received"),
    path("cases/<str:number>/extend", asking.extend, name="extend"),
    path("cases/<str:number>/answer", asking.answer, name="answer"),
    path("cases/<str:number>/pulse", live.pulse, name="pulse"),
    path("cases/<str:number>/words/<str:sha256>/<int:page>", review.words, name="words"),
    path("cases/<str:number>/decide", decisions.decide, name="decide"),
    path("cases/<str:number>/documents/<str:sha256>", files.document, name="document"),
    path("cases/<str:number>/letters/<str:sha256>", files.letter, name="letter"),
    path("cases/<str:number>/letters/<str:sha256>/shown", files.letter_shown, name="letter_shown"),
    path("cases/<str:number>/export/<str:form>", files.export, name="export"),
    path("cases/<str:number>/pages/<str:sha256>/<int:page>", files.picture, name="picture"),
    path("cases/<str:number>/proofs/<str:sha256>", files.proof, name="proof"),
    path("api/v1/", api.urls),
    path("accessibility", about.accessibility, name="accessibility"),
    path("csv", files.check_code, name="check_code"),
    path("submit", counter.submit, name="submit"),
    path("arrivals", counter.arrivals, name="arrivals"),
    path("cases/<str:number>/arrived", counter.arrived, name="arrived"),
    path("cases/<str:number>/receipt", counter.receipt, name="receipt"),
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
