"""The command `careline playbook`: procedures reviewed like code, without a database."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from careline.playbooks.procedure.findings import Finding
    from careline.playbooks.procedure.flow import Position, Procedure
    from careline.playbooks.procedure.values import Value

_SHOWN = 100

playbook = typer.Typer(no_args_is_help=True, help="Playbooks as files: check them, go through them.")


def register(app: typer.Typer) -> None:
    """Add this command to the command line."""
    app.add_typer(playbook, name="playbook", rich_help_panel="Playbooks")


@playbook.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="The playbooks.")],
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check playbooks through and through; each finding with its file, line and column. Ends with 1 where one has errors."""
    from careline.playbooks.procedure.check import check as look

    is_bad = False
    for file in files:
        text = _read(file)
        checked = look(text)
        for finding in checked.findings:
            _point_at(file, text, finding)
        is_bad |= not checked.is_good or (strict and bool(checked.findings))
        if checked.procedure:
            table = checked.procedure.table
            typer.echo(
                f"{file}: good: {table.size} combinations of facts, {len(checked.procedure.playbook.outcomes)} outcomes"
            )
    if is_bad:
        raise typer.Exit(1)


def _point_at(file: Path, text: str, finding: "Finding") -> None:
    """Tell a finding as compilers do: where, what, and the line itself with a mark below its column."""
    typer.secho(f"{file}:{finding}", fg="yellow" if finding.is_warning else "red")
    lines = text.split("\n")
    if finding.line <= len(lines) and (line := lines[finding.line - 1].rstrip()):
        start = max(0, finding.column - 1 - _SHOWN // 2) if len(line) > _SHOWN else 0
        typer.echo(f"    {line[start : start + _SHOWN]}")
        typer.echo(f"    {' ' * (finding.column - 1 - start)}^")


@playbook.command()
def simulate(
    file: Annotated[Path, typer.Argument(help="The playbook.")],
    *,
    fact: Annotated[list[str] | None, typer.Option(help="A fact, as KEY=VALUE; may be repeated.")] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="What becomes of a step, as STEP=yes, no, done or late.")
    ] = None,
    opened: Annotated[str, typer.Option(help="The day the ticket was opened, such as 2026-01-31.")] = "",
    language: Annotated[str, typer.Option(help="The language of the wording.")] = "en",
) -> None:
    """Go through a playbook: which outcome the facts lead to, by which steps; or what is still to be found out.

    Ends with 0 at the end, with 3 where facts are missing, with 1 where the playbook or what was given makes no sense.
    """
    from careline.playbooks.procedure.check import check as look
    from careline.playbooks.procedure.simulate import read_answers, read_facts
    from careline.playbooks.procedure.simulate import simulate as go_through

    checked = look(_read(file))
    if checked.procedure is None:
        _fail("\n".join(f"{file}:{finding}" for finding in checked.errors))
    given, trouble = read_facts(checked.procedure, _pairs(fact or []))
    answers, nonsense = read_answers(checked.procedure, _pairs(answer or []))
    if trouble := trouble | nonsense:
        _fail("\n".join(f"{key}: {words}" for key, words in trouble.items()))
    try:
        today = date.fromisoformat(opened) if opened else date.today()  # noqa: DTZ011 (the day where one sits)
    except ValueError:
        _fail("--opened must be a day such as 2026-01-31.")
    position = go_through(checked.procedure, given, answers, today=today)
    _tell(checked.procedure, position, given, language)
    if not position.is_end:
        raise typer.Exit(3)


def _tell(procedure: "Procedure", position: "Position", given: "dict[str, Value]", language: str) -> None:
    book = procedure.playbook
    for n, key in enumerate(position.passed, 1):
        step = book.steps[key]
        span = getattr(step, "at_most", None) or step.within
        told = [step.kind, step.role, *([f"within {span}"] if span else [])]
        typer.echo(f"{n:>3}. {key} ({', '.join(told)}): {book.in_words(step.title, language)}")
    if position.row is not None:
        _tell_outcome(procedure, position, given, language)
    if position.is_end:
        typer.secho("the end is reached", fg="green")
    else:
        typer.secho(f"stands at: {position.step}", fg="yellow")
        for key in position.open_facts:
            typer.echo(f"  still to find out: {key}: {book.in_words(book.facts[key].ask, language)}")


def _tell_outcome(
    procedure: "Procedure", position: "Position", given: "dict[str, Value]", language: str
) -> None:
    from careline.playbooks.procedure.values import amount_words, limit_of

    book = procedure.playbook
    row, outcome = book.decision.rows[position.row or 0], book.outcomes[position.outcome]
    typer.secho(f"outcome: {position.outcome}: {book.in_words(outcome.title, language)}", bold=True)
    typer.echo(f"because (row {(position.row or 0) + 1}): {book.in_words(row.why, language)}")
    if (most := limit_of(book, outcome, given)) is not None:
        typer.echo(f"at most: {amount_words(most, book.currency)}")
    for key in dict.fromkeys((*row.law, *outcome.law)):
        law = book.law[key]
        typer.echo(f"rests on: {book.in_words(law.title, language)} ({law.source}; {law.country})")


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = dict(one.partition("=")[::2] for one in given)
    if any("=" not in one for one in given):
        _fail("Write each as KEY=VALUE.")
    return {key.strip(): value.strip() for key, value in pairs.items()}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        _fail(f"{file}: {trouble}")


def _fail(words: str) -> NoReturn:
    typer.secho(words, fg="red", err=True)
    raise typer.Exit(1)
