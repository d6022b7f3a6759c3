"""The checks of `careline doctor` that concern the installation itself; upper rooms register their own."""
