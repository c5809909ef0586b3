"""Cells that rows share (the line that prints the hours of a row), and the day of an amended text."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_COMMENTS = {
    'office_record': (
        'What a printed row says of an office; phones and faxes are E.164, hours OSM opening_hours.',
        'What a printed row says of an office; phones and faxes are E.164, hours OSM opening_hours. '
        'hours_line is the line that prints the hours where rows share one cell.',
    ),
    'act': (
        'Legal acts. Force is half open; after repeal_unknown_after nobody knows.',
        'Legal acts. Force is half open; after repeal_unknown_after nobody knows. '
        'edition_of is the day whose amended text was read.',
    ),
}


def _comment(which: int) -> None:
    if op.get_context().dialect.name == 'postgresql':
        for table, texts in _COMMENTS.items():
            op.create_table_comment(table, texts[which], existing_comment=texts[1 - which])


def upgrade() -> None:
    _comment(1)
    op.add_column('office_record', sa.Column('hours_line', sa.Integer(), nullable=True))
    op.add_column('act', sa.Column('edition_of', sa.Date(), nullable=True))


def downgrade() -> None:
    _comment(0)
    with op.batch_alter_table('act', schema=None) as batch_op:
        batch_op.drop_column('edition_of')
    with op.batch_alter_table('office_record', schema=None) as batch_op:
        batch_op.drop_column('hours_line')
