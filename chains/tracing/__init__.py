"""Tracing: from a point through its line to the network, and the steps that would raise it."""

from chains.tracing.model import Step, StepKind, Trace
from chains.tracing.steps import promoting_steps
from chains.tracing.way import trace

__all__ = ["Step", "StepKind", "Trace", "promoting_steps", "trace"]
