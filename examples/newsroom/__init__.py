"""A small fictional press on loopback, and a server for folders of saved pages. `python -m examples.newsroom`.

`serve()` gives a running `Newsroom`; `Newsroom.truth()` what its stories really say. `main` serves until a
signal ends it.
"""

from examples.newsroom.model import Picture, Truth
from examples.newsroom.server import Newsroom, Seen, serve
from examples.newsroom.service import main

__all__ = ["Newsroom", "Picture", "Seen", "Truth", "main", "serve"]
