"""What every site has, and how a page of text goes live: by a second person's eyes."""

from __future__ import annotations

from django.core.management import call_command
from wagtail.models import Page, Site

from accounts.models import User
from cms.models import HomePage
from cms.models.site import SiteSettings
from demonstration.content_files import CONTENT, load_yaml
from demonstration.loader.world import World


def establish_site(world: World) -> None:
    """Lay what every site needs, and say how the team of this one is reached."""
    del world
    call_command("establish", verbosity=0, stdout=_Silent())
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in load_yaml(CONTENT / "team.yaml").items():
        setattr(settings, name, value)
    settings.save()


class _Silent:
    """A stream for what is not to be printed between the loader's own lines."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


def home_page(language: str = "en") -> HomePage:
    """The home page in a language."""
    return HomePage.objects.get(depth=2, locale__language_code=language)


def publish(page: Page, *, by: User, reader: User) -> None:
    """One editor writes and asks, another one reads and approves; the workflow then puts it live."""
    page.save_revision(user=by)
    workflow = page.get_workflow()
    assert workflow is not None
    workflow.start(page, by)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, reader, "approve")
