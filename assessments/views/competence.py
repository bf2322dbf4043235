"""Who is competent to judge which unit: a lead quality assurer reads and records it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.mixins import role_required
from accounts.models import Person
from accounts.roles import RoleName
from assessments import services
from assessments.forms.quality import CompetenceForm
from assessments.models import Competence
from assessments.selectors import competence as reads
from assessments.views.scoped import user_of

leads_only = role_required(RoleName.LEAD_QUALITY_ASSURER)


@require_GET
@leads_only
def competence(request: HttpRequest) -> HttpResponse:
    """Everybody who judges, and what stands for them today."""
    return render(request, "assessments/competence.html", {"judges": reads.judges()})


@require_http_methods(["GET", "HEAD", "POST"])
@leads_only
def competence_of(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person's competences: record one, or end one."""
    person = get_object_or_404(reads.judging_people(), public_id=public_id)
    user = user_of(request)
    if request.method == "POST" and "end" in request.POST:
        return _end(request, person)
    form = CompetenceForm(request.POST or None, units=reads.units_to_choose())
    if request.method == "POST" and form.is_valid():
        for kind in form.cleaned_data["kinds"]:
            services.record_competence(person=person, kind=kind, unit=form.cleaned_data["unit"], by=user)
        messages.success(request, _("Recorded for %(name)s.") % {"name": person.practising_name})
        return redirect("assessments:competence_of", public_id)
    [judge] = reads.judges(Person.objects.filter(pk=person.pk))
    context = {"judge": judge, "own": person.user_id == user.pk, "form": form}
    return render(request, "assessments/competence_of.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest, person: Person) -> HttpResponse:
    theirs = {str(row.pk): row for row in Competence.objects.filter(person=person)}
    row = theirs.get(request.POST["end"])
    if row is None:
        raise Http404
    services.end_competence(competence_id=row.pk, by=user_of(request))
    messages.success(request, _("It holds until the end of today."))
    return redirect("assessments:competence_of", person.public_id)
