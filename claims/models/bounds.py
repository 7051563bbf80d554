"""Rules the database keeps: a span stays inside its text, and what supersedes something is of the same kind."""

import pgtrigger

_ON = {"insert": pgtrigger.Insert, "update": pgtrigger.Update}


def none_of_new_rows(name: str, wrong: str, on: str) -> pgtrigger.Trigger:
    """A trigger that looks at all rows of a statement at once, which costs a tenth of a look at each.

    ``wrong`` is a SELECT of why one of ``new_rows`` cannot be.
    """
    return pgtrigger.Trigger(
        name=f"{name}_{on}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=_ON[on],
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        declare=[("wrong", "text")],
        func=f"""
            wrong := ({wrong} LIMIT 1);
            IF wrong IS NOT NULL THEN
                RAISE EXCEPTION '%', wrong USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,
    )


def within_text() -> list[pgtrigger.Trigger]:
    """For any table with ``revision_id`` and ``end``: refuses an end beyond the revision's length."""
    wrong = """
        SELECT format('span [%s, %s) reaches outside a text of %s code points', start, "end", length)
        FROM new_rows JOIN claims_revision ON claims_revision.id = revision_id
        WHERE "end" > length
    """
    return [none_of_new_rows("within_text", wrong, on) for on in _ON]


def same_text() -> list[pgtrigger.Trigger]:
    """For a table with ``revision_id`` and ``claim_id``: both speak of one text."""
    wrong = """
        SELECT 'a span stands in the text of its claim'
        FROM new_rows JOIN claims_claim ON claims_claim.id = claim_id
        WHERE claims_claim.revision_id <> new_rows.revision_id
    """
    return [none_of_new_rows("same_text", wrong, on) for on in _ON]


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
