"""Bytes of an article, in whatever wrapping, to its text. Django-free."""
