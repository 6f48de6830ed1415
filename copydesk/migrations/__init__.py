"""The database's history, one file a step under versions/. Applied by `copydesk.migrate.upgrade`."""
