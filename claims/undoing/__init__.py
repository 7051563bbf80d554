"""What acts do to rows, kept so that they can be undone: the rows as plain values, before and after."""
