"""What is added to an article once it is on the log: functions `Article -> Enrichment | None`, and their runner."""
