"""Tags for the log in pages: the company, and the ways of single sign-on that are configured."""

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.template import Context

from careline.accounts.browsers import browser_name
from careline.accounts.models import Company
from careline.accounts.queries import find_company

register = template.Library()
register.filter("browser", browser_name)


@dataclass(frozen=True)
class SignOn:
    """A provider that people can log in with."""

    name: str
    href: str


@register.simple_tag
def company() -> Company | None:
    """Return the company, or None before set-up."""
    return find_company()


@register.simple_tag(takes_context=True)
def single_sign_on(context: Context) -> list[SignOn]:
    """Return the configured providers of single sign-on."""
    request = context["request"]
    providers = get_adapter(request).list_providers(request)
    return [SignOn(provider.name, provider.get_login_url(request)) for provider in providers]
