"""Addresses of accreditation cases."""

from django.urls import URLPattern, URLResolver, path, re_path

from register.views import case_own, case_proposals, case_referee, cases, panel

urls_cases: list[URLPattern | URLResolver] = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/sittings/", cases.sittings, name="sittings"),
    path("cases/decided/", cases.decided, name="cases_decided"),
    path("cases/open/", cases.open_one, name="case_open"),
    path("cases/organisations/<str:public_id>/", cases.approval, name="organisation_approval"),
    path("cases/organisations/<str:public_id>/end/", cases.approval_end, name="organisation_approval_end"),
    path("cases/mine/", case_own.mine, name="my_accreditation"),
    path("cases/mine/<str:public_id>/code-of-conduct/", case_own.conduct, name="code_of_conduct"),
    path("cases/mine/<str:public_id>/name/", case_own.my_name, name="my_name"),
    path("cases/mine/<str:public_id>/reference/", case_own.my_reference, name="my_reference"),
    path("cases/mine/<str:public_id>/information/", case_own.my_information, name="my_information"),
    path("cases/mine/<str:public_id>/papers/", case_own.my_papers, name="my_papers"),
    path("cases/mine/<str:public_id>/proposal/", case_own.proposal, name="my_proposal"),
    re_path(
        r"^cases/mine/(?P<public_id>[^/]+)/proposal/(?P<way>writing|speak|time|agree|needs)/$",
        case_own.answer,
        name="my_answer",
    ),
    path("cases/mine/<str:public_id>/decision/", case_own.decision, name="my_decision"),
    path("cases/mine/<str:public_id>/withdraw/", case_own.withdraw, name="my_withdrawal"),
    path("cases/mine/<str:public_id>/review/", case_own.review, name="my_review"),
    path("cases/<str:public_id>/", cases.case_page, name="case"),
    path("cases/<str:public_id>/papers/", cases.case_papers, name="case_papers"),
    path("cases/<str:public_id>/check/", cases.check, name="case_check"),
    path("cases/<str:public_id>/employer/", cases.employer, name="case_employer"),
    path("cases/<str:public_id>/reference/", cases.reference_ask, name="case_reference_ask"),
    path("cases/<str:public_id>/references/<str:request_id>/", cases.reference, name="case_reference"),
    path(
        "cases/<str:public_id>/references/<str:request_id>/verify/",
        cases.reference_verify,
        name="case_reference_verify",
    ),
    path(
        "cases/<str:public_id>/references/<str:request_id>/read/",
        cases.reference_review,
        name="case_reference_read",
    ),
    path("cases/<str:public_id>/hold/", cases.hold, name="case_hold"),
    path("cases/<str:public_id>/holds/<str:hold_id>/lift/", cases.lift, name="case_lift"),
    path("cases/<str:public_id>/go-on/", cases.go_on, name="case_go_on"),
    path("cases/<str:public_id>/panel/", panel.seats, name="case_seats"),
    path("cases/<str:public_id>/view/", panel.view, name="case_view"),
    path("cases/<str:public_id>/seats/<str:seat_id>/aside/", panel.stand_aside, name="case_stand_aside"),
    path("cases/<str:public_id>/close/", panel.close, name="case_close"),
    path("cases/<str:public_id>/closed/", panel.closed, name="case_closed"),
    path("cases/<str:public_id>/propose/", case_proposals.propose, name="case_propose"),
    path("cases/<str:public_id>/notice/", case_proposals.notice, name="case_notice"),
    path("cases/<str:public_id>/notice/serve/", case_proposals.serve, name="case_serve"),
    path(
        "cases/<str:public_id>/notice/time/<str:answer_id>/", case_proposals.more_time, name="case_more_time"
    ),
    path(
        "cases/<str:public_id>/notice/hearing/<str:answer_id>/", case_proposals.hearing, name="case_hearing"
    ),
    path("cases/<str:public_id>/notice/heard/<str:answer_id>/", case_proposals.heard, name="case_heard"),
    path("reference/sent/", case_referee.sent, name="reference_sent"),
    path("reference/<str:token>/", case_referee.reference, name="reference"),
]
