"""What a ledger holds, for comparing before and after."""

from sqlalchemy import text

from app.store.schema import journalled_tables


def content(ledger):
    """Return every live record of every journalled table, as stored."""
    with ledger.reading() as tx:
        return {
            table.name: sorted(
                map(
                    str,
                    tx.session.execute(
                        text(f"SELECT * FROM {table.name} WHERE removed_at IS NULL")  # noqa: S608 - a schema name
                    ).all(),
                )
            )
            for table in journalled_tables()
        }
