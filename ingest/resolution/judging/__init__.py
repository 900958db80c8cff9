"""From features to a probability, and from that to a verdict with its reasons."""
