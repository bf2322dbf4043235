"""Waiting mail is tried again; what a killed worker left is put back."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from foundation import clock, outbox, sweeps, tasks
from foundation.models import OutboxMessage

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def waiting(**fields):
    """A mail whose transaction never came to its end, so that nobody sent it."""
    message = outbox.post(to="a@example.org", subject="Hello", body="Words")
    OutboxMessage.objects.filter(pk=message.pk).update(**fields)
    return message


def left_running(minutes, workers=1):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=clock.now() - dt.timedelta(minutes=minutes),
        args_kwargs={"args": [0], "kwargs": {}},
        task_path="foundation.tasks.deliver",
        worker_ids=[f"w{number}" for number in range(workers)],
        backend_name="default",
        run_after=get_date_max(),
    )


def test_a_mail_that_nobody_sent_is_sent_by_the_sweep():
    with time_machine.travel(NOON, tick=False) as traveller:
        waiting()
        assert tasks.retry_waiting_mail() == 0  # its own task may be at it this minute
        traveller.shift(dt.timedelta(minutes=1))
        assert tasks.retry_waiting_mail() == 1
        assert [message.body for message in mail.outbox] == ["Words"]
        assert tasks.retry_waiting_mail() == 0


def test_pauses_between_attempts_double_and_end_after_three_days(monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    attempts = []
    with time_machine.travel(NOON, tick=False) as traveller:
        message = waiting()
        for minute in range(5 * 24 * 60 // 5):
            if tasks.retry_waiting_mail():
                attempts.append(minute * 5)
            traveller.shift(dt.timedelta(minutes=5))
    assert attempts == [5, 10, 15, 20, 25, 35, 65, 130, 260, 515, 1025, 2050]
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (tasks.MOST_ATTEMPTS, "ConnectionRefusedError")
    assert message.sealed_body


def test_only_who_counts_the_attempt_sends(monkeypatch):
    message = waiting()
    stale = OutboxMessage.objects.get(pk=message.pk)
    tasks.deliver.call(message.pk)
    assert len(mail.outbox) == 1
    assert tasks._claim(stale) is False


def test_a_mail_whose_key_is_gone_stops_no_other():
    with time_machine.travel(NOON, tick=False) as traveller:
        broken = waiting(sealed_body="gone.AAAA.BBBB")
        waiting()
        traveller.shift(dt.timedelta(minutes=2))
        assert tasks.retry_waiting_mail() == 2
    assert len(mail.outbox) == 1
    broken.refresh_from_db()
    assert broken.last_error == "CannotOpen"


@pytest.mark.parametrize(
    "minutes, workers, status, count",
    [
        (29, 1, TaskResultStatus.RUNNING, 0),
        (31, 1, TaskResultStatus.READY, 1),
        (31, 2, TaskResultStatus.READY, 1),
        (31, 3, TaskResultStatus.FAILED, 1),
    ],
)
def test_what_a_killed_worker_left(minutes, workers, status, count):
    result = left_running(minutes, workers)
    assert tasks.put_back_stuck_tasks() == count
    result.refresh_from_db()
    assert result.status == status


def test_what_was_put_back_runs_again(settings, monkeypatch):
    # The worker closes connections between tasks; the test's transaction lives in one.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    monkeypatch.setattr(
        "django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda self: None
    )
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    message = waiting()
    result = left_running(31)
    DBTaskResult.objects.update(args_kwargs={"args": [message.pk], "kwargs": {}})
    call_command("work", "--once")
    result.refresh_from_db()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert len(mail.outbox) == 1


def test_a_worker_that_finishes_at_this_moment_wins(monkeypatch):
    result = left_running(31)
    from django.db.models import QuerySet

    update = QuerySet.update

    def finish_first(self, **changes):
        if changes.get("status") == TaskResultStatus.READY:
            update(DBTaskResult.objects.filter(pk=result.pk), status=TaskResultStatus.SUCCESSFUL)
        return update(self, **changes)

    monkeypatch.setattr(QuerySet, "update", finish_first)
    assert tasks.put_back_stuck_tasks() == 0
    result.refresh_from_db()
    assert result.status == TaskResultStatus.SUCCESSFUL


def test_what_is_old_is_forgotten():
    waiting(created_at=clock.now() - dt.timedelta(days=366))
    kept = waiting(created_at=clock.now() - dt.timedelta(days=364))
    old, young = left_running(1), left_running(1)
    week = dt.timedelta(days=7)
    DBTaskResult.objects.filter(pk=old.pk).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=clock.now() - week - dt.timedelta(hours=1)
    )
    assert tasks.forget_old_mail() == 1
    assert tasks.forget_old_results() == 1
    assert list(OutboxMessage.objects.all()) == [kept]
    assert list(DBTaskResult.objects.all()) == [young]


def test_the_sweep_as_a_task_runs_all(monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", {"one": lambda: 2})
    assert tasks.sweep.call() == {"one": 2}


def test_the_worker_sweeps_until_it_is_stopped(monkeypatch):
    from foundation.management.commands.work import Command

    stop = threading.Event()
    runs = []
    monkeypatch.setattr("foundation.management.commands.work.close_old_connections", lambda: None)
    monkeypatch.setattr(sweeps, "run_all", lambda: runs.append(1) or (stop.set() if len(runs) == 3 else None))
    Command().sweep_until(stop, 0.001)
    assert len(runs) == 3
