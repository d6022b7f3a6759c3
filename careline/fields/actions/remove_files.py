"""Take files out of fields for good, as an erasure does."""

from collections.abc import Iterable

from careline.fields.models import FieldFile


def remove_files(target: str, object_ids: Iterable[int]) -> list[int]:
    """Remove the rows of all files in the fields of these, and return the ids of their contents. Emits nothing."""
    rows = FieldFile.objects.filter(field__target=target, object_id__in=[*object_ids])
    ids = [*rows.values_list("file_id", flat=True)]
    rows.delete()
    return ids
