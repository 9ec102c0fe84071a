"""The engine's answers in sentences for people: what happened, and why. Pure.

The same words wherever they are told: of what was (`explain`), and of what would be (`simulate`).
"""
