"""Who has been given no division sees no row, and writes nothing, not even what belongs to no division."""

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NO_DIVISION = "您的账号还没有分配管辖区划，不能填写或修改任何内容。请联系系统管理员分配区划。"


def without_division(view: type) -> type:
    """Marks a view that writes for everybody who is signed in: it concerns their own account alone."""
    view.writes_without_division = True
    return view


def with_slip(view: type) -> type:
    """Marks a view that opens before somebody has set a password of their own."""
    view.opens_with_slip = True
    return view
