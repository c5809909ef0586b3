"""The day of a boundary, and how far the places of a unit lie from the point that represents it."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_COMMENTS = {
    'boundary': (
        'Known boundaries; a unit without one has no row.',
        'Known boundaries; a unit without one has no row. of_day is the day they draw (NULL: that of the acts).',
    ),
    'position': (
        'WGS84 point of one unit or one office, with the honesty of its precision; superseded where '
        'people moved the office.',
        'WGS84 point of one unit or one office, with the honesty of its precision; superseded where '
        'people moved the office. spread_m is how far in metres the places lie around it that it stands for.',
    ),
}


def _comment(which: int) -> None:
    if op.get_context().dialect.name == 'postgresql':
        for table, texts in _COMMENTS.items():
            op.create_table_comment(table, texts[which], existing_comment=texts[1 - which])


def upgrade() -> None:
    _comment(1)
    op.add_column('boundary', sa.Column('of_day', sa.Date(), nullable=True))
    op.add_column('position', sa.Column('spread_m', sa.Float(), nullable=True))


def downgrade() -> None:
    _comment(0)
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_column('spread_m')
    with op.batch_alter_table('boundary', schema=None) as batch_op:
        batch_op.drop_column('of_day')
