"""Definitions of fields and forms, and files put into fields. The values lie with what they belong to."""

from careline.fields.models.field import Field, FieldFile
from careline.fields.models.form import FieldForm

__all__ = ["Field", "FieldFile", "FieldForm"]
