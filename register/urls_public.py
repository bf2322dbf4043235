"""Addresses of the register for the public, for advocates and for registrars."""

from django.urls import URLPattern, URLResolver, path

from register.views import check, own, staff

urls_public: list[URLPattern | URLResolver] = [
    path("check/", check.check, name="check"),
    path("check/<str:code>/", check.check_code, name="check_code"),
    path("register/", check.register_search, name="register"),
    path("register/<str:number>/", check.register_entry, name="entry"),
    path("my-entry/", own.my_entry, name="my_entry"),
    path("my-entry/visibility/", own.visibility, name="my_visibility"),
    path("my-entry/employer/", own.employer, name="my_employer"),
    path("my-entry/new-number/", own.new_number, name="my_new_number"),
    path("my-entry/leave/", own.leave, name="my_leave"),
    path("entries/", staff.register_list, name="staff_register"),
    path("entries/reviews/", staff.reviews, name="staff_reviews"),
    path("entries/<str:public_id>/", staff.entry_page, name="staff_entry"),
    path("entries/<str:public_id>/why/", staff.why, name="staff_why"),
    path("entries/<str:public_id>/suspend/", staff.suspend, name="staff_suspend"),
    path("entries/<str:public_id>/lift/", staff.lift, name="staff_lift"),
    path("entries/<str:public_id>/safety/", staff.safety, name="staff_safety"),
]
