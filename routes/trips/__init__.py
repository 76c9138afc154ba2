"""What visitors put together themselves: a trip, and a basket of villages and routes to print."""
