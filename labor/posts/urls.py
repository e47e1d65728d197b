from core.registers import register_urls
from labor.posts.registers import PublicBenefitPostRegister

urlpatterns = [*register_urls(PublicBenefitPostRegister, "public-benefit-posts/")]
