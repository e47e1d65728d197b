"""Made-up employers, by the channel of work: name, place (a division's name or code), posts, monthly pay."""

from typing import NamedTuple

from labor.models import Employment

Channel = Employment.Channel


class Employer(NamedTuple):
    name: str
    place: str
    posts: tuple[str, ...]
    #: Monthly pay in hundreds of yuan, from and to.
    low: int
    high: int

    def posts_for(self, sex: str) -> list[str]:
        """As factories of the kind hand them out, rightly or not."""
        return [post for post in self.posts if post not in (HEAVY if sex == "女" else DOMESTIC)]


HEAVY = frozenset({
    *("成型工", "冲压工", "装卸工", "货车司机", "喷涂工", "窑炉工", "叉车工", "抛光工", "数控车工", "模具学徒"),
    *("铣床工", "钢筋工", "木工", "小工", "切割工", "泥工", "架子工", "竹材工", "修理工", "学徒", "护林员"),
    *("建房小工", "搬运工", "砍伐工", "水电工", "司机"),
})  # fmt: skip
DOMESTIC = frozenset(("月嫂", "家政服务员", "点钻工", "缝纫工", "尾部工"))

#: 东莞市 is the name of two divisions of the list: some clerks write its code, others the name that tells neither.
OTHER_PROVINCE = (
    Employer("东莞市厚街鸿泰鞋业有限公司", "东莞市", ("针车工", "成型工", "普工"), 45, 68),
    Employer("东莞市长安精迅电子有限公司", "441900", ("普工", "装配工", "品检员"), 46, 66),
    Employer("东莞市虎门丽源制衣厂", "东莞市", ("缝纫工", "尾部工", "裁床工"), 45, 75),
    Employer("东莞市塘厦联瑞塑胶五金厂", "441900", ("注塑工", "冲压工", "普工"), 48, 65),
    Employer("深圳市恒创光电有限公司", "深圳市", ("普工", "贴片操作工", "仓管员"), 50, 72),
    Employer("深圳市益通物流有限公司", "深圳市", ("分拣员", "装卸工", "货车司机"), 52, 85),
    Employer("佛山市凯宏电器配件厂", "佛山市", ("装配工", "喷涂工", "普工"), 48, 68),
    Employer("佛山市兴陶建材有限公司", "佛山市", ("窑炉工", "叉车工", "包装工"), 50, 72),
    Employer("广州市尚纬箱包皮具厂", "广州市", ("车工", "台面工", "开料工"), 46, 70),
    Employer("广州市侗乡人家餐饮店", "广州市", ("服务员", "厨师", "配菜工"), 42, 78),
    Employer("惠州市讯达声学电子厂", "惠州市", ("普工", "焊锡工"), 46, 62),
    Employer("中山市古镇星耀灯饰厂", "442000", ("灯饰装配工", "打磨工"), 45, 63),
    Employer("江门市新会卫浴五金厂", "江门市", ("抛光工", "数控车工"), 50, 80),
    Employer("义乌市佰顺饰品有限公司", "义乌市", ("点钻工", "包装工"), 45, 65),
    Employer("温州市步达鞋业有限公司", "温州市", ("针车工", "夹包工"), 48, 75),
    Employer("宁波市海辰模具厂", "宁波市", ("模具学徒", "铣床工", "普工"), 48, 78),
    Employer("昆山市瑞丰精密机械厂", "昆山市", ("数控操作工", "普工"), 50, 76),
    Employer("苏州市泰欣纺织有限公司", "苏州市", ("挡车工", "验布工"), 46, 66),
    Employer("桂林市建安劳务有限公司", "桂林市", ("钢筋工", "木工", "小工"), 45, 90),
    Employer("泉州市闽顺石材厂", "泉州市", ("切割工", "打磨工"), 48, 72),
)
OTHER_COUNTY = (
    Employer("长沙市星沙汽车零部件厂", "长沙县", ("普工", "装配工"), 42, 60),
    Employer("长沙市湘悦家政服务有限公司", "长沙市", ("家政服务员", "月嫂", "保洁员"), 38, 75),
    Employer("长沙市云岭建筑劳务有限公司", "长沙市", ("泥工", "木工", "架子工"), 45, 80),
    Employer("邵阳市宝庆箱包厂", "邵阳市", ("车工", "包装工"), 32, 48),
    Employer("邵阳市双清鞋业有限公司", "邵阳市", ("针车工", "普工"), 32, 46),
    Employer("武冈市卤制品食品厂", "武冈市", ("卤制工", "包装工"), 30, 42),
    Employer("怀化市山友竹业有限公司", "怀化市", ("竹材工", "普工"), 31, 45),
    Employer("绥宁县楠竹制品厂", "绥宁县", ("竹材工", "打磨工"), 30, 42),
)
COUNTY = (
    Employer("城步儒林苗乡食品有限公司", "儒林镇", ("包装工", "普工", "质检员"), 26, 38),
    Employer("城步长兴建材厂", "儒林镇", ("普工", "叉车工"), 30, 42),
    Employer("城步县产业园恒发电子厂", "儒林镇", ("装配工", "普工"), 26, 38),
    Employer("城步南山鲜乳制品厂", "长安营镇", ("挤奶工", "灌装工"), 28, 40),
    Employer("城步西岩农机修理厂", "西岩镇", ("修理工", "学徒"), 26, 45),
    Employer("五团镇十万古田生态旅游公司", "五团镇", ("保洁员", "讲解员", "护林员"), 24, 34),
    Employer("五团镇中心卫生院食堂", "五团镇", ("厨工", "保洁员"), 22, 28),
    Employer("丹口镇乡村建设工程队", "丹口镇", ("泥工", "小工"), 28, 48),
)
FLEXIBLE = (
    Employer("村内零工队", "五团镇", ("建房小工", "泥工", "搬运工"), 20, 40),
    Employer("蔬菜种植基地零工", "五团镇", ("种植工", "采摘工"), 18, 28),
    Employer("林场零工", "五团镇", ("砍伐工", "抚育工"), 22, 38),
    Employer("儒林镇装修零工", "儒林镇", ("水电工", "油漆工", "木工"), 28, 52),
)
OWN_BUSINESS = (
    Employer("自营（农家乐）", "五团镇", ("经营者",), 30, 70),
    Employer("自营（小卖部）", "五团镇", ("经营者",), 20, 40),
    Employer("自营（生态养殖）", "五团镇", ("养殖户",), 25, 70),
    Employer("自营（客货运输）", "城步苗族自治县", ("司机",), 35, 80),
    Employer("自营（米粉店）", "儒林镇", ("经营者",), 30, 65),
    Employer("自营（电商）", "五团镇", ("店主",), 25, 80),
)

BY_CHANNEL = {
    Channel.OTHER_PROVINCE: OTHER_PROVINCE,
    Channel.OTHER_COUNTY: OTHER_COUNTY,
    Channel.COUNTY: COUNTY,
    Channel.FLEXIBLE: FLEXIBLE,
    Channel.OWN_BUSINESS: OWN_BUSINESS,
}
#: How people find work, by what they are able to: shares of the channels, in the order above.
SHARES = {"young": (60, 16, 12, 7, 5), "older": (44, 16, 20, 15, 5), "weak": (8, 6, 28, 52, 6)}

#: All that they are called, where they are and what they are looking for.
ALL = tuple(employer for employers in BY_CHANNEL.values() for employer in employers)
NAMES = tuple(employer.name for employer in ALL)
PLACES = tuple(sorted({employer.place for employer in ALL}))
POSTS = tuple(sorted({post for employer in ALL for post in employer.posts}))
