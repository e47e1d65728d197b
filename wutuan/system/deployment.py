"""What `check --deploy` says, in Chinese."""

from django.core import checks

#: What the framework says in English.
FRAMEWORK = {
    "security.W004": "没有设 SECURE_HSTS_SECONDS，浏览器不会记住只用 https",
    "security.W008": "SECURE_SSL_REDIRECT 没有打开，http 的请求不会转到 https",
    "security.W009": "SECRET_KEY 太短或太简单，请换成自己的长随机串",
    "security.W010": "SESSION_COOKIE_SECURE 没有打开，登录凭证可能经 http 传出",
    "security.W016": "CSRF_COOKIE_SECURE 没有打开，防伪凭证可能经 http 传出",
    "security.W018": "DEBUG 已打开",
    "security.W020": "ALLOWED_HOSTS 是空的",
}
OTHER = "框架有提示，运行 manage.py check --deploy 看全文"
OURS = "wutuan."


def findings() -> list[tuple[str, str]]:
    """Each finding: its number, and what it says."""
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    silenced = [message for message in found if not message.is_silenced()]
    return [(str(message.id), _words(message)) for message in silenced]


def _words(message: checks.CheckMessage) -> str:
    if str(message.id).startswith(OURS):
        return f"{message.msg}。{message.hint}"
    return FRAMEWORK.get(str(message.id), OTHER)
