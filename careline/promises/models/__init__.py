"""What the promises app keeps."""

from careline.promises.models.promise import Promise
from careline.promises.models.settings import PromiseSettings

__all__ = ["Promise", "PromiseSettings"]
