"""Addresses of the customers app."""

from django.urls import URLPattern, URLResolver, path

from careline.customers.views import customers, identities, imports, merging, organisations, personal_data

app_name = "customers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", customers.customers, name="customers"),
    path("<int:pk>/", customers.customer, name="customer"),
    path("<int:pk>/edit/", customers.edit, name="edit"),
    path("<int:pk>/merge/", merging.merge, name="merge"),
    path("<int:pk>/block/", merging.block, name="block"),
    path("<int:pk>/identities/", identities.add, name="identities"),
    path("<int:pk>/identities/change/", identities.change, name="identity"),
    path("<int:pk>/consents/", identities.consent, name="consents"),
    path("<int:pk>/data/", personal_data.personal_data, name="personal_data"),
    path("<int:pk>/data/export/", personal_data.export, name="export"),
    path("<int:pk>/data/hold/", personal_data.hold, name="hold"),
    path("<int:pk>/data/erasure/", personal_data.erase, name="erase"),
    path("exports/<int:export_id>/", personal_data.download, name="export_file"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/problems/", imports.problems, name="import_problems"),
    path("table/export/", imports.export, name="export_table"),
    path("merges/<int:pk>/undo/", merging.undo_merge, name="undo_merge"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/new/", organisations.edit_organisation, name="new_organisation"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", organisations.edit_organisation, name="edit_organisation"),
]
