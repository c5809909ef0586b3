"""Attempts to locate units and offices, and the lease of the process that makes them."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('lease',
    sa.Column('task', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('task', name=op.f('pk_lease')),
    comment='Tasks that one process at a time may do, and until when it may unless it asks again.'
    )
    op.create_table('location_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('position', sa.JSON(), nullable=True),
    sa.Column('trouble', sa.String(), nullable=True),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.CheckConstraint(
        "trouble IS NULL OR trouble IN ('NO_PLACE', 'NOT_FOUND', 'AMBIGUOUS', 'NO_GEOCODER', 'REFUSED', "
        "'PARTS_NOT_LOCATED', 'TAKEN_AWAY')",
        name=op.f('ck_location_attempt_trouble'),
    ),
    sa.ForeignKeyConstraint(['edition'], ['edition.number'], name=op.f('fk_location_attempt_edition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_location_attempt')),
    comment='Attempts to locate units and offices, only ever appended to: the last of a subject (`unit:ID`, '
    '`office:ID`) counts, as long as the question is still its own.'
    )
    with op.batch_alter_table('location_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_location_attempt_subject'), ['subject'], unique=False)
        batch_op.create_index(batch_op.f('ix_location_attempt_edition'), ['edition'], unique=False)


def downgrade() -> None:
    op.drop_table('location_attempt')
    op.drop_table('lease')
