"""Which mails an agent gets: their own choice."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from careline.channels.actions.choose_notices import choose_notices
from careline.channels.models import NoticePreference
from careline.channels.queries import notices_of
from careline.channels.views.asking import agent_of


class NoticesForm(forms.Form):
    """One choice."""

    level = forms.ChoiceField(
        label=gettext_lazy("Mail me about"), choices=NoticePreference.Level.choices, widget=forms.RadioSelect
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show the choice, or keep a new one."""
    agent = agent_of(request)
    form = NoticesForm(
        request.POST if request.method == "POST" else None, initial={"level": notices_of(agent)}
    )
    if request.method == "POST" and form.is_valid():
        choose_notices(form.cleaned_data["level"], by=agent)
        messages.success(request, _("Saved."))
        return redirect("channels:notices")
    return render(request, "channels/notices.html", {"form": form}, status=422 if form.errors else 200)
