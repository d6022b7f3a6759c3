"""Numbers as pages carry them: in forms and addresses, where anything may stand."""


def number_of(words: str | None) -> int:
    """The whole number that a form or an address carries, such as `12` or `#12`; 0 if it carries none that can be one."""
    digits = (words or "").strip().removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
