"""Passports of services, posts that receive people, legal bodies, and the register of services."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organization',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('parent_id', sa.String(), nullable=True),
    sa.Column('bin', sa.String(), nullable=True),
    sa.Column('successor_id', sa.String(), nullable=True),
    sa.Column('succeeded_in', sa.String(), nullable=True),
    sa.Column('succession_source', sa.String(), nullable=True),
    sa.CheckConstraint('(successor_id IS NULL) = (succession_source IS NULL)', name=op.f('ck_organization_succession')),
    sa.CheckConstraint('parent_id <> id', name=op.f('ck_organization_self')),
    sa.CheckConstraint('successor_id <> id', name=op.f('ck_organization_successor')),
    sa.ForeignKeyConstraint(['parent_id'], ['organization.id'], name=op.f('fk_organization_parent_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['successor_id'], ['organization.id'], name=op.f('fk_organization_successor_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organization')),
    sa.UniqueConstraint('bin', name=op.f('uq_organization_bin')),
    comment='Legal bodies, and the body that took the place of one, in a year or on a day.'
    )
    op.create_table('organization_basis',
    sa.Column('organization_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('annex', sa.Integer(), nullable=True),
    sa.Column('line', sa.Integer(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_organization_basis_act_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_organization_basis_organization_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organization_id', 'ordinal', name=op.f('pk_organization_basis')),
    comment='Places in acts that a organization rests on.'
    )
    with op.batch_alter_table('organization_basis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_basis_act_id'), ['act_id'], unique=False)

    op.create_table('organization_contact',
    sa.Column('organization_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.Column('printed', sa.String(), nullable=True),
    sa.Column('purpose_kk', sa.String(), nullable=True),
    sa.Column('purpose_ru', sa.String(), nullable=True),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('paragraph', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('PHONE', 'FAX', 'EMAIL', 'WEBSITE', 'MESSENGER', 'HOTLINE')", name=op.f('ck_organization_contact_kind')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_organization_contact_act_id')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_organization_contact_organization_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organization_id', 'ordinal', name=op.f('pk_organization_contact')),
    comment='Ways to reach a legal body that paragraphs of acts print, for the whole country.'
    )
    op.create_table('organization_name',
    sa.Column('organization_id', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f('ck_organization_name_language')),
    sa.CheckConstraint("value <> ''", name=op.f('ck_organization_name_value')),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_organization_name_organization_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organization_id', 'language', name=op.f('pk_organization_name')),
    comment='Names of legal bodies.'
    )
    op.create_table('organization_service',
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('organization_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_organization_service_organization_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_organization_service_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_organization_service')),
    comment='The body that answers for a service.'
    )
    with op.batch_alter_table('organization_service', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_service_organization_id'), ['organization_id'], unique=False)

    op.create_table('passport',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('standard', sa.Integer(), nullable=True),
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_passport_act_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_passport_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passport')),
    comment='Passports of services; the body is what store.passports reads, in force as long as the act.'
    )
    with op.batch_alter_table('passport', schema=None) as batch_op:
        batch_op.create_index('ix_passport_act_id_standard', ['act_id', 'standard'], unique=True)
        batch_op.create_index('ix_passport_service_id', ['service_id'], unique=False)

    op.create_table('register_entry',
    sa.Column('service_id', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('recipients', sa.String(), nullable=False),
    sa.Column('responsible', sa.String(), nullable=False),
    sa.Column('providers', sa.String(), nullable=False),
    sa.Column('acceptors', sa.String(), nullable=False),
    sa.Column('form', sa.String(), nullable=False),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_register_entry_act_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_register_entry_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('service_id', name=op.f('pk_register_entry')),
    comment='What the state register of services prints of a service: classes of bodies and bodies by name.'
    )
    op.create_table('organization_office',
    sa.Column('office_id', sa.String(), nullable=False),
    sa.Column('organization_id', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_organization_office_office_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_organization_office_organization_id')),
    sa.PrimaryKeyConstraint('office_id', name=op.f('pk_organization_office')),
    comment='The legal body that an office belongs to.'
    )
    with op.batch_alter_table('organization_office', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organization_office_organization_id'), ['organization_id'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('office_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('room', sa.String(), nullable=True),
    sa.CheckConstraint("language IN ('kk', 'ru', 'en')", name=op.f('ck_post_language')),
    sa.CheckConstraint("title <> ''", name=op.f('ck_post_title')),
    sa.ForeignKeyConstraint(['office_id'], ['office.id'], name=op.f('fk_post_office_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    comment='Posts that receive people, never persons.'
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_office_id'), ['office_id'], unique=False)

    op.create_table('post_print',
    sa.Column('post_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('phones', sa.JSON(), nullable=False),
    sa.Column('emails', sa.JSON(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('hours', sa.String(), nullable=True),
    sa.Column('printed', sa.String(), nullable=True),
    sa.Column('act_id', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.CheckConstraint("purpose IN ('GENERAL', 'PUBLIC_RECEPTION', 'LEADER_RECEPTION', 'DUTY')", name=op.f('ck_post_print_purpose')),
    sa.ForeignKeyConstraint(['act_id'], ['act.id'], name=op.f('fk_post_print_act_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_post_print_post_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('post_id', 'ordinal', name=op.f('pk_post_print')),
    comment='What printed rows say of a post: phones are E.164, hours OSM opening_hours.'
    )


def downgrade() -> None:
    op.drop_table('post_print')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_office_id'))

    op.drop_table('post')
    with op.batch_alter_table('organization_office', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organization_office_organization_id'))

    op.drop_table('organization_office')
    op.drop_table('register_entry')
    with op.batch_alter_table('passport', schema=None) as batch_op:
        batch_op.drop_index('ix_passport_service_id')
        batch_op.drop_index('ix_passport_act_id_standard')

    op.drop_table('passport')
    with op.batch_alter_table('organization_service', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organization_service_organization_id'))

    op.drop_table('organization_service')
    op.drop_table('organization_name')
    op.drop_table('organization_contact')
    with op.batch_alter_table('organization_basis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_organization_basis_act_id'))

    op.drop_table('organization_basis')
    op.drop_table('organization')
