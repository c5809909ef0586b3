"""Column titles of the tables in acts, numbered paragraphs, and names in the register of services."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('act_table',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('persons', sa.JSON(), nullable=False),
    sa.CheckConstraint('line > 0', name=op.f('ck_act_table_line')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_table_act_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_table')),
    comment='Printed tables: the line of the first row, titles of table and columns; persons are the places '
    'of columns that name persons, whose cells nobody is shown.'
    )
    with op.batch_alter_table('act_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_act_table_act_id'), ['act_id'], unique=False)

    op.create_table('act_standard',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('sections', sa.JSON(), nullable=False),
    sa.Column('paragraphs', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_standard_act_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_standard')),
    comment='Standards of acts: the service, the titles of sections, and of each numbered paragraph its '
    'number, its line and the place of its section.'
    )
    with op.batch_alter_table('act_standard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_act_standard_act_id'), ['act_id'], unique=False)

    op.add_column('register_entry', sa.Column('name', sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('register_entry', schema=None) as batch_op:
        batch_op.drop_column('name')
    op.drop_table('act_standard')
    op.drop_table('act_table')
