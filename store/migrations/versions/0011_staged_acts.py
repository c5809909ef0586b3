"""Staged acts beside the edition, and the seeds behind editions."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kept_file',
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_kept_file')),
    comment='Files of seeds, texts of acts and profiles, each once (zlib), by the SHA-256 of the plain file.'
    )
    op.create_table('kept_seeds',
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('act', sa.String(), nullable=True),
    sa.Column('previous', sa.String(), nullable=True),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_kept_seeds')),
    comment='Folders of seeds behind editions: path to SHA-256 of each file. Of seeds that an act made: its id, '
    'and the digest of the seeds before it.'
    )
    op.create_table('staged_act',
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('text_name', sa.String(), nullable=False),
    sa.Column('text_sha256', sa.String(), nullable=False),
    sa.Column('profile_sha256', sa.String(), nullable=False),
    sa.Column('files', sa.JSON(), nullable=False),
    sa.Column('manifest', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['text_sha256'], ['kept_file.sha256'], name=op.f('fk_staged_act_text_sha256')),
    sa.ForeignKeyConstraint(['profile_sha256'], ['kept_file.sha256'], name=op.f('fk_staged_act_profile_sha256')),
    sa.PrimaryKeyConstraint('act', name=op.f('pk_staged_act')),
    comment='Acts that wait to be activated: their text and profile, the folder of seeds made with them, and what '
    'is to be known before.'
    )
    with op.batch_alter_table('staged_act', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staged_act_text_sha256'), ['text_sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_staged_act_profile_sha256'), ['profile_sha256'], unique=False)


def downgrade() -> None:
    op.drop_table('staged_act')
    op.drop_table('kept_seeds')
    op.drop_table('kept_file')
