"""What an applicant signs; a text that was signed once is never altered, only followed."""

import hashlib
from typing import Final

from service.viewing.wire import Undertaking

_ZH = """公共视频图像查阅保密承诺书
本人为保护本人(或被监护、看护人)的生命健康、财产安全,经管理单位同意查阅相关视频图像,承诺:
一、只查阅与本人申请有关联的画面;
二、不拍照、不录像、不翻拍、不截图、不复制,查阅时将手机等设备交由民警保管;
三、不公开、不传播、不向他人提供所知悉的他人信息;
四、违反承诺的,依法承担责任。
依据:《公共安全视频图像信息系统管理条例》第二十一条、第二十三条。"""
_EN = """Undertaking before a viewing of public recordings
I look at recordings to protect my life, health or property, or that of a person in my care, with
the consent of the managing unit. I undertake:
1. to look at nothing but what my request is about;
2. to take no photograph, film, screenshot or copy, and to leave my telephone with the officer;
3. not to publish, pass on or give to anybody what I learn of others;
4. to answer for it by law where I do not.
Basis: Decree 799, articles 21 and 23."""


def _text(version: str, zh: str, en: str) -> Undertaking:
    digest = hashlib.sha256(f"{version}\n{zh}\n{en}".encode()).hexdigest()
    return Undertaking(version=version, zh=zh, en=en, sha256=digest)


NOW: Final = _text("2026-11", _ZH, _EN)
