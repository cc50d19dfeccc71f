"""What users would pick instead of the product, with the same data and the same questions: `make bench-peers`."""
