"""Addresses of `accounts`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from accounts.views import account, acting, kept, leave, notices, resume, roles

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("exit/", leave.Leave.as_view(), name="exit"),
    path("account/", account.overview, name="overview"),
    path("account/carry-on/", resume.resume, name="resume"),
    path("account/details/", account.details, name="details"),
    path("account/kept/", kept.kept, name="kept"),
    path("account/kept/copy/", kept.kept_copy, name="kept_copy"),
    path("account/reading/", account.reading, name="reading"),
    path("account/second-step/", account.second_step, name="second_step"),
    path("account/welcome/", account.welcome, name="welcome"),
    path("account/act-as/", acting.act_as, name="act_as"),
    path("account/people/", roles.people, name="people"),
    path("account/people/new/", roles.person_new, name="person_new"),
    path("account/people/log/", roles.role_log, name="role_log"),
    path("account/people/requests/<str:public_id>/", roles.role_answer, name="role_answer"),
    path("account/people/<str:public_id>/", roles.person_roles, name="person_roles"),
    path("account/people/<str:public_id>/end/", roles.role_end, name="role_end"),
    path("account/people/<str:public_id>/link/", roles.person_link, name="person_link"),
    path("home/messages/", notices.notices, name="notices"),
    path("home/messages/<str:public_id>/", notices.notice, name="notice"),
    path("home/messages/<str:public_id>/open/", notices.open_now, name="notice_open"),
    path("home/messages/<str:public_id>/later/", notices.later, name="notice_later"),
]
