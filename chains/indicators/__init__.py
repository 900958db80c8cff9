"""Indicators of an ecosystem: computed, kept over time, compared, and watched."""

from chains.indicators.alerts import Alert, Fired, add_alert, alerts, check_alerts
from chains.indicators.model import Indicator, Reported, UnknownIndicator, Why
from chains.indicators.reported import reported
from chains.indicators.snapshots import Snapshot, UnknownSnapshot, snapshots, take_snapshot
from chains.indicators.standing import chain_indicators

__all__ = [
    "Alert",
    "Fired",
    "Indicator",
    "Reported",
    "Snapshot",
    "UnknownIndicator",
    "UnknownSnapshot",
    "Why",
    "add_alert",
    "alerts",
    "chain_indicators",
    "check_alerts",
    "reported",
    "snapshots",
    "take_snapshot",
]
