"""Reading about routing: queues as they are judged, who could take a ticket, what waits, and figures."""
