"""What travels between installations: which rows, which of their columns, in which order."""
