"""The operations of amending acts, and the days on which they begin or end rows and provisions."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_KINDS = (
    'RESTATE_ROW', 'DELETE_ROW', 'INSERT_ROW', 'REPLACE_WORDS', 'RESTATE_ANNEX', 'DELETE_ANNEX',
    'RESTATE_STANDARD', 'ADD_STANDARD', 'DELETE_STANDARD', 'REPEAL', 'REPEAL_PART', 'RENAME_UNIT',
    'REORGANISE_UNIT',
)
_COMMENTS = {
    'act_entry': (
        "Printed rows, verbatim and never edited; line is that of the first cell in the act's text.",
        "Printed rows, verbatim and never edited; line is that of the first cell in the act's text. "
        'Of rows that amendments changed: the table of another act, the row before them, their days (half open).',
    ),
    'provision': (
        'An office gives a service in some roles, for the units of provision_unit or the whole country; '
        'superseded where people changed that.',
        'An office gives a service in some roles, for the units of provision_unit or the whole country; '
        'superseded where people changed that; since and until (half open) where an amendment begins or ends it.',
    ),
}
_ROW_COLUMNS = {
    'amends': sa.String, 'restates': sa.String, 'follows': sa.String, 'since': sa.Date, 'until': sa.Date,
    'ended_by': sa.String,
}


def _comment(which: int) -> None:
    if op.get_context().dialect.name == 'postgresql':
        for table, texts in _COMMENTS.items():
            op.create_table_comment(table, texts[which], existing_comment=texts[1 - which])


def upgrade() -> None:
    _comment(1)
    for name, kind in _ROW_COLUMNS.items():
        op.add_column('act_entry', sa.Column(name, kind(), nullable=True))
    for name in ('since', 'until'):
        op.add_column('provision', sa.Column(name, sa.Date(), nullable=True))
    op.create_table('amendment',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('of_act', sa.String(), nullable=True),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('row_label', sa.String(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('words_before', sa.String(), nullable=True),
    sa.Column('words_after', sa.String(), nullable=True),
    sa.Column('unit_id', sa.String(), nullable=True),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('adopted_on', sa.Date(), nullable=True),
    sa.Column('adopted_by', sa.String(), nullable=True),
    sa.Column('says', sa.String(), nullable=False),
    sa.CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in _KINDS)})", name=op.f('ck_amendment_kind')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_amendment_act_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    comment='What amending acts change of other acts and of units, line by line; on_day is the first day.'
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_act_id'), ['act_id'], unique=False)


def downgrade() -> None:
    _comment(0)
    op.drop_table('amendment')
    with op.batch_alter_table('provision', schema=None) as batch_op:
        for name in ('until', 'since'):
            batch_op.drop_column(name)
    with op.batch_alter_table('act_entry', schema=None) as batch_op:
        for name in reversed(_ROW_COLUMNS):
            batch_op.drop_column(name)
