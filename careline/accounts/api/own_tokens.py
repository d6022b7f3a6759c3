"""One's own tokens: which there are, and making one worthless. None is made here: that takes a person in a browser."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router
from ninja import Status as Answer

from careline.accounts.actions.revoke_token import revoke_token
from careline.accounts.contracts import Scope
from careline.accounts.queries import own_tokens
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown

router = Router(tags=["Tokens"])
MANAGE = Bearer(Scope.MANAGE_TOKENS)


class TokenShown(Shown):
    """A token, but for its secret, of which only the first characters are known."""

    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None


@router.get(
    "/tokens", response=reading(PageOf[TokenShown]), auth=MANAGE, operation_id="listTokens", summary="One's own tokens"
)  # fmt: skip
def list_all(request: HttpRequest) -> dict[str, Any]:
    """The tokens of this token's owner that were not revoked, newest first. One page."""
    return {"items": list(own_tokens(caller_of(request)))}


@router.delete(
    "/tokens/{int:token_id}", response=changing(None, 404, status=204), auth=MANAGE, operation_id="revokeToken",
    summary="Revoke a token",
)  # fmt: skip
def revoke(request: HttpRequest, token_id: Id) -> Any:
    """Make one of one's own tokens worthless at once, this one too."""
    agent = caller_of(request)
    token = own_tokens(agent).filter(pk=token_id).first()
    if token is None:
        raise Http404
    revoke_token(token, by=agent)
    return Answer(204, None)
