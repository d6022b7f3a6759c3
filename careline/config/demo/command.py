"""`careline demo`: fills an empty installation with the demo company."""

import secrets

import typer
from rich.progress import track


def demo() -> None:
    """Bring a small bicycle shop: people, macros and forty tickets, to look around in."""
    from careline.config.configuration import load
    from careline.config.preparation import prepare
    from careline.core.database import running

    chosen = load()
    if not chosen.is_embedded:
        _fill()
        return
    with running(chosen.home, name="careline demo"):
        prepare()
        _fill()


def _fill() -> None:
    from careline.accounts.queries import find_company
    from careline.config.demo.play import play
    from careline.config.demo.story import load

    if find_company():
        typer.echo("There is a company here already; the demo only fills an empty installation.")
        return
    story, password = load(), secrets.token_urlsafe(9)
    steps = iter(track(story.tickets, description="Telling the story of a bicycle shop …"))

    def step(_done: int, _all: int) -> None:
        next(steps, None)

    owner = play(story, password=password, progress=step)
    step(0, 0)
    typer.echo(f"Radhaus Lindner is open. Log in as {owner.email} with the password {password}")
