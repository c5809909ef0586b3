"""Boundaries in pieces, places of gazetteers, and answers of remote geocoders."""

import sqlalchemy as sa
from alembic import op
from store.tables.columns import Instant
from store.tables.spatial import Spatial

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('boundary_part',
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('shape', Spatial('POLYGON', geography=False), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['boundary.unit_id'], name=op.f('fk_boundary_part_unit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('unit_id', 'ordinal', name=op.f('pk_boundary_part')),
    comment='Boundaries cut into small pieces, which PostGIS finds a point in sooner; empty on other stores.'
    )
    op.create_table('gazetteer_place',
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('names_ru', sa.JSON(), nullable=False),
    sa.Column('names_kk', sa.JSON(), nullable=False),
    sa.Column('names_other', sa.JSON(), nullable=False),
    sa.Column('shape', Spatial('GEOMETRY', geography=False), nullable=True),
    sa.Column('population', sa.Integer(), nullable=True),
    sa.Column('district', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('geonames', sa.String(), nullable=False),
    sa.Column('wikidata', sa.String(), nullable=False),
    sa.CheckConstraint("kind IN ('LOCALITY', 'DISTRICT', 'REGION', 'ALIAS', 'CODE')", name=op.f('ck_gazetteer_place_kind')),
    sa.PrimaryKeyConstraint('source', 'source_id', name=op.f('pk_gazetteer_place')),
    comment='Places of gazetteers and classifiers as imported; a place without a shape has a name only.'
    )
    with op.batch_alter_table('gazetteer_place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gazetteer_place_kind'), ['kind'], unique=False)

    op.create_table('geocoder_answer',
    sa.Column('geocoder', sa.String(), nullable=False),
    sa.Column('question', sa.String(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('asked_at', Instant(), nullable=False),
    sa.PrimaryKeyConstraint('geocoder', 'question', name=op.f('pk_geocoder_answer')),
    comment='What remote geocoders answered; an empty list is an answer, an error is not kept.'
    )
    if op.get_context().dialect.name == 'postgresql':
        op.create_index('ix_boundary_part_shape', 'boundary_part', ['shape'], unique=False, postgresql_using='gist')
        op.create_index('ix_gazetteer_place_shape', 'gazetteer_place', ['shape'], unique=False, postgresql_using='gist')


def downgrade() -> None:
    op.drop_table('geocoder_answer')
    with op.batch_alter_table('gazetteer_place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gazetteer_place_kind'))

    op.drop_table('gazetteer_place')
    op.drop_table('boundary_part')
