"""Rules the database keeps: a span stays inside its text, and what supersedes something is of the same kind."""

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


def same_text() -> pgtrigger.Trigger:
    """A trigger for a table with ``revision_id`` and ``claim_id``: both speak of one text."""
    return pgtrigger.Trigger(
        name="same_text",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="""
            IF NOT EXISTS (SELECT FROM claims_claim WHERE id = NEW.claim_id AND revision_id = NEW.revision_id) THEN
                RAISE EXCEPTION 'a span stands in the text of its claim' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def own_chain(table: str, *columns: str) -> pgtrigger.Trigger:
    """A trigger for a table with ``supersedes_id``: the superseded row agrees in ``columns``."""
    agree = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="own_chain",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__supersedes__isnull=False),
        func=f"""
            IF NOT EXISTS (SELECT FROM {table} WHERE id = NEW.supersedes_id AND {agree}) THEN
                RAISE EXCEPTION 'what is superseded belongs to another claim or person'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def unsealed() -> pgtrigger.Trigger:
    """A trigger for a table whose rows stay: each new row waits to be sealed, in the transaction that wrote it."""
    return pgtrigger.Trigger(
        name="unsealed",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        func="""
            INSERT INTO claims_unsealed (kind, "row") SELECT TG_TABLE_NAME, id::text FROM new_rows;
            RETURN NULL;
        """,
    )
