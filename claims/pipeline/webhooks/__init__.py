"""Webhooks: addresses that are told what happens in a project, and each message on its way there."""

from .change import Refused, change_webhook, make_webhook, pause, remove, resume
from .resend import RESENT_AT_ONCE, resend, resend_failed, send_test
from .secret import change_secret, secret_of
from .sending import deliver, due, lost, prune

__all__ = [
    "RESENT_AT_ONCE", "Refused", "change_secret", "change_webhook", "deliver", "due", "lost", "make_webhook",
    "pause", "prune", "remove", "resend", "resend_failed", "resume", "secret_of", "send_test",
]  # fmt: skip
