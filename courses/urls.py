"""Addresses of `courses`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from courses.views import cohorts, invitations, joining, learning

app_name = "courses"
urlpatterns: list[URLPattern | URLResolver] = [
    path("invitations/", invitations.overview, name="invitations"),
    path("invitations/example.csv", invitations.example, name="example"),
    path("invitations/lists/<str:public_id>/", invitations.preview, name="batch"),
    path("invitations/lists/<str:public_id>/invite/", invitations.invite, name="batch_invite"),
    path("invitations/lists/<str:public_id>/list.csv", invitations.export, name="batch_export"),
    path("invitations/lists/<str:public_id>/<int:number>/", invitations.decide, name="batch_line"),
    path("invitations/sent/<str:public_id>/take-back/", invitations.take_back, name="invitation_take_back"),
    path("invitations/sent/<str:public_id>/again/", invitations.send_again, name="invitation_again"),
    path("cohorts/", cohorts.overview, name="cohorts"),
    path("cohorts/new/", cohorts.new_cohort, name="cohort_new"),
    path("cohorts/<str:public_id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<str:public_id>/invite/", invitations.new_list, name="invite"),
    path("home/modules/", learning.way_through, name="modules"),
    path("home/modules/<slug:slug>/summary/", learning.other_way, {"way": "summary"}, name="summary"),
    path(
        "home/modules/<slug:slug>/alternative/",
        learning.other_way,
        {"way": "alternative"},
        name="alternative",
    ),
    path("home/sections/<uuid:key>/save/", learning.save_section, name="section_save"),
    path("home/sections/<uuid:key>/place/", learning.keep_place, name="place"),
    path("home/notes/<str:public_id>/delete/", learning.delete_note, name="note_delete"),
    path("home/pause/", learning.pause, name="pause"),
    path("home/go-on/", learning.resume, name="resume"),
    path("home/more-time/", learning.extend, name="extend"),
    path("home/exit-first/", learning.exit_first, name="exit_first"),
    path("invitations/<str:token>/", joining.accept, name="accept"),
]
