"""Things to try copydesk with: a small fictional press (`examples.newsroom`)."""
