"""The files that were put into the fields of some tickets, customers or organisations."""

from collections.abc import Iterable

from careline.fields.contracts import CHOOSING, Kind
from careline.fields.models import FieldFile
from careline.fields.queries.definitions import all_fields


def files_of(target: str, object_ids: Iterable[int]) -> list[FieldFile]:
    """The files of these, with their contents' rows. For work without a person."""
    rows = FieldFile.objects.filter(field__target=target, object_id__in=[*object_ids])
    return [*rows.select_related("file").order_by("pk")]


def keys_for_figures(target: str) -> frozenset[str]:
    """The keys of fields whose values may stay after an erasure, for the figures: choices, yes or no, and money."""
    kept = {*CHOOSING, Kind.YES_NO, Kind.MONEY}
    return frozenset(info.key for info in all_fields(target, with_archived=True) if info.kind in kept)
