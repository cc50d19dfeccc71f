"""What the product costs, measured: `make bench`, or `python -m benchmarks [--smoke] [--only NAME] [--write]`.

Every figure stands beside something measured in the same run, because a ratio outlives the machine it came from.
Nothing here is a test: no duration is ever asserted.
"""
