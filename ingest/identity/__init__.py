"""What a story and a publisher are known by: URLs, registered domains, shards."""
