"""The command line. Exit status: 0 done, 1 ran with failures (named), 2 wrong use or settings.

Each file holds the commands of one concern; a command loads the settings, calls one function and shows its result.
"""

from __future__ import annotations

import os
import sys

import typer

from copydesk.cli import article, feeds, log, run, system
from copydesk.cli.show import problem
from copydesk.settings import SettingsError
from stream.errors import CopydeskError

app = typer.Typer(
    name="copydesk",
    help="From news feeds to clean, versioned articles on Kafka.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (run, log, article, system):
    part.register(app)
app.add_typer(feeds.app, name="feeds")


def main() -> None:
    """The console script: errors of ours become one line on stderr and an exit status."""
    try:
        app(prog_name="copydesk")
    except SettingsError as error:
        problem(str(error))
        sys.exit(2)
    except CopydeskError as error:
        problem(str(error))
        sys.exit(1)
    except BrokenPipeError:  # the reader of our output has gone: `copydesk tail | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
