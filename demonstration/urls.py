"""Addresses of the demonstration; mounted by the development and test settings alone."""

from django.urls import path

from demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("demo/", views.door, name="door"),
    path("demo/people/", views.people, name="people"),
    path("demo/be/<slug:key>/", views.be, name="be"),
    path("demo/mail/", views.mails, name="mails"),
    path("demo/mail/<slug:name>/", views.mail, name="mail"),
]
