"""Registers: many kinds of records, one shape. What is particular about each, its app's `registers.py` declares."""

from core.registers.declaration import ENTER, KEEP, Deed, Register, choice_of, declared

__all__ = ["ENTER", "KEEP", "Deed", "Register", "choice_of", "declared"]
