"""What an operator sees: logs by request, metrics."""

from api.observe.logs import set_up_logs
from api.observe.metrics import metrics_router
from api.observe.requests import RequestLog

__all__ = ["RequestLog", "metrics_router", "set_up_logs"]
