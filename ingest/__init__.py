"""Feeds to clean articles on the log: poll, fetch, parse, extract, decide, save. One file per verb."""
