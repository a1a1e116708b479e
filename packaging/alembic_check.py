"""`alembic check` on a database that was just migrated from nothing to the newest revision."""

import sys
import tempfile
import warnings
from pathlib import Path

from sqlalchemy import create_engine


def main() -> int:
    """Return 0 when the models ask for nothing that the migrations do not give."""
    from alembic import command
    from alembic.util import CommandError

    from app.store.engine import Database
    from app.store.migration import configuration

    # person and school_unit point to one another.
    warnings.filterwarnings("ignore", message="Cannot correctly sort tables")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.sqlite"
        Database(path).close()
        engine = create_engine(f"sqlite:///{path}")
        try:
            with engine.connect() as connection:
                command.check(configuration(connection))
        except CommandError as error:
            print(error)
            return 1
        finally:
            engine.dispose()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
