"""What a new password has to be, in words that the framework left in English."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少需要 {self.min_length} 个字符。"
