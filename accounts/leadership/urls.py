from accounts.leadership.registers import PostRegister, TenureRegister
from accounts.leadership.views import PostExport, PostListPage

urlpatterns = [
    *TenureRegister.urls("leadership/tenures/"),
    *PostRegister.urls("leadership/", list=PostListPage, export=PostExport),
]
