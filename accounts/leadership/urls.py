from accounts.leadership.registers import PostRegister, TenureRegister
from accounts.leadership.views import PostExport, PostListPage
from core.registers import register_urls

urlpatterns = [
    *register_urls(TenureRegister, "leadership/tenures/"),
    *register_urls(PostRegister, "leadership/", list=PostListPage, export=PostExport),
]
