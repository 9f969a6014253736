"""The database itself refuses to change or delete an audit entry, whoever asks."""

from django.db import migrations

_SQLITE = """
CREATE TRIGGER desk_audit_no_{name} BEFORE {event} ON desk_auditentry
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE FUNCTION desk_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER desk_audit_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION desk_audit_refuse()
"""


def _refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(_SQLITE.format(name=event.lower(), event=event))
        return
    schema_editor.execute(_POSTGRESQL_FUNCTION)
    schema_editor.execute(_POSTGRESQL_TRIGGER)


def _allow(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER desk_audit_no_{event}")
        return
    schema_editor.execute("DROP FUNCTION desk_audit_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_first")]
    operations = [migrations.RunPython(_refuse, _allow)]
