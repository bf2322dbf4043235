"""Addresses of `courses`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from courses.views import invitations, joining

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
    path("cohorts/<str:public_id>/invite/", invitations.new_list, name="invite"),
    path("invitations/<str:token>/", joining.accept, name="accept"),
]
