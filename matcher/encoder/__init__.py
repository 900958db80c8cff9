"""Encoders: text to vectors. The default needs numpy only; others are optional."""

from matcher.encoder.port import Encoder
from matcher.encoder.static import StaticEncoder, load_encoder

__all__ = ["Encoder", "StaticEncoder", "load_encoder"]
