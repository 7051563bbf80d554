"""A rule the database keeps: no span reaches past the end of the text it points into."""

import pgtrigger


def within_text() -> pgtrigger.Trigger:
    """A trigger for any table with ``revision_id`` and ``end``: refuses an end beyond the revision's length."""
    return pgtrigger.Trigger(
        name="within_text",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("text_length", "integer")],
        func="""
            SELECT length INTO text_length FROM claims_revision WHERE id = NEW.revision_id;
            IF NEW."end" > text_length THEN
                RAISE EXCEPTION 'span [%, %) reaches outside a text of % code points',
                    NEW.start, NEW."end", text_length USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )
