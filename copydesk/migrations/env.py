"""Alembic's entrance: runs the steps on the connection that `copydesk.migrate` hands over, in one transaction."""

from __future__ import annotations

from alembic import context

import ingest.state.tables  # noqa: F401 - registers the state's tables with the metadata
from stream.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table="copydesk_version",
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
