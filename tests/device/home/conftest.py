"""What tests of the home share."""

from tests.support.broker import broker

__all__ = ["broker"]
