"""Feeds, entries and articles in the database: tables, claims, saving state and event together, the books."""
