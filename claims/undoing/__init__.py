"""What acts do to rows, kept so that they can be undone: the rows as plain values, before and after."""

from .applying import Mismatch, apply
from .recording import Step, one_at_a_time, recorded
from .reshaping import clock, mark_reshaped

__all__ = ["Mismatch", "Step", "apply", "clock", "mark_reshaped", "one_at_a_time", "recorded"]
