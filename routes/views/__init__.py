"""The public doors of routes."""
