"""Characters that nobody sees: they come along when text is copied from a page, a phone or a broken file."""

from itertools import chain

#: Control characters but tab and line breaks, zero-width and direction characters, and what no text may hold.
_INVISIBLE = dict.fromkeys(
    chain(
        range(0x00, 0x09),
        range(0x0B, 0x0D),
        range(0x0E, 0x20),
        range(0x7F, 0xA0),
        range(0x200B, 0x2010),
        range(0x202A, 0x202F),
        range(0x2060, 0x206A),
        (0xFEFF, 0xFFFE, 0xFFFF),
    )
)


def printable(text: str) -> str:
    """`text` without the characters that nobody sees."""
    return text if text.isprintable() else text.translate(_INVISIBLE)
