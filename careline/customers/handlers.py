"""What this room does when something happened: have exports written and erasures done, by jobs."""

from careline.core.events import Recorded, reacts_to
from careline.customers.events import ErasureAsked, ExportAsked, ImportAsked
from careline.customers.tasks import erase_later, export_later, import_later


@reacts_to(ExportAsked, inline=True)
def on_export_asked(fact: ExportAsked, recorded: Recorded) -> None:
    """Have the export written."""
    export_later.defer(export_id=fact.export_id)


@reacts_to(ErasureAsked, inline=True)
def on_erasure_asked(fact: ErasureAsked, recorded: Recorded) -> None:
    """Have the erasure done."""
    erase_later.defer(erasure_id=fact.erasure_id)


@reacts_to(ImportAsked, inline=True)
def on_import_asked(fact: ImportAsked, recorded: Recorded) -> None:
    """Have the file checked or run."""
    import_later.defer(run_id=fact.run_id)
