"""What the tables of casework keep about people."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from casework.models import Hold, PolicyNumber, Reason, Request, RequestItem

register_table(
    Request,
    topic=Topic.REGISTER,
    name=_("What you were asked for"),
    purpose=_("A reference, a check or further information comes from the right person, in time."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you are asked."),
    ends=_("With the case that it belongs to; your address 90 days after it ended."),
    rows=lambda user: Request.objects.filter(asked_of=user),
    gives=("kind", "state", "asked_at", "due_on", "answered_at"),
)
register_table(
    RequestItem,
    topic=Topic.REGISTER,
    name=_("What you answered"),
    purpose=_("Whoever asked reads your answer to each question."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When you answer."),
    ends=_("With the case that it belongs to."),
    rows=lambda user: RequestItem.objects.filter(request__asked_of=user),
    gives=("question", "answer"),
)
register_table(
    Hold,
    topic=Topic.RECORDS,
    name=_("Holds"),
    purpose=_("A clock or a decision waits for a stated reason, and nothing loses its place."),
    basis=Basis.PUBLIC_TASK,
    starts=_("When something has to wait."),
    ends=_("With the case or the work that it stands beside."),
)
register_table(
    Reason,
    topic=Topic.CONTENT,
    name=_("Reasons that can be given"),
    purpose=_("The same reason is said in the same words to everybody."),
    basis=Basis.NOBODY,
    starts=_("When the site is set up."),
    ends=_("As long as the programme runs."),
    companions=(PolicyNumber,),
)
