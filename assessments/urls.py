"""Addresses of `assessments`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from assessments.views import files, trainee

app_name = "assessments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("units/", trainee.units, name="units"),
    path("units/files/<str:file_id>/", files.evidence_file, name="file"),
    path("units/<str:public_id>/", trainee.unit, name="unit"),
    path("units/<str:public_id>/draft/", trainee.draft, name="draft"),
    path("units/<str:public_id>/check/", trainee.check, name="check"),
    path("units/<str:public_id>/sent/", trainee.sent, name="sent"),
    path("units/<str:public_id>/receipt/", trainee.receipt, name="receipt"),
    path("units/<str:public_id>/take-back/", trainee.take_back, name="take_back"),
    path("units/<str:public_id>/longer/", trainee.longer, name="longer"),
    path("units/<str:public_id>/result/", trainee.result, name="result"),
    path("units/<str:public_id>/comments/<str:file_id>/", trainee.remarks, name="remarks"),
]
