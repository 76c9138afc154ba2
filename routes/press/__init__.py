"""The press: turns a brochure's HTML into PDF, in a process of its own. Knows nothing of Django."""
