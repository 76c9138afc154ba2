"""How gunicorn serves: two processes with as many threads as each has database connections."""

import sys

from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

try:
    # One sentence here instead of a traceback in each worker.
    from config import settings as _settings  # noqa: F401
except ImproperlyConfigured as error:
    sys.exit(str(error))

_environment = Environment()
workers = _environment.whole_number("WEB_WORKERS", default=2, least=1, most=64)
threads = _environment.whole_number("WEB_THREADS", default=4, least=1, most=64)
try:
    _environment.stop_if_nonsense()
except ImproperlyConfigured as error:
    sys.exit(str(error))

wsgi_app = "config.wsgi:application"
preload_app = True  # the code is read once, not once for each process
worker_class = "gthread"
timeout = 60  # a brochure may take half of it
graceful_timeout = 5
keepalive = 5
limit_request_line = 8190  # the most there can be: trips and questions stand in addresses
max_requests = 5000  # a worker that has grown is replaced
max_requests_jitter = 500
control_socket_disable = True  # it would lie in the home folder of whoever runs the server
loglevel = "warning"


def when_ready(server: object) -> None:
    """Let no process inherit a database connection of the one that has read the code."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
