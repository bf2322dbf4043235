"""The second ring: the database itself refuses what the readers did not sign.

Three sets of triggers, on PostgreSQL and on SQLite:

- Wagtail's page table: a gated page is live only with a live revision that was
  cleared for that very page, and never as a mirror of another page;
- Wagtail's revisions: the content of a revision that readers were asked about stays;
- contributions: words are blanked or left as they are, and their digest never changes.

They are taken away before a migration and put back after it, because SQLite checks
every trigger while it rebuilds a table that one of them names (architecture, trap 13).
"""

from __future__ import annotations

from django.db import connections

from cms.selectors.gate import gated_models
from foundation.append_only import present_triggers

PAGES, REVISIONS, CONTRIBUTIONS = "wagtailcore_page", "wagtailcore_revision", "cms_contribution"
NEEDED = frozenset({PAGES, REVISIONS, CONTRIBUTIONS, "cms_clearedrevision", "cms_signoffrequest"})

#: name -> (table, moment, condition of refusal, what is said)
Trigger = tuple[str, str, str, str]


def _gated_types() -> str:
    labels = sorted(model._meta.label_lower for model in gated_models())
    return ", ".join(f"'{label}'" for label in labels)


def triggers() -> dict[str, Trigger]:
    """Every trigger by its name. Conditions are SQL that both databases read alike."""
    unsigned = (
        "NEW.live AND EXISTS (SELECT 1 FROM django_content_type t WHERE t.id = NEW.content_type_id"  # noqa: S608 - the labels are our own classes' names
        f" AND (t.app_label || '.' || t.model) IN ({_gated_types()}))"
        " AND (NEW.alias_of_id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM cms_clearedrevision c"
        " WHERE c.revision_id = NEW.live_revision_id AND c.page_id = NEW.id))"
    )
    signed = (
        "(NEW.content <> OLD.content OR NEW.object_id <> OLD.object_id)"
        " AND EXISTS (SELECT 1 FROM cms_signoffrequest r WHERE r.revision_id = OLD.id)"
    )
    words = (
        "(NEW.sealed_words <> OLD.sealed_words AND NEW.sealed_words <> '')"
        " OR (NEW.sealed_words_cy <> OLD.sealed_words_cy AND NEW.sealed_words_cy <> '')"
        " OR (NEW.salt <> OLD.salt AND NEW.salt <> '')"
        " OR (NEW.file <> OLD.file AND NEW.file <> '')"
        " OR NEW.digest <> OLD.digest OR NEW.consultant_id <> OLD.consultant_id"
    )
    page_columns = "live, live_revision_id, alias_of_id, content_type_id"
    return {
        "cms_page_signed_insert": (PAGES, "INSERT", unsigned, "this page was not signed off"),
        "cms_page_signed_update": (
            PAGES,
            f"UPDATE OF {page_columns}",
            unsigned,
            "this page was not signed off",
        ),
        "cms_revision_kept": (REVISIONS, "UPDATE", signed, "a revision under sign-off is never rewritten"),
        "cms_words_kept": (CONTRIBUTIONS, "UPDATE", words, "words are blanked or left as they are"),
    }


def _statements(vendor: str, name: str, trigger: Trigger) -> list[str]:
    table, moment, condition, said = trigger
    if vendor == "postgresql":
        body = (
            f"IF {condition} THEN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'"
        )
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        return [
            f"{function} $$ BEGIN {body}; END IF; RETURN NEW; END $$",
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {moment} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()',
        ]
    create = f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table}" WHEN {condition}'
    return [f'DROP TRIGGER IF EXISTS "{name}"', f"{create} BEGIN SELECT RAISE(ABORT, '{said}'); END"]


def install(using: str = "default") -> None:
    """Put every trigger in its place; safe to run again."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= NEEDED:
        return
    with connection.cursor() as cursor:
        for name, trigger in triggers().items():
            for statement in _statements(connection.vendor, name, trigger):
                cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers away, for a migration alone."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, (table, *_rest) in triggers().items():
            if table in existing:
                suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}')


def missing(using: str = "default") -> list[str]:
    """The names of triggers that should be there and are not; readiness asks this."""
    return sorted(set(triggers()) - present_triggers(using))
