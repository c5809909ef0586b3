"""Where the published SQL stands: beside the tables, never among them and never in their way."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from geo.sql.spatial_sql import publish_on, publish_sql
from model.errors import StoreError
from store.tables.engine import make_engine, writing
from store.tables.schema import SQL_SCHEMA, downgrade, drop_sql_schema, migrate

TABLES = text("SELECT count(*) FROM pg_tables WHERE schemaname = :schema")


@pytest.fixture
def engine(postgis_url: URL) -> Iterator[Engine]:
    """As a role named kense sees it: its own schema comes first."""
    engine = make_engine(postgis_url.update_query_dict({"options": "-csearch_path=kense,public"}))
    try:
        with writing(engine) as connection:
            drop_sql_schema(connection)  # loads of other tests publish it
        yield engine
        with writing(engine) as connection:
            drop_sql_schema(connection)
    finally:
        engine.dispose()


def test_tables_change_under_published_views(engine: Engine) -> None:
    assert publish_on(engine)
    downgrade(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.scalar(TABLES, {"schema": SQL_SCHEMA}) == 0
        assert connection.scalar(text("SELECT to_regclass('public.office') IS NOT NULL"))
    assert publish_on(engine)
    migrate(engine)
    assert not publish_on(engine)


def test_a_schema_with_tables_in_it_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        drop_sql_schema(connection)
        connection.execute(text("CREATE SCHEMA kense"))
        connection.execute(text("CREATE TABLE kense.mine (id integer)"))
        with pytest.raises(StoreError, match="holds the table mine"):
            publish_sql(connection)
        connection.execute(text("DROP TABLE kense.mine"))


def test_a_role_that_may_not_make_a_schema_is_told_so(engine: Engine) -> None:
    with writing(engine) as connection:
        drop_sql_schema(connection)
        connection.execute(text("CREATE ROLE kense_test_reader"))
        connection.execute(text("SET LOCAL ROLE kense_test_reader"))
        with pytest.raises(StoreError, match="GRANT CREATE ON DATABASE"):
            publish_sql(connection)
        connection.execute(text("RESET ROLE"))
        connection.execute(text("DROP ROLE kense_test_reader"))
