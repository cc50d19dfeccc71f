"""The same questions on Apache Spark: `make bench-spark`. What it needs is in requirements.txt here."""
