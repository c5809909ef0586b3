"""The approvals of a proposal one by one, and the secret that proves who filed an anonymous proposal."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


_COMMENTS = (
    'Proposed changes of offices and their review; an accepted one names the revision it became.',
    'Proposed changes of offices and their review; an accepted one names the revision it became. approvals '
    'lists each yes (by, at, note); secret_hash proves whose a proposal without an account is.',
)
"""The comment of the table before and after; SQLite stores no comments."""


def _comment(which: int) -> None:
    if op.get_context().dialect.name == 'postgresql':
        op.create_table_comment('correction', _COMMENTS[which], existing_comment=_COMMENTS[1 - which])


def upgrade() -> None:
    _comment(1)
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approvals', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('secret_hash', sa.String(), nullable=True))


def downgrade() -> None:
    _comment(0)
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_column('secret_hash')
        batch_op.drop_column('approvals')
