"""An account never changes its organisation, and sits only where that has the seat: the database says so."""

from typing import Any

from django.db import migrations

MOVED = "an account belongs to one organisation; who changes sides gets a new one"
WRONG_SEAT = "the seat is filled by another organisation"
SEATED = (
    "SELECT 1 FROM store_seat s JOIN store_user u ON u.organisation_id = s.organisation_id "
    "WHERE u.id = NEW.user_id AND s.relationship = NEW.relationship AND s.party = NEW.party"
)
SQLITE = (
    f"""CREATE TRIGGER account_keeps_its_side BEFORE UPDATE OF organisation_id ON store_user
    WHEN NEW.organisation_id <> OLD.organisation_id BEGIN SELECT RAISE(ABORT, '{MOVED}'); END""",
    *(
        f"""CREATE TRIGGER place_is_of_the_side_{verb.lower()} BEFORE {verb} ON store_membership
        WHEN NOT EXISTS ({SEATED}) BEGIN SELECT RAISE(ABORT, '{WRONG_SEAT}'); END"""
        for verb in ("INSERT", "UPDATE")
    ),
    f"""CREATE TRIGGER seat_keeps_its_side BEFORE UPDATE OF organisation_id ON store_seat
    WHEN NEW.organisation_id <> OLD.organisation_id BEGIN SELECT RAISE(ABORT, '{WRONG_SEAT}'); END""",
)
POSTGRESQL = (
    f"""CREATE FUNCTION store_keep_side() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.organisation_id <> OLD.organisation_id THEN
      RAISE EXCEPTION '{MOVED}' USING ERRCODE = 'integrity_constraint_violation';
    END IF; RETURN NEW; END $$""",
    f"""CREATE FUNCTION store_right_seat() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS ({SEATED}) THEN
      RAISE EXCEPTION '{WRONG_SEAT}' USING ERRCODE = 'integrity_constraint_violation';
    END IF; RETURN NEW; END $$""",
    """CREATE TRIGGER account_keeps_its_side BEFORE UPDATE OF organisation_id ON store_user
    FOR EACH ROW EXECUTE FUNCTION store_keep_side()""",
    """CREATE TRIGGER seat_keeps_its_side BEFORE UPDATE OF organisation_id ON store_seat
    FOR EACH ROW EXECUTE FUNCTION store_keep_side()""",
    """CREATE TRIGGER place_is_of_the_side BEFORE INSERT OR UPDATE ON store_membership
    FOR EACH ROW EXECUTE FUNCTION store_right_seat()""",
)


def guard(apps: Any, editor: Any) -> None:
    """Set the triggers."""
    del apps
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Triggers of the accounts."""

    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
