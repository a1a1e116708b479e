"""The date of the paper behind an override; what an import read, for its receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rule_override", sa.Column("doc_on", sa.String(), nullable=True))
    op.create_table(
        "import_batch",
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("batch", name="pk_import_batch"),
    )
