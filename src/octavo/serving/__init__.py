"""How bytes reach the network: listening, the page cache before any routing, limits, workers, stopping."""
