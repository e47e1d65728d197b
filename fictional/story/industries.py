"""The industries of the demo town's jobs, which the ledger has no column for: as their employers' names tell."""

from labor.models import Employment

Industry = Employment.Industry
#: The first word that an employer's name has; nobody has said yet what the others are.
TOLD_BY = {
    "物流": Industry.TRANSPORT,
    "运输": Industry.TRANSPORT,
    "餐饮": Industry.CATERING,
    "农家乐": Industry.CATERING,
    "米粉店": Industry.CATERING,
    "食堂": Industry.CATERING,
    "家政": Industry.HOUSEHOLD_SERVICES,
    "修理": Industry.HOUSEHOLD_SERVICES,
    "旅游": Industry.ENVIRONMENT,
    "建筑": Industry.CONSTRUCTION,
    "建安": Industry.CONSTRUCTION,
    "建设": Industry.CONSTRUCTION,
    "装修": Industry.CONSTRUCTION,
    "种植": Industry.AGRICULTURE,
    "养殖": Industry.AGRICULTURE,
    "林场": Industry.AGRICULTURE,
    "小卖部": Industry.TRADE,
    "电商": Industry.TRADE,
    "厂": Industry.MANUFACTURING,
    "公司": Industry.MANUFACTURING,
    "车间": Industry.MANUFACTURING,
}


def tell_industries() -> None:
    """Fill them in as if they had been entered together with the jobs."""
    for word, industry in TOLD_BY.items():
        for jobs in (Employment.objects, Employment.history):
            jobs.filter(industry="", employer__contains=word).update(industry=industry)
