"""What made the tagger's weights. Needs the packages of requirements-train.txt; nothing else imports it."""
