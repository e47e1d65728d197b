"""Registers: many kinds of records, one shape. What is particular about each, its app's `registers.py` declares."""

from core.registers.declaration import (
    Action,
    Intake,
    OfTown,
    Register,
    address_to_fix,
    choice_of,
    date_action,
    declared,
)
from core.registers.urls import register_urls

__all__ = [
    "Action",
    "Intake",
    "OfTown",
    "Register",
    "address_to_fix",
    "choice_of",
    "date_action",
    "declared",
    "register_urls",
]
