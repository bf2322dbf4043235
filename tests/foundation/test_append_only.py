import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AuditEvent
from foundation.append_only import append_only_tables, missing_triggers
from foundation.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return audit.record(action="test.act", by=None, subject_kind="thing", subject_id="1")


def test_every_append_only_table_has_its_triggers():
    assert append_only_tables()
    assert missing_triggers() == []


def test_the_model_refuses_change_and_deletion(event):
    event.action = "test.other"
    with pytest.raises(Refused):
        event.save()
    with pytest.raises(Refused):
        event.delete()
    with pytest.raises(Refused):
        AuditEvent.objects.update(action="x")
    with pytest.raises(Refused):
        AuditEvent.objects.all().delete()


@pytest.mark.parametrize("statement", ["UPDATE {t} SET id = id", "DELETE FROM {t} WHERE id > 0"])
def test_the_database_refuses_too(event, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(t=AuditEvent._meta.db_table))
    assert AuditEvent.objects.filter(pk=event.pk).exists()
