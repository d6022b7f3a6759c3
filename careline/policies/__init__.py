"""Service targets: what a class of tickets is owed, and the clocks that run on tickets."""
