"""Gather: round one of two, in which people ask what bears on a claim and answer it from its evidence."""

from .asking import ask, reword_question, state_question
from .replying import change_answer, reply, state_answer
from .standing import Refused
from .turning import close_round, missing, return_to_round_one

__all__ = [
    "Refused", "ask", "change_answer", "close_round", "missing", "reply", "return_to_round_one", "reword_question",
    "state_answer", "state_question",
]  # fmt: skip
