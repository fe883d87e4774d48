"""How Alembic reaches the store; called by api.store.migrating only."""

from __future__ import annotations

from alembic import context

from api.migrations.tables import metadata
from api.store.engine import new_engine, one_at_a_time

engine = new_engine(context.config.attributes["url"], size=1)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=engine.dialect.name == "sqlite")
    with context.begin_transaction():
        if engine.dialect.name == "postgresql":
            one_at_a_time(connection)
        context.run_migrations()
    connection.commit()
engine.dispose()
