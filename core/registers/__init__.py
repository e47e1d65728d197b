"""Registers: many kinds of records, one shape. What is particular about each, its app's `registers.py` declares."""

from core.registers.declaration import Deed, OfTown, Register, choice_of, dated, declared
from core.registers.urls import register_urls

__all__ = ["Deed", "OfTown", "Register", "choice_of", "dated", "declared", "register_urls"]
