"""Files of acts that publishers uploaded, and the jobs that publish them."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('act_upload',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=True),
    sa.Column('sha256', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sent_by', sa.String(), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sha256'], ['kept_file.sha256'], name=op.f('fk_act_upload_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_upload')),
    comment='Files of acts that publishers sent; their bytes are in kept_file.'
    )
    with op.batch_alter_table('act_upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_act_upload_sha256'), ['sha256'], unique=False)
    op.create_table('act_job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('act', sa.String(), nullable=True),
    sa.Column('upload_id', sa.String(), nullable=True),
    sa.Column('profile', sa.String(), nullable=True),
    sa.Column('asked_by', sa.String(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('heartbeat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('holder', sa.String(), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('upon', sa.String(), nullable=True),
    sa.Column('step', sa.String(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.Column('error_code', sa.String(), nullable=True),
    sa.Column('error', sa.String(), nullable=True),
    sa.Column('error_line', sa.Integer(), nullable=True),
    sa.CheckConstraint(
        "kind IN ('PROPOSE', 'STAGE', 'REVIEW', 'ACTIVATE', 'ROLLBACK')", name=op.f('ck_act_job_kind')
    ),
    sa.CheckConstraint("state IN ('WAITING', 'RUNNING', 'DONE', 'FAILED')", name=op.f('ck_act_job_state')),
    sa.CheckConstraint(
        "error_code IS NULL OR error_code IN ('UNREADABLE_FILE', 'UNREADABLE_ACT', 'BAD_PROFILE', 'BAD_SEED', "
        "'NOT_STAGED', 'OUTDATED', 'NOT_PUBLISHED', 'REFUSED', 'TOO_MUCH', 'DIED', 'UNEXPECTED')",
        name=op.f('ck_act_job_error_code'),
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act_job')),
    comment='Steps on the way of acts, done in the order of their numbers by one process at a time.'
    )
    with op.batch_alter_table('act_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_act_job_state'), ['state'], unique=False)
    op.create_table('act_job_entry',
    sa.Column('job_id', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(
        ['job_id'], ['act_job.id'], name=op.f('fk_act_job_entry_job_id'), ondelete='CASCADE'
    ),
    sa.PrimaryKeyConstraint('job_id', 'section', 'ordinal', name=op.f('pk_act_job_entry')),
    comment='What a job found out, entry by entry, to be read in pages.'
    )


def downgrade() -> None:
    op.drop_table('act_job_entry')
    op.drop_table('act_job')
    op.drop_table('act_upload')
