"""Addresses of `cms`, below the language prefix."""

from django.urls import URLPattern, URLResolver, path

from cms.views import coproduction, files, signoff, urgent, words

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<str:public_id>/<str:name>", files.serve, name="file"),
    path("home/words/", words.words, name="words"),
    path("home/words/new/", words.give, name="give"),
    path("home/words/payments/", words.payments, name="payments"),
    path("home/words/to-read/", signoff.to_read, name="to_read"),
    path("home/words/to-read/<str:public_id>/", signoff.read, name="read"),
    path("home/words/receipts/<str:public_id>/", words.receipt, name="receipt"),
    path("home/words/readers/", coproduction.readers, name="readers"),
    path("home/words/readers/<uuid:key>/<slug:language>/", coproduction.name_readers, name="name_readers"),
    path("home/words/readers/payments/<str:public_id>/", coproduction.payment, name="payment"),
    path("home/pages/<uuid:key>/<slug:language>/urgent/", urgent.urgent, name="urgent"),
    path("home/words/tasks/<str:public_id>/done/", coproduction.close_task, name="close_task"),
    path("home/words/<str:public_id>/consent/", words.consent, name="consent"),
    path("home/words/<str:public_id>/withdraw/", words.withdraw, name="withdraw"),
    path("home/words/<str:public_id>/withdrawn/", words.withdrawn, name="withdrawn"),
    path("home/words/<str:public_id>/bring-back/", words.bring_back, name="bring_back"),
    path("home/words/<str:public_id>/destroy/", words.destroy, name="destroy"),
]
