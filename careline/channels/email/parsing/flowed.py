"""Text of format=flowed joined to paragraphs again (RFC 3676)."""


def unflow(text: str, *, delete_space: bool) -> str:
    """Join flowed lines; `delete_space` is DelSp=yes. Quote marks stay, the signature line `-- ` is never joined."""
    paragraphs: list[str] = []
    pieces: list[str] = []
    depth_before = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        is_signature = content == "-- "
        if pieces and (depth != depth_before or is_signature):
            paragraphs.append("".join(pieces).rstrip(" "))
            pieces = []
        if not pieces and depth:
            pieces.append(">" * depth + " ")
        flows = content.endswith(" ") and not is_signature
        pieces.append(content[:-1] if flows and delete_space else content)
        depth_before = depth
        if not flows:
            paragraphs.append("".join(pieces))
            pieces = []
    return "\n".join([*paragraphs, *(["".join(pieces)] if pieces else [])])
