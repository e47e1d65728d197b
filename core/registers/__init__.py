"""Registers: many kinds of records, one shape. What is particular about each, its app's `registers.py` declares."""

from core.registers.declaration import ENTER, KEEP, Deed, OfTown, Register, choice_of, dated, declared

__all__ = ["ENTER", "KEEP", "Deed", "OfTown", "Register", "choice_of", "dated", "declared"]
