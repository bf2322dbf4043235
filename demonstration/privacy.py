"""What the demonstration's tables keep: nothing about anybody, for everybody in it is invented."""

from django.utils.translation import gettext_lazy as _

from accounts.privacy import Basis, Topic, register_table
from demonstration.models import LoadedStep, Loading

register_table(
    Loading,
    topic=Topic.CONTENT,
    name=_("The loading of the demonstration"),
    purpose=_("A second run goes on where the first one stopped."),
    basis=Basis.NOBODY,
    starts=_("When the demonstration is loaded."),
    ends=_("With the development database."),
    companions=(LoadedStep,),
)
