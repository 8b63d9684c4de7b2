"""Invented names of the simulated county, in Chinese and in Latin letters.

No real place, school or person is meant; stems are the commonest of the language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called on a sign and on an English page."""

    zh: str
    en: str


CITY = Name("安平市", "Anping City")
COUNTY = Name("柳河县", "Liuhe County")
RIVER = Name("柳河", "Willow River")
LAKE = Name("柳湖", "Willow Lake")
LAKE_PARK = Name("柳湖公园", "Willow Lake Park")
RIVER_PARK = Name("滨河公园", "Riverside Park")
SQUARE = Name("人民广场", "People's Square")
RESERVOIR = Name("北塘水库", "North Pond Reservoir")
CANALS = (Name("青年渠", "Youth Canal"), Name("丰收渠", "Harvest Canal"))

STREET_OFFICES = (
    Name("东城街道", "Dongcheng Street"),
    Name("西城街道", "Xicheng Street"),
    Name("南关街道", "Nanguan Street"),
    Name("北关街道", "Beiguan Street"),
)
TOWNSHIPS = (
    Name("青石镇", "Qingshi Town"),
    Name("白杨镇", "Baiyang Town"),
    Name("双桥镇", "Shuangqiao Town"),
    Name("杏花镇", "Xinghua Town"),
    Name("龙泉镇", "Longquan Town"),
    Name("安和镇", "Anhe Town"),
    Name("大柳镇", "Daliu Town"),
    Name("河口镇", "Hekou Town"),
    Name("平原镇", "Pingyuan Town"),
)

# The first of each list is the axis through the heart; the rest follow outwards.
AVENUES_NORTH_SOUTH = (
    Name("人民路", "Renmin Road"),
    Name("文化路", "Wenhua Road"),
    Name("建设路", "Jianshe Road"),
    Name("学府路", "Xuefu Road"),
    Name("金柳大道", "Jinliu Avenue"),
    Name("春风路", "Chunfeng Road"),
    Name("振兴路", "Zhenxing Road"),
    Name("康平路", "Kangping Road"),
    Name("工业路", "Gongye Road"),
    Name("明德路", "Mingde Road"),
)
RIVERSIDES = (Name("滨河西路", "Binhe West Road"), Name("滨河东路", "Binhe East Road"))
AVENUES_EAST_WEST = (
    Name("解放路", "Jiefang Road"),
    Name("青年路", "Qingnian Road"),
    Name("和平街", "Heping Street"),
    Name("北海路", "Beihai Road"),
    Name("南环路", "Nanhuan Road"),
    Name("北环路", "Beihuan Road"),
    Name("光明街", "Guangming Street"),
    Name("新华路", "Xinhua Road"),
    Name("长安街", "Chang'an Street"),
    Name("兴业路", "Xingye Road"),
)
RING_ROAD = Name("环城公路", "Ring Road")
HIGHWAYS = (
    Name("柳北公路", "Liubei Highway"),
    Name("柳东公路", "Liudong Highway"),
    Name("柳南公路", "Liunan Highway"),
    Name("柳西公路", "Liuxi Highway"),
)

_LANE_STEMS = (
    ("柳荫", "Liuyin"), ("槐树", "Huaishu"), ("梧桐", "Wutong"), ("海棠", "Haitang"),
    ("石榴", "Shiliu"), ("桂花", "Guihua"), ("书院", "Shuyuan"), ("钟楼", "Zhonglou"),
    ("文昌", "Wenchang"), ("井泉", "Jingquan"), ("和顺", "Heshun"), ("永安", "Yong'an"),
    ("永宁", "Yongning"), ("福寿", "Fushou"), ("太平", "Taiping"), ("平安", "Ping'an"),
    ("向阳", "Xiangyang"), ("朝阳", "Chaoyang"), ("东风", "Dongfeng"), ("红旗", "Hongqi"),
    ("胜利", "Shengli"), ("前进", "Qianjin"), ("工农", "Gongnong"), ("团结", "Tuanjie"),
    ("友谊", "Youyi"), ("翠竹", "Cuizhu"), ("芙蓉", "Furong"), ("荷花", "Hehua"),
    ("菊园", "Juyuan"), ("梅园", "Meiyuan"), ("兰亭", "Lanting"), ("松柏", "Songbai"),
    ("银杏", "Yinxing"), ("杨柳", "Yangliu"), ("枣园", "Zaoyuan"), ("杏林", "Xinglin"),
    ("桃园", "Taoyuan"), ("清泉", "Qingquan"), ("虹桥", "Hongqiao"), ("观澜", "Guanlan"),
)  # fmt: skip
_LANE_KINDS = (("街", "Street"), ("巷", "Lane"), ("胡同", "Alley"), ("里", "Row"))
_LANE_PARTS = (("", ""), ("东", "East "), ("西", "West "), ("南", "South "), ("北", "North "))

