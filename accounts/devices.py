"""What a browser says of itself, in words that its owner knows. It decides nothing: it may say anything."""

#: The first mark that is found tells; what others claim to be comes after them.
PROGRAMS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("HuaweiBrowser", "华为浏览器"), ("MiuiBrowser", "小米浏览器"),
    ("HeyTapBrowser", "OPPO浏览器"),
    ("VivoBrowser", "vivo浏览器"), ("UCBrowser", "UC浏览器"), ("QQBrowser", "QQ浏览器"),
    ("360SE", "360浏览器"),
    ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓手机"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows电脑"),
    ("Macintosh", "苹果电脑"), ("Linux", "Linux电脑"),
)  # fmt: skip


def device_of(agent: str) -> str:
    """安卓手机，微信."""
    found = [_first(SYSTEMS, agent), _first(PROGRAMS, agent)]
    return "，".join(filter(None, found)) or "认不出的设备"


def _first(marks: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in marks if mark in agent), "")
