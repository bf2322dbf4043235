"""Background work of `courses`: it takes ids and may run twice."""

from django_tasks import task


@task()
def send_list(batch_id: int) -> None:
    """Send a list of invitations that a manager has started."""
    from courses.services import invitations

    invitations.send(batch_id=batch_id)
