"""Ways along roads, by an engine in a process of its own and graphs that an operator builds."""
