"""Every kind of notice can be kept."""

from careline.notices.contracts import Kind
from careline.notices.models import Notice


def test_the_name_of_every_kind_fits_its_column():
    assert max(len(kind) for kind in Kind) <= Notice._meta.get_field("kind").max_length
