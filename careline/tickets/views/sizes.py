"""Sizes of files, as people say them."""

from django.template.defaultfilters import filesizeformat


def size_words(size: int) -> str:
    """Return a number of bytes in words, such as `86.0 KB`."""
    return str(filesizeformat(size)).replace("\xa0", " ")
