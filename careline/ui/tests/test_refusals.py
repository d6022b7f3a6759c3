"""What is refused is said: in a toast where a part of the page asked, else on a page of its own."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from careline.ui.refusals import telling


class Unfit(ValueError):
    pass


class Closed(PermissionError):
    pass


entered = telling(unprocessable=(Unfit,), forbidden=(Closed,))


def answer_to(refusal, world, **headers):
    @entered
    def view(request):
        if refusal:
            raise refusal
        return HttpResponse("Done")

    request = RequestFactory().post("/somewhere/", headers=headers)
    request.user = world.ana
    return view(request)


@pytest.mark.django_db
@pytest.mark.parametrize(("refusal", "status"), [(Unfit("Too long"), 422), (Closed("Not yours"), 403)])
def test_a_page_says_why(world, refusal, status):
    answer = answer_to(refusal, world)

    assert answer.status_code == status
    assert str(refusal) in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", [Unfit("Too long"), Closed("Not yours")])
def test_a_part_is_told_in_a_toast_that_htmx_shows(world, refusal):
    answer = answer_to(refusal, world, **{"HX-Request": "true"})

    assert answer.status_code == 422, "htmx swaps no other refusal into the page"
    assert answer["HX-Reswap"] == "none"
    assert str(refusal) in answer.content.decode()
    assert "#toasts" in answer.content.decode()


@pytest.mark.django_db
def test_what_nobody_refuses_goes_through_and_what_is_a_fault_stays_one(world):
    assert answer_to(None, world).content == b"Done"
    with pytest.raises(LookupError):
        answer_to(LookupError("A fault"), world)
