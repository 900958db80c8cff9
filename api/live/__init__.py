"""What changes, told while it happens."""

from api.live.feed import CursorExpired, Feed, InvalidPosition

__all__ = ["CursorExpired", "Feed", "InvalidPosition"]
