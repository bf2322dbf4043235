"""Addresses of `assessments`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from assessments.views import allocation, competence, files, marking, quality, safeguarding, trainee

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
    path("marking/", marking.to_mark, name="to_mark"),
    path("marking/done/", marking.done, name="done"),
    path("marking/next/", marking.take_next, name="take_next"),
    path("marking/allocation/", allocation.allocation, name="allocation"),
    path("marking/allocation/<str:public_id>/", allocation.allocate, name="allocate"),
    path("marking/worries/", safeguarding.worries, name="worries"),
    path("marking/worries/<str:public_id>/", safeguarding.worry, name="worry_read"),
    path("marking/<str:public_id>/", marking.mark, name="mark"),
    path("marking/<str:public_id>/save/", marking.autosave, name="mark_save"),
    path("marking/<str:public_id>/check/", marking.mark_check, name="mark_check"),
    path("marking/<str:public_id>/passage/", marking.passage, name="passage"),
    path("marking/<str:public_id>/give-back/", marking.give_back, name="give_back"),
    path("marking/<str:public_id>/tie/", marking.tie, name="tie"),
    path("marking/<str:public_id>/worry/", marking.worry, name="worry"),
    path("quality/review/", quality.to_review, name="to_review"),
    path("quality/review/<str:public_id>/", quality.review, name="review"),
    path("quality/review/<str:public_id>/<str:evidence_id>/", quality.evidence, name="evidence"),
    path("quality/sampling/", quality.sampling, name="sampling"),
    path("quality/sampling/choose/", quality.choose, name="choose"),
    path("quality/sampling/open/", quality.open_period, name="open_period"),
    path("quality/sampling/<str:public_id>/close/", quality.close_period, name="close_period"),
    path("quality/competence/", competence.competence, name="competence"),
    path("quality/competence/<str:public_id>/", competence.competence_of, name="competence_of"),
    path("quality/release/", quality.to_release, name="to_release"),
    path("quality/release/<str:public_id>/", quality.release, name="release"),
    path("quality/resubmission/<str:public_id>/", quality.resubmission, name="resubmission"),
]