_FAMILIES = (
    ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"),
    ("杨", "Yang"), ("赵", "Zhao"), ("黄", "Huang"), ("周", "Zhou"), ("吴", "Wu"),
    ("徐", "Xu"), ("孙", "Sun"), ("胡", "Hu"), ("朱", "Zhu"), ("高", "Gao"),
    ("林", "Lin"), ("何", "He"), ("郭", "Guo"), ("马", "Ma"), ("罗", "Luo"),
    ("梁", "Liang"), ("宋", "Song"), ("郑", "Zheng"), ("谢", "Xie"), ("韩", "Han"),
    ("唐", "Tang"), ("冯", "Feng"), ("于", "Yu"), ("董", "Dong"), ("萧", "Xiao"),
)  # fmt: skip
_VILLAGE_KINDS = (
    ("庄", "zhuang"), ("村", "cun"), ("楼", "lou"), ("集", "ji"), ("堂", "tang"),
    ("海", "hai"), ("店", "dian"), ("桥", "qiao"), ("寨", "zhai"), ("堤口", "dikou"),
)  # fmt: skip
_VILLAGE_SIDES = (
    ("", ""), ("东", "Dong"), ("西", "Xi"), ("南", "Nan"), ("北", "Bei"), ("前", "Qian"),
    ("后", "Hou"), ("大", "Da"), ("小", "Xiao"),
)  # fmt: skip
_GIVEN_FIRST = "建国志文海秀春玉晓立家明德永俊红丽雪思佳宏振学广新"
_GIVEN_SECOND = "军华强伟平芳英敏涛波勇杰磊静霞梅兰林辉鹏宁洋斌峰"


def lanes(rng: Random) -> Iterator[Name]:
    """Side streets, each name once: 800 plain ones, then numbered ones without an end."""
    for number in count(1):
        zh_number, en_number = (numeral(number), f" {number}") if number > 1 else ("", "")
        for part_zh, part_en in _LANE_PARTS:
            for kind_zh, kind_en in _LANE_KINDS:
                stems = list(_LANE_STEMS)
                rng.shuffle(stems)
                for zh, en in stems:
                    yield Name(
                        f"{zh}{part_zh}{zh_number}{kind_zh}", f"{en} {part_en}{kind_en}{en_number}"
                    )


def villages(rng: Random) -> Iterator[Name]:
    """Villages, each name once; 2,700 of them, the plain ones first."""
    for side_zh, side_en in _VILLAGE_SIDES:
        pairs = [(family, kind) for family in _FAMILIES for kind in _VILLAGE_KINDS]
        rng.shuffle(pairs)
        for (zh, en), (kind_zh, kind_en) in pairs:
            stem = en + kind_en
            yield Name(side_zh + zh + kind_zh, f"{side_en} {stem}" if side_en else stem)


def people(rng: Random) -> Iterator[str]:
    """Persons' names without an end; a few share one, as people do."""
    while True:
        family = rng.choice(_FAMILIES)[0]
        yield family + rng.choice(_GIVEN_FIRST) + rng.choice(_GIVEN_SECOND)


_NUMBERS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """1 to 99 as Chinese names write it: 一, 十二, 二十."""
    tens, ones = divmod(n, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMBERS[tens]}十")
    return head + (_NUMBERS[ones] if ones or not tens else "")
