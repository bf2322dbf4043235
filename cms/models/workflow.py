"""The workflow of pages of text: a second person of the editors reads before it goes live."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.models import Task, TaskState

from accounts.models import User
from accounts.permissions import has_role
from accounts.roles import CONTENT
from foundation.exceptions import NotAllowed


class SecondReaderTask(Task):
    """Somebody with a content role who neither asked for it nor wrote the revision."""

    class Meta:
        verbose_name = _("second reader")
        verbose_name_plural = _("second readers")

    def _may_decide(self, task_state: TaskState | None, user: User) -> bool:
        if task_state is None or not has_role(user, *CONTENT):
            return False
        return user.pk not in {task_state.workflow_state.requested_by_id, task_state.revision.user_id}

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        """Approve, or ask for changes with a comment; nothing for the author."""
        if not self._may_decide(
            obj.current_workflow_state and obj.current_workflow_state.current_task_state, user
        ):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve"), False),
        ]

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Do it, after asking again who acts: Wagtail itself asks nothing here (architecture, trap 3)."""
        if not self._may_decide(task_state, user):
            raise NotAllowed(gettext("Somebody else has to read it: you wrote it or asked for it."))
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **_kwargs: Any) -> Any:
        """What waits for this user's eyes."""
        if not has_role(user, *CONTENT):
            return TaskState.objects.none()
        return (
            self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
            .exclude(workflow_state__requested_by=user)
            .exclude(revision__user=user)
        )

    @classmethod
    def get_description(cls) -> str:
        """Shown where tasks are listed."""
        return str(_("A second person with a content role reads the page before it goes live."))
