"""One HTTP GET, safe and polite: addresses, deadlines, caps, a host's turn; and what came back as a page."""
