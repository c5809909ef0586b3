"""People's changes: closed, merged, moved and created offices, evidence, and answered requests."""

import sqlalchemy as sa
from alembic import op
from store.tables.columns import Instant

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


_COMMENTS = {
    'edition': (
        'States of the registry as they were published; digest is that of the seeds loaded last.',
        'States of the registry as they were published; digest is that of the seeds loaded last, is_by_people '
        'where revisions and corrections alone made it.',
    ),
    'office': (
        'Identity of offices; what they are called and where they stand is resolved from their records.',
        'Identity of offices; what they are called and where they stand is resolved from their records. '
        'told_by_acts keeps what people changed here as the acts tell it.',
    ),
    'position': (
        'WGS84 point of one unit or one office, with the honesty of its precision.',
        'WGS84 point of one unit or one office, with the honesty of its precision; superseded where people moved '
        'the office.',
    ),
    'provision': (
        'An office gives a service in some roles, for the units of provision_unit or the whole country.',
        'An office gives a service in some roles, for the units of provision_unit or the whole country; superseded '
        'where people changed that.',
    ),
    'revision': (
        'Audit log, only ever appended to: changes is a list of field, before, after.',
        'Audit log, only ever appended to: changes is a list of field, before, after; released fields go back to '
        'what acts say.',
    ),
}
"""The comment of each table before and after; SQLite stores no comments."""


def _comment(which: int) -> None:
    if op.get_context().dialect.name == 'postgresql':
        for table, texts in _COMMENTS.items():
            op.create_table_comment(table, texts[which], existing_comment=texts[1 - which])


def _settle() -> None:
    """PostgreSQL alters no table while its deferred constraints wait for the end of the transaction."""
    if op.get_context().dialect.name == 'postgresql':
        op.execute('SET CONSTRAINTS ALL IMMEDIATE')
        op.execute('SET CONSTRAINTS ALL DEFERRED')


def upgrade() -> None:
    _comment(1)
    op.create_table('answered_request',
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('answered_at', Instant(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('actor', 'key', name=op.f('pk_answered_request')),
    comment='What a request with an idempotency key did; the same one again is answered, not carried out.'
    )
    with op.batch_alter_table('answered_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_answered_request_answered_at'), ['answered_at'], unique=False)

    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_by_people', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.add_column(sa.Column('origin', sa.String(), nullable=False, server_default='ACTS'))
        batch_op.add_column(sa.Column('further_territory_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('successor_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('merged_into', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('given_name', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('told_by_acts', sa.JSON(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_office_merged_into'), 'office', ['merged_into'], ['id'],
                                    deferrable=True, initially='DEFERRED')
        batch_op.create_check_constraint('origin', "origin IN ('ACTS', 'PEOPLE')")
        batch_op.create_check_constraint('merged', 'merged_into <> id')
        batch_op.create_index(batch_op.f('ix_office_merged_into'), ['merged_into'], unique=False)

    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_superseded', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f('uq_position_office_id'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_position_office_id_is_superseded'), ['office_id', 'is_superseded'])
        batch_op.create_check_constraint('superseded', 'NOT is_superseded OR office_id IS NOT NULL')

    with op.batch_alter_table('provision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_superseded', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.add_column(sa.Column('evidence', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.drop_constraint('version', type_='check')
        batch_op.create_check_constraint('version', 'version > 0')
        batch_op.create_index('ix_revision_edition', ['edition'], unique=False)

    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), nullable=True))
    op.execute('UPDATE correction SET edition = (SELECT max(number) FROM edition)')
    _settle()
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.alter_column('edition', existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(batch_op.f('fk_correction_edition'), 'edition', ['edition'], ['number'])
        batch_op.create_index(batch_op.f('ix_correction_edition'), ['edition'], unique=False)


def downgrade() -> None:
    _comment(0)
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_edition'))
        batch_op.drop_constraint(batch_op.f('fk_correction_edition'), type_='foreignkey')
        batch_op.drop_column('edition')

    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_index('ix_revision_edition')
        batch_op.drop_column('evidence')
    # The older tables do not know offices that people created, nor the rows that refer to them.
    op.execute("UPDATE correction SET revision_id = NULL, status = 'SUPERSEDED' WHERE revision_id IN "
               "(SELECT id FROM revision WHERE version = 1)")
    op.execute("DELETE FROM correction WHERE office_id IN (SELECT id FROM office WHERE origin = 'PEOPLE')")
    op.execute("DELETE FROM revision WHERE office_id IN (SELECT id FROM office WHERE origin = 'PEOPLE')")
    op.execute('DELETE FROM revision WHERE version = 1')
    _settle()
    with op.batch_alter_table('revision', schema=None) as batch_op:
        batch_op.drop_constraint('version', type_='check')
        batch_op.create_check_constraint('version', 'version > 1')

    op.execute("DELETE FROM provision WHERE rule = 'ACCEPTED_CHANGE' OR office_id IN "
               "(SELECT id FROM office WHERE origin = 'PEOPLE')")
    with op.batch_alter_table('provision', schema=None) as batch_op:
        batch_op.drop_column('is_superseded')

    op.execute('DELETE FROM position WHERE office_id IN (SELECT office_id FROM position WHERE is_superseded) '
               'AND NOT is_superseded')
    op.execute("DELETE FROM position WHERE office_id IN (SELECT id FROM office WHERE origin = 'PEOPLE')")
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_constraint('superseded', type_='check')
        batch_op.drop_constraint(batch_op.f('uq_position_office_id_is_superseded'), type_='unique')
        batch_op.create_unique_constraint(batch_op.f('uq_position_office_id'), ['office_id'])
        batch_op.drop_column('is_superseded')

    op.execute("DELETE FROM organization_office WHERE office_id IN (SELECT id FROM office WHERE origin = 'PEOPLE')")
    op.execute("UPDATE office SET parent_id = NULL WHERE parent_id IN (SELECT id FROM office WHERE origin = 'PEOPLE')")
    op.execute("UPDATE office SET merged_into = NULL")
    op.execute("DELETE FROM office WHERE origin = 'PEOPLE'")
    _settle()
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_merged_into'))
        batch_op.drop_constraint('merged', type_='check')
        batch_op.drop_constraint('origin', type_='check')
        batch_op.drop_constraint(batch_op.f('fk_office_merged_into'), type_='foreignkey')
        batch_op.drop_column('told_by_acts')
        batch_op.drop_column('given_name')
        batch_op.drop_column('merged_into')
        batch_op.drop_column('successor_ids')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('further_territory_ids')
        batch_op.drop_column('origin')

    with op.batch_alter_table('edition', schema=None) as batch_op:
        batch_op.drop_column('is_by_people')

    with op.batch_alter_table('answered_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_answered_request_answered_at'))
    op.drop_table('answered_request')
