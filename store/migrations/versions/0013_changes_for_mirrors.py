"""The changes of public records by edition, for mirrors of the registry."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('public_change',
    sa.Column('edition', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('follows', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.Column('lines', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('follows < edition', name=op.f('ck_public_change_order')),
    sa.CheckConstraint('changes >= 0', name=op.f('ck_public_change_changes')),
    sa.ForeignKeyConstraint(['edition'], ['edition.number'], name=op.f('fk_public_change_edition')),
    sa.ForeignKeyConstraint(['follows'], ['edition.number'], name=op.f('fk_public_change_follows')),
    sa.PrimaryKeyConstraint('edition', 'part', name=op.f('pk_public_change')),
    comment='What editions changed of public records, for mirrors: lines of JSON (zlib) that lead from the '
    'edition follows to this one. An edition without a row changed more than is told one by one.',
    )


def downgrade() -> None:
    op.drop_table('public_change')
