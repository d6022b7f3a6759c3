"""The API's part of customers: customers and organisations, to read and to change."""

from ninja import Router

from careline.customers.api import customers, organisations

router = Router()
router.add_router("", customers.router)
router.add_router("", organisations.router)
