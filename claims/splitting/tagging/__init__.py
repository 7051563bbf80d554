"""What the tagger reads: word pieces with offsets, and what their neighbourhood looks like."""
