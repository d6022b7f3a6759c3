"""Text of format=flowed joined to paragraphs again (RFC 3676)."""


def unflow(text: str, *, delete_space: bool) -> str:
    """Join flowed lines; `delete_space` is DelSp=yes. Quote marks stay, the signature line `-- ` is never joined."""
    result: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:]
        content = content[1:] if content.startswith(" ") else content
        is_signature = content in ("-- ", "--")
        if open_depth == depth and not is_signature:
            result.append(content)
        else:
            if open_depth is not None or result:
                result.append("\n")
            result.append(">" * depth + (" " if depth else "") + content)
        flows = content.endswith(" ") and not is_signature
        open_depth = depth if flows else None
        if flows and delete_space:
            result[-1] = result[-1][:-1]
    return "".join(result)
