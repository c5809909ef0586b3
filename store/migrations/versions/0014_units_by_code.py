"""An index of the codes of units: a look-up by a foreign code no longer reads all of them."""

from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('unit_identifier', schema=None) as batch_op:
        batch_op.create_index('ix_unit_identifier_value', ['value'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('unit_identifier', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_identifier_value')
