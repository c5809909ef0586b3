"""A job of an act may be cancelled: one more error code."""

from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_CODES = (
    'UNREADABLE_FILE', 'UNREADABLE_ACT', 'BAD_PROFILE', 'BAD_SEED', 'NOT_STAGED', 'OUTDATED', 'NOT_PUBLISHED',
    'REFUSED', 'TOO_MUCH', 'DIED', 'UNEXPECTED',
)
_CANCELLED = 'CANCELLED'


_NAME = 'ck_act_job_error_code'


def _replace(codes: tuple[str, ...]) -> None:
    listed = ', '.join(f"'{code}'" for code in codes)
    with op.batch_alter_table('act_job', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_NAME), type_='check')
        batch_op.create_check_constraint(
            batch_op.f(_NAME), f'error_code IS NULL OR error_code IN ({listed})'
        )


def upgrade() -> None:
    _replace((*_CODES, _CANCELLED))


def downgrade() -> None:
    op.execute(f"UPDATE act_job SET error_code = 'REFUSED' WHERE error_code = '{_CANCELLED}'")
    _replace(_CODES)
