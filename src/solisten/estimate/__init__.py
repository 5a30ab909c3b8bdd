"""The estimate: findings in, a level with its uncertainty out; pure functions."""

from solisten.estimate.judging import judge

__all__ = ["judge"]
