"""The rooms of extraction: markup -> lines -> (core, opinion) -> choose -> rules -> record. See docs/extraction.md."""
