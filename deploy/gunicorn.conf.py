"""gunicorn in production: `gunicorn --config deploy/gunicorn.conf.py wutuan.wsgi`. WEB_CONCURRENCY sets the workers."""

import os

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
threads = 4
timeout = 60
umask = 0o077
# loaded once: a refusal to start ends the service at once, and the workers share memory
preload_app = True
max_requests, max_requests_jitter = 5000, 500
# our own lines say what was asked for, without paths
accesslog = None
control_socket_disable = True


def child_exit(server, worker):
    """The measurements of a worker that ended are kept, its gauges are not."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
