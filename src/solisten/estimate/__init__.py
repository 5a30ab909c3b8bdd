"""The estimate: findings in, a level with its uncertainty out; pure functions."""
