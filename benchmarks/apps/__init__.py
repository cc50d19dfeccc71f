"""The pages that ours stands beside."""
