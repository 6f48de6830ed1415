"""Feeds of every kind to entries, OPML in and out. feedparser is used in one file."""
