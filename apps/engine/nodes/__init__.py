"""The node types: one file each, found by this dict.

A new type is a file with `Settings`, `parse`, `ports`, `asks` and `arrive` (and `hears`, if events
move people on from it, `DUE_PORT`, if time does, `follows`, if a trait says until when), and its
line here.
"""

from types import ModuleType

from apps.engine.nodes import (
    condition_split,
    delay,
    entry,
    exit,
    goal,
    jump,
    message,
    move_stage,
    random_split,
    update_trait,
    wait_for_event,
)

NODE_TYPES: dict[str, ModuleType] = {
    "entry": entry,
    "message": message,
    "delay": delay,
    "wait_for_event": wait_for_event,
    "condition_split": condition_split,
    "random_split": random_split,
    "update_trait": update_trait,
    "move_stage": move_stage,
    "jump": jump,
    "goal": goal,
    "exit": exit,
}
