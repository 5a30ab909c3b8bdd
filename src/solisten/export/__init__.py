"""Tables that leave the program: CSV, JSON lines and Parquet, with their dictionary."""
