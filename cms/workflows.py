"""What happens when Wagtail's workflow ends: the approved revision goes live, not the latest one.

Named by the setting WAGTAIL_FINISH_WORKFLOW_ACTION. Approval stands in for the publish
permission, which no role holds; gated pages never come this way.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps

from foundation.exceptions import Refused


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish exactly what was approved; where the gate refuses, the editors get a task."""
    task_state = workflow_state.current_task_state
    if task_state is None:
        return
    try:
        task_state.revision.publish(user=user, skip_permission_checks=True)
    except Refused as refused:
        # Wagtail imports this module while it builds its own models, so that ours come late.
        task_model = apps.get_model("cms", "EditorTask")
        page = workflow_state.content_object
        task = task_model.objects.open(kind=task_model.Kind.NOT_PUBLISHED, page_id=page.pk, title=page.title)
        task.words = " ".join(refused.messages)
        task.save(update_fields=["words"])
