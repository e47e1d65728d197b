from labor.posts.registers import PublicBenefitPostRegister

urlpatterns = [*PublicBenefitPostRegister.urls("public-benefit-posts/")]
