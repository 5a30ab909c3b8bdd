"""What the words of a post say, read from strings alone."""
