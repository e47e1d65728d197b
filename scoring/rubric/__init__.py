"""The rules of the assessment, one file an item, one class a sub-item. No number of the rubric stands here."""

from scoring.rubric import item_1, item_2, item_3, item_4, item_5, item_6, item_7, item_8

__all__ = ["item_1", "item_2", "item_3", "item_4", "item_5", "item_6", "item_7", "item_8"]
