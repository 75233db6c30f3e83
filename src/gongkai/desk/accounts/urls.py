"""Account pages; the desk includes these patterns in its own namespace."""

from django.urls import path

from gongkai.desk.accounts import identity, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.second_step_code, name="second-step-code"),
    path("sign-in/identity/", identity.Start.as_view(), name="identity"),
    path("sign-in/identity/callback/", identity.Callback.as_view(), name="identity-callback"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("account/second-step/", views.second_step_page, name="second-step"),
]
