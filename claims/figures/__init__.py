"""Figures over what people judged: reads for pages, the API and files, each down to the claims behind it."""
