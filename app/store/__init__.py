"""The local SQLite file: tables, journal, migrations. The only room that knows SQLAlchemy."""
