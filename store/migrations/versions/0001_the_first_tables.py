"""The first tables."""

import sqlalchemy as sa
from alembic import op
from store.tables.columns import Instant
from store.tables.spatial import Spatial

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == 'postgresql':
        op.execute('CREATE EXTENSION IF NOT EXISTS postgis')
    op.create_table('act',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('adopted_on', sa.Date(), nullable=False),
    sa.Column('adopted_by', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('force_from', sa.Date(), nullable=True),
    sa.Column('force_until', sa.Date(), nullable=True),
    sa.Column('repealed_by', sa.String(), nullable=True),
    sa.Column('repeal_unknown_after', sa.Date(), nullable=True),
    sa.Column('url', sa.String(), nullable=True),
    sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f('ck_act_language')),
    sa.CheckConstraint('force_until IS NULL OR force_from IS NULL OR force_from < force_until', name=op.f('ck_act_force')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act')),
    comment='Legal acts. Force is half open; after repeal_unknown_after nobody knows.'
    )
    op.create_table('edition',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('published_at', Instant(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_edition_number')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_edition')),
    comment='States of the registry as they were published; digest is that of the seeds loaded last.'
    )
    op.create_table('rekeyed',
    sa.Column('old', sa.String(), nullable=False),
    sa.Column('new', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint('old <> new', name=op.f('ck_rekeyed_self')),
    sa.PrimaryKeyConstraint('old', name=op.f('pk_rekeyed')),
    comment='Ids that were merged or renamed, and the id that stands for each.'
    )
    op.create_table('service',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('register_number', sa.String(), nullable=True),
    sa.Column('unlisted_providers', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('register_number', name=op.f('uq_service_register_number')),
    comment='Public services; unlisted_providers is a class of providers that the acts do not list.'
    )
    op.create_table('unit',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('kato_code', sa.String(), nullable=True),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('is_seat', sa.Boolean(), nullable=False),
    sa.CheckConstraint("(level = 'REGION') = (parent_id IS NULL)", name=op.f('ck_unit_parent')),
    sa.CheckConstraint("level IN ('REGION', 'DISTRICT', 'RURAL_OKRUG', 'SETTLEMENT')", name=op.f('ck_unit_level')),
    sa.CheckConstraint('parent_id <> id', name=op.f('ck_unit_self')),
    sa.CheckConstraint('population >= 0', name=op.f('ck_unit_population')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('kato_code', name=op.f('uq_unit_kato_code')),
    comment='Units of territory at four levels: region, district, rural okrug, settlement.'
    )
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_level'), ['level'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_parent_id'), ['parent_id'], unique=False)

    op.create_table('unit_change',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name_before', sa.String(), nullable=True),
    sa.Column('source', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('RENAMED', 'MOVED', 'SPLIT', 'MERGED', 'RAISED', 'LOWERED', 'ABOLISHED')", name=op.f('ck_unit_change_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_change')),
    comment='What happened to units through time.'
    )
    op.create_table('act_entry',
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(), nullable=True),
    sa.Column('region', sa.String(), nullable=True),
    sa.Column('district', sa.String(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=False),
    sa.Column('repaired', sa.String(), nullable=True),
    sa.CheckConstraint('line > 0', name=op.f('ck_act_entry_line')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_act_entry_act_id')),
    sa.PrimaryKeyConstraint('act_id', 'line', name=op.f('pk_act_entry')),
    comment="Printed rows, verbatim and never edited; line is that of the first cell in the act's text."
    )
    op.create_table('boundary',
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('shape', Spatial('MULTIPOLYGON', geography=False), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_boundary_unit_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_boundary')),
    comment='Known boundaries; a unit without one has no row.'
    )
    if op.get_context().dialect.name == 'postgresql':
        op.create_index('ix_boundary_shape', 'boundary', ['shape'], unique=False, postgresql_using='gist')

    op.create_table('office',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('territory_id', sa.String(), nullable=True),
    sa.Column('located_in', sa.String(), nullable=True),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('updated_at', Instant(), nullable=False),
    sa.CheckConstraint("kind IN ('AKIMAT', 'DEPARTMENT', 'PSC_BRANCH', 'TERRITORIAL_BODY', 'ORGANISATION', 'MOBILE_UNIT', 'OTHER')", name=op.f('ck_office_kind')),
    sa.CheckConstraint("status IN ('PLANNED', 'ACTIVE', 'SUSPENDED', 'CLOSED')", name=op.f('ck_office_status')),
    sa.CheckConstraint('parent_id <> id', name=op.f('ck_office_self')),
    sa.CheckConstraint('version > 0', name=op.f('ck_office_version')),
    sa.ForeignKeyConstraint(['located_in'], ['unit.id'], name=op.f('fk_office_located_in')),
    sa.ForeignKeyConstraint(['parent_id'], ['office.id'], name=op.f('fk_office_parent_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['territory_id'], ['unit.id'], name=op.f('fk_office_territory_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office')),
    comment='Identity of offices; what they are called and where they stand is resolved from their records.'
    )
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_located_in'), ['located_in'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_office_territory_id'), ['territory_id'], unique=False)

    op.create_table('service_basis',
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_service_basis_act_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_basis_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', 'ordinal', name=op.f('pk_service_basis')),
    comment='Places in acts that a service rests on.'
    )
    with op.batch_alter_table('service_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_basis_act_id'), ['act_id'], unique=False)

    op.create_table('service_name',
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f('ck_service_name_language')),
    sa.CheckConstraint("value <> ''", name=op.f('ck_service_name_value')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_name_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', 'language', name=op.f('pk_service_name')),
    comment='Titles of services.'
    )
    op.create_table('unit_basis',
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_unit_basis_act_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_basis_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', 'ordinal', name=op.f('pk_unit_basis')),
    comment='Places in acts that a unit rests on.'
    )
    with op.batch_alter_table('unit_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_basis_act_id'), ['act_id'], unique=False)

    op.create_table('unit_change_unit',
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('is_after', sa.Boolean(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['unit_change.id'], name=op.f('fk_unit_change_unit_change_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('change_id', 'is_after', 'ordinal', name=op.f('pk_unit_change_unit')),
    comment='Units before and after a change.'
    )
    with op.batch_alter_table('unit_change_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_change_unit_unit_id'), ['unit_id'], unique=False)

    op.create_table('unit_identifier',
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('scheme', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_identifier_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', 'scheme', 'value', name=op.f('pk_unit_identifier')),
    comment='Codes of other registers for the same unit.'
    )
    op.create_table('unit_name',
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('source', sa.String(), nullable=True),
    sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f('ck_unit_name_language')),
    sa.CheckConstraint("status IN ('OFFICIAL', 'FORMER', 'VARIANT', 'MISPRINT')", name=op.f('ck_unit_name_status')),
    sa.CheckConstraint("value <> ''", name=op.f('ck_unit_name_value')),
    sa.CheckConstraint('since IS NULL OR until IS NULL OR since < until', name=op.f('ck_unit_name_validity')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_name_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', 'ordinal', name=op.f('pk_unit_name')),
    comment='Toponyms; ordinal 0 is the one to show first.'
    )
    with op.batch_alter_table('unit_name', schema=None) as batch_op:
        batch_op.create_index('ix_unit_name_value', ['value'], unique=False)

    op.create_table('office_record',
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('office_id', sa.String(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=True),
    sa.Column('district', sa.String(), nullable=True),
    sa.Column('okrug', sa.String(), nullable=True),
    sa.Column('postcode', sa.String(), nullable=True),
    sa.Column('locality', sa.String(), nullable=True),
    sa.Column('street', sa.String(), nullable=True),
    sa.Column('house', sa.String(), nullable=True),
    sa.Column('address', sa.String(), nullable=True),
    sa.Column('phones', sa.JSON(), nullable=False),
    sa.Column('faxes', sa.JSON(), nullable=False),
    sa.Column('emails', sa.JSON(), nullable=False),
    sa.Column('websites', sa.JSON(), nullable=False),
    sa.Column('settlements', sa.JSON(), nullable=False),
    sa.Column('hours', sa.String(), nullable=True),
    sa.Column('unread', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('AKIMAT', 'DEPARTMENT', 'PSC_BRANCH', 'TERRITORIAL_BODY', 'ORGANISATION', 'MOBILE_UNIT', 'OTHER')", name=op.f('ck_office_record_kind')),
    sa.ForeignKeyConstraint(['act_id', 'line'], ['act_entry.act_id', 'act_entry.line'], name=op.f('fk_office_record_act_id_line')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_office_record_office_id')),
    sa.PrimaryKeyConstraint('act_id', 'line', name=op.f('pk_office_record')),
    comment='What a printed row says of an office; phones and faxes are E.164, hours OSM opening_hours.'
    )
    with op.batch_alter_table('office_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_record_office_id'), ['office_id'], unique=False)

    op.create_table('position',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('unit_id', sa.String(), nullable=True),
    sa.Column('office_id', sa.String(), nullable=True),
    sa.Column('point', Spatial('POINT', geography=True), nullable=False),
    sa.Column('precision', sa.String(), nullable=False),
    sa.Column('method', sa.String(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('source', sa.String(), nullable=True),
    sa.Column('source_id', sa.String(), nullable=True),
    sa.CheckConstraint("precision IN ('BUILDING', 'STREET', 'SETTLEMENT', 'OKRUG', 'DISTRICT', 'REGION')", name=op.f('ck_position_precision')),
    sa.CheckConstraint('(unit_id IS NULL) <> (office_id IS NULL)', name=op.f('ck_position_subject')),
    sa.CheckConstraint('confidence BETWEEN 0 AND 1', name=op.f('ck_position_confidence')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_position_office_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_position_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position')),
    sa.UniqueConstraint('office_id', name=op.f('uq_position_office_id')),
    sa.UniqueConstraint('unit_id', name=op.f('uq_position_unit_id')),
    comment='WGS84 point of one unit or one office, with the honesty of its precision.'
    )
    if op.get_context().dialect.name == 'postgresql':
        op.create_index('ix_position_point', 'position', ['point'], unique=False, postgresql_using='gist')

    op.create_table('provision',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('office_id', sa.String(), nullable=False),
    sa.Column('accepts_applications', sa.Boolean(), nullable=False),
    sa.Column('decides', sa.Boolean(), nullable=False),
    sa.Column('issues_result', sa.Boolean(), nullable=False),
    sa.Column('hears_complaints', sa.Boolean(), nullable=False),
    sa.Column('is_nationwide', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.CheckConstraint('accepts_applications OR decides OR issues_result OR hears_complaints', name=op.f('ck_provision_role')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_provision_office_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_provision_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provision')),
    comment='An office gives a service in some roles, for the units of provision_unit or the whole country.'
    )
    with op.batch_alter_table('provision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provision_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_provision_service_id'), ['service_id'], unique=False)

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('summary', sa.String(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.CheckConstraint('version > 1', name=op.f('ck_revision_version')),
    sa.ForeignKeyConstraint(['edition'], ['edition.number'], name=op.f('fk_revision_edition')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_revision_office_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('office_id', 'version', name=op.f('uq_revision_office_id_version')),
    comment='Audit log, only ever appended to: changes is a list of field, before, after.'
    )
    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('office_id', sa.String(), nullable=False),
    sa.Column('base_version', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('changes', sa.JSON(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('submitted_at', Instant(), nullable=False),
    sa.Column('submitted_by', sa.String(), nullable=True),
    sa.Column('reviewed_at', Instant(), nullable=True),
    sa.Column('reviewed_by', sa.String(), nullable=True),
    sa.Column('review_note', sa.String(), nullable=True),
    sa.Column('revision_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("status <> 'ACCEPTED' OR revision_id IS NOT NULL", name=op.f('ck_correction_applied')),
    sa.CheckConstraint("status IN ('SUBMITTED', 'IN_REVIEW', 'ACCEPTED', 'REJECTED', 'SUPERSEDED', 'WITHDRAWN')", name=op.f('ck_correction_status')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_correction_office_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_correction_revision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    sa.UniqueConstraint('revision_id', name=op.f('uq_correction_revision_id')),
    comment='Proposed changes of offices and their review; an accepted one names the revision it became.'
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_office_id'), ['office_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_correction_status'), ['status'], unique=False)

    op.create_table('provision_basis',
    sa.Column('provision_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_provision_basis_act_id')),
    sa.ForeignKeyConstraint(['provision_id'], ['provision.id'], name=op.f('fk_provision_basis_provision_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('provision_id', 'ordinal', name=op.f('pk_provision_basis')),
    comment='Places in acts that a provision rests on.'
    )
    with op.batch_alter_table('provision_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provision_basis_act_id'), ['act_id'], unique=False)

    op.create_table('provision_unit',
    sa.Column('provision_id', sa.String(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('is_excluded', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['provision_id'], ['provision.id'], name=op.f('fk_provision_unit_provision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_provision_unit_unit_id')),
    sa.PrimaryKeyConstraint('provision_id', 'unit_id', name=op.f('pk_provision_unit')),
    comment='Units that a provision covers with everything inside them, and units it leaves out.'
    )
    with op.batch_alter_table('provision_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provision_unit_unit_id'), ['unit_id'], unique=False)



def downgrade() -> None:
    if op.get_context().dialect.name == 'postgresql':
        # Published views depend on the tables; the next load publishes them again.
        op.execute('DROP SCHEMA IF EXISTS kense CASCADE')
    with op.batch_alter_table('provision_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provision_unit_unit_id'))

    op.drop_table('provision_unit')
    with op.batch_alter_table('provision_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provision_basis_act_id'))

    op.drop_table('provision_basis')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_status'))
        batch_op.drop_index(batch_op.f('ix_correction_office_id'))

    op.drop_table('correction')
    op.drop_table('revision')
    with op.batch_alter_table('provision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provision_service_id'))
        batch_op.drop_index(batch_op.f('ix_provision_office_id'))

    op.drop_table('provision')
    if op.get_context().dialect.name == 'postgresql':
        op.drop_index('ix_position_point', 'position', postgresql_using='gist')

    op.drop_table('position')
    with op.batch_alter_table('office_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_record_office_id'))

    op.drop_table('office_record')
    with op.batch_alter_table('unit_name', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_name_value')

    op.drop_table('unit_name')
    op.drop_table('unit_identifier')
    with op.batch_alter_table('unit_change_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_change_unit_unit_id'))

    op.drop_table('unit_change_unit')
    with op.batch_alter_table('unit_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_basis_act_id'))

    op.drop_table('unit_basis')
    op.drop_table('service_name')
    with op.batch_alter_table('service_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_basis_act_id'))

    op.drop_table('service_basis')
    with op.batch_alter_table('office', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_territory_id'))
        batch_op.drop_index(batch_op.f('ix_office_parent_id'))
        batch_op.drop_index(batch_op.f('ix_office_located_in'))
        batch_op.drop_index(batch_op.f('ix_office_kind'))

    op.drop_table('office')
    if op.get_context().dialect.name == 'postgresql':
        op.drop_index('ix_boundary_shape', 'boundary', postgresql_using='gist')

    op.drop_table('boundary')
    op.drop_table('act_entry')
    op.drop_table('unit_change')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_parent_id'))
        batch_op.drop_index(batch_op.f('ix_unit_level'))

    op.drop_table('unit')
    op.drop_table('service')
    op.drop_table('rekeyed')
    op.drop_table('edition')
    op.drop_table('act')
