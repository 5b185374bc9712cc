"""Runs the migrations on the connection that services.setup hands over."""

from alembic import context

import db

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=db.Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
