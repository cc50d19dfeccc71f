"""Who is let in, what they may do and see, and the log of what they did."""
