"""What the content kit's tables keep about people, and Wagtail's own."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply, ModelLogEntry, PageLogEntry, PageSubscription, Revision
from wagtail.users.models import UserProfile

from accounts.privacy import Basis, Topic, register_table
from cms.models import (
    ClearedRevision,
    Consent,
    ContentPage,
    Contribution,
    ContributionUse,
    CoWrittenPage,
    EditorTask,
    HelpLine,
    HomePage,
    Media,
    PageNotice,
    Paper,
    Payment,
    Picture,
    Rendition,
    Reviewer,
    SecondReaderTask,
    SignOff,
    SignOffReader,
    SignOffReasons,
    SignOffRequest,
    SiteSettings,
    TakenOut,
)

AS_THE_PAGE = _("As long as the page, then six years.")

register_table(
    Contribution,
    topic=Topic.CONTRIBUTIONS,
    name=_("Your contributions"),
    purpose=_("People learn from your words, as you agreed."),
    basis=Basis.CONSENT,
    starts=_("When you give it. It is sealed from the first moment."),
    ends=_("When you withdraw it: hidden at once, sealed for seven days, then destroyed."),
    rows=lambda user: Contribution.objects.filter(consultant=user),
    gives=("code", "kind", "about", "state", "given_at", "withdrawn_at", "destroyed_at"),
    companions=(ContributionUse,),
)
register_table(
    Consent,
    topic=Topic.CONTRIBUTIONS,
    name=_("What you agreed to"),
    purpose=_("To show on what basis your words stand where they stand."),
    basis=Basis.CONSENT,
    starts=_("When you agree, and each time you change it."),
    ends=_("Six years after it ended. It carries no words of yours."),
    rows=lambda user: Consent.objects.filter(contribution__consultant=user),
    gives=("receipt", "scope", "languages", "credit", "credited_as", "not_consented_to", "since", "until"),
)
register_table(
    Payment,
    topic=Topic.CONTRIBUTIONS,
    name=_("What you were paid"),
    purpose=_("You are paid for your work, and were offered independent advice first."),
    basis=Basis.CONTRACT,
    starts=_("When work is agreed."),
    ends=_("Six years, as accounts."),
    rows=lambda user: Payment.objects.filter(consultant=user),
    gives=("work", "amount", "terms_agreed_on", "offered_on", "declined_on", "paid_on"),
)
register_table(
    SignOff,
    topic=Topic.CONTRIBUTIONS,
    name=_("Pages that you read and signed off"),
    purpose=_("Co-authorship that can be shown."),
    basis=Basis.LEGITIMATE,
    starts=_("When you answer whether a page may go live."),
    ends=AS_THE_PAGE,
    rows=lambda user: SignOff.objects.filter(consultant=user),
    gives=("answer", "at"),
    companions=(SignOffRequest, SignOffReader, SignOffReasons, Reviewer, ClearedRevision),
)
register_table(
    EditorTask,
    topic=Topic.CONTENT,
    name=_("What editors have to look at"),
    purpose=_("A withdrawn contribution is taken care of. It names a code, never a person."),
    basis=Basis.NOBODY,
    starts=_("When something changes on a page."),
    ends=_("A year after it was done."),
    companions=(PageNotice, SecondReaderTask, TakenOut),
)
register_table(
    HelpLine,
    topic=Topic.CONTENT,
    name=_("Pages, help lines, pictures and papers"),
    purpose=_("What the site says."),
    basis=Basis.NOBODY,
    starts=_("When it is written or uploaded."),
    ends=_("When it is taken down."),
    companions=(HomePage, ContentPage, CoWrittenPage, SiteSettings, Picture, Rendition, Paper, Media),
)
register_table(
    PageLogEntry,
    topic=Topic.RECORDS,
    name=_("What you changed on pages"),
    purpose=_("To answer who changed a page, and when."),
    basis=Basis.LEGITIMATE,
    starts=_("With each change in the content kit."),
    ends=AS_THE_PAGE,
    rows=lambda user: PageLogEntry.objects.filter(user=user),
    gives=("action", "timestamp"),
    companions=(ModelLogEntry, Revision, Comment, CommentReply, PageSubscription),
)
register_table(
    UserProfile,
    topic=Topic.ACCOUNT,
    name=_("How you use the content kit"),
    purpose=_("Its language and its notices, as you set them."),
    basis=Basis.CONTRACT,
    starts=_("When you first open the content kit."),
    ends=_("With your account."),
    rows=lambda user: UserProfile.objects.filter(user=user),
    gives=("preferred_language", "current_time_zone"),
)

#: Wagtail's own tables that are not named above: pages, sites, workflow, search, translation.
WAGTAIL = (
    "taggit",
    "wagtail_localize",
    "wagtailadmin",
    "wagtailcore",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailimages",
    "wagtailredirects",
    "wagtailsearch",
    "wagtailusers",
)
_named = {PageLogEntry, ModelLogEntry, Revision, Comment, CommentReply, PageSubscription, UserProfile}
for _label in WAGTAIL:
    for _model in apps.get_app_config(_label).get_models():
        if _model not in _named:
            register_table(
                _model,
                topic=Topic.CONTENT,
                name=_("The content kit's own lists"),
                purpose=_("Pages, their order, their search entries and translations."),
                basis=Basis.NOBODY,
                starts=_("When content is written."),
                ends=_("With the content."),
            )
