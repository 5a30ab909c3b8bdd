"""Partials added up over a window: metrics with their n and interval, indicators as k of n."""
