"""What lies between the stages: record types, codec, topics, the log with its two backends, and the relay."""
