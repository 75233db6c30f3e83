"""Makes the samples that are not plain text: run `python -m demo.make_samples` after changing one. The same input gives the same bytes."""

import io
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import docx, ofd, pdf, xlsx

SAMPLES = Path(__file__).parent / "samples"
WHEN = (2026, 11, 1, 9, 0, 0)

PARKING = """澜州市住房和城乡建设局关于规范住宅小区电动自行车停放充电管理的通知
澜住建发〔2026〕39号
各区县住房城乡建设主管部门，各物业服务企业：
为防范电动自行车火灾事故，现就规范住宅小区电动自行车停放充电管理有关事项通知如下：
一、严禁在建筑物首层门厅、楼梯间、疏散走道、安全出口等公共区域停放电动自行车或者充电。
二、新建住宅小区应当按照不低于每百户40个车位的标准配建停放场所，充电插口不少于车位数的百分之三十。既有小区在2027年底前补足。
三、充电收费应当将电费和服务费分别计价、公示。电费按照居民生活用电价格执行，服务费由经营者与业主委员会协商确定。
四、鼓励安装电梯智能阻止系统、充电设施自动断电装置。
五、物业服务企业应当每日巡查，发现违规停放、充电的，及时劝阻；拒不改正的，报告消防救援机构。
六、业主反映的问题，物业服务企业应当在3个工作日内答复。
本通知自2026年11月1日起执行。
澜州市住房和城乡建设局
2026年10月20日
（此件公开发布）"""

FLOOD = """澜州市人民政府关于调整城市防洪排涝责任区域的通告
为落实城市防洪排涝责任，市人民政府决定调整城市防洪排涝责任区域。现通告如下：
一、澜江大堤市区段由汀湾区人民政府、屿北区人民政府按照行政区域分别负责，市水利部门负责技术指导。
二、下穿立交、地下车库、低洼小区等易涝点实行“一点一策”，责任单位和责任人姓名、职务在现场公示。
三、单位和个人不得占用、损毁排水设施，不得向雨水口倾倒垃圾、油污。
四、汛期发现险情，请立即拨打12345热线或者向所在街道办事处、镇（乡）人民政府报告。
本通告自2026年6月1日起施行。
澜州市人民政府
2026年5月22日"""

LETTER = """澜州市人民政府办公厅关于做好市民中心夜间延时服务有关事项的函
市行政审批服务局：
你局《关于开展市民中心夜间延时服务的请示》收悉。经市政府领导同志同意，现函复如下：
一、同意自2026年9月1日起，市民中心每周二、周四延时服务至20时，服务事项清单由你局会同有关部门确定并公布。
二、请有关部门合理安排人员轮值，保障工作人员休息权利。
三、请你局于2026年12月底前对实施效果进行评估，评估情况报市政府办公厅。
澜州市人民政府办公厅
2026年8月14日
（此件公开发布）"""

FIRE = """汀湾区石矶镇人民政府关于印发石矶镇冬春火灾防控工作方案的通知
石政发〔2026〕17号
各村民委员会，镇直各单位：
《石矶镇冬春火灾防控工作方案》已经镇政府研究同意，现印发给你们，请认真组织实施。
汀湾区石矶镇人民政府
2026年11月4日
（此件公开发布）
石矶镇冬春火灾防控工作方案
一、排查整治重点
（一）村民自建房。重点检查经营性自建房安全出口、防盗窗逃生口和用火用电情况。
（二）小作坊、小仓库。重点检查住宿与生产经营场所违规合用情况。
（三）养老、教育机构。重点检查消防设施完好和夜间值守情况。
二、工作措施
各村每月至少排查一次，对独居老年人、行动不便人员家庭上门检查，帮助更换老化线路和取暖设备。镇政府免费为困难家庭安装独立式烟雾报警器200个。
三、宣传演练
春节前每村至少组织一次疏散演练，通过广播、村民微信群宣传用火用电常识。"""

VACCINE_HTML = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="SiteName" content="澜州市卫生健康委员会"><meta name="ArticleTitle" content="关于做好2026年流感疫苗接种工作的通知">
<meta name="PubDate" content="2026-09-08"><meta name="ContentSource" content="澜州市卫生健康委员会">
<title>澜州市卫生健康委员会关于做好2026年流感疫苗接种工作的通知</title>
<style>.nav li{display:inline}</style><script>var views=0;function zoom(size){document.body.style.fontSize=size}</script></head>
<body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xxgk/">信息公开</a></li><li><a href="/bsfw/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li></ul>
<p>您现在的位置：首页 &gt; 信息公开 &gt; 政策文件</p>
<table class="meta">
<tr><td>索 引 号</td><td>119901007000188115/2026-1000031</td><td>主题分类</td><td>卫生、体育/卫生</td></tr>
<tr><td>发布机构</td><td>澜州市卫生健康委员会</td><td>发文字号</td><td>澜卫发[2026]28号</td></tr>
<tr><td>成文日期</td><td>2026年09月07日</td><td>发布日期</td><td>2026年09月08日</td></tr>
<tr><td>有 效 性</td><td>有效</td><td>咨询电话</td><td>0999-5550125</td></tr>
</table>
<h1>澜州市卫生健康委员会<br>关于做好2026年流感疫苗接种工作的通知</h1>
<p>字体：<a href="javascript:zoom('20px')">大</a> <a href="javascript:zoom('16px')">中</a> <a href="javascript:zoom('12px')">小</a> <a href="javascript:window.print()">打印</a></p>
<div id="zoom" class="content">
<p>各区县卫生健康局,各预防接种单位:</p>
<p>为做好流感防控,现就2026年流感疫苗接种工作通知如下:</p>
<p>一、免费接种对象。具有本市户籍或者持有居住证的65周岁以上老年人,可以免费接种一剂次流感疫苗。</p>
<p>二、接种时间。2026年9月15日至12月31日,倡导在10月底前完成。</p>
<p>三、预约方式。可以通过政务服务网、电话或者现场预约。接种单位应当为老年人保留现场号源。</p>
<p>四、上门服务。对行动不便的老年人,由家庭医生团队评估后提供上门接种。</p>
<p>五、规范管理。接种单位应当严格预检、核对、留观,公示疫苗品种和价格,不得捆绑收费。</p>
<p style="text-align:right">澜州市卫生健康委员会</p><p style="text-align:right">2026年9月7日</p><p>(此件公开发布)</p>
</div>
<p>【关闭窗口】 上一篇:关于公布医疗机构名单的公告 下一篇:没有了</p>
<div class="footer">主办单位：澜州市卫生健康委员会 网站标识码：9901000014 联系电话：0999-5550125 <a href="/map">网站地图</a></div>
</body></html>"""

WATER_HTML = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>澜州市城乡建设委员会</title></head>
<body bgcolor="#ffffff"><table width="960"><tr><td>首页 | 机构概况 | 政务公开 | 办事指南 | 联系我们</td></tr></table>
<center><b>澜州市城乡建设委员会关于加强城市二次供水设施管理的通知</b></center>
<p align="center">澜建字〔2016〕31号</p>
<p>各区城乡建设主管部门，各供水企业、物业服务企业：</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;为加强城市二次供水设施管理，保障居民用水安全，现就有关事项通知如下：</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;一、水池、水箱每半年至少清洗消毒一次，清洗消毒情况在小区公示。</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;二、二次供水水质每季度至少检测一次，检测结果不合格的，应当立即停止供水并采取补救措施。</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;三、因清洗、维修需要停水的，应当提前24小时通知用户。</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;四、新建住宅二次供水设施经验收合格后，可以移交供水企业统一管理。</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;本通知自印发之日起执行。</p>
<p align="right">澜州市城乡建设委员会</p><p align="right">2016年7月12日</p>
<table width="960"><tr><td align="center">版权所有：澜州市城乡建设委员会　建议使用1024*768分辨率浏览</td></tr></table></body></html>"""

PACKED = {
    "区县文件/汀湾区人民政府办公室关于加强校园周边环境整治的通知.txt": """澜州市汀湾区人民政府办公室关于加强校园周边环境整治的通知
汀政办发〔2026〕9号
各街道办事处、镇人民政府，区政府各部门：
为净化校园周边环境，保障学生身心健康，现就有关事项通知如下：
一、整治占道经营。上学、放学时段，校门两侧50米内不得占道经营。
二、整治食品安全。校园周边食品经营者应当公示食品经营许可证和从业人员健康证明，不得向未成年人销售烟、酒。
三、整治交通秩序。完善限速、人行横道等标志标线，推广错时放学。
四、整治噪声污染。中考、高考期间，校园周边工地夜间停止施工。
区教育和体育局每学期牵头组织一次联合检查，检查结果向社会公布。
澜州市汀湾区人民政府办公室
2026年8月27日
（此件公开发布）
""",
    "区县文件/屿北区人民政府关于公布区级文物保护单位的通知.txt": """澜州市屿北区人民政府关于公布区级文物保护单位的通知
屿政发〔2026〕11号
各街道办事处，区政府各部门：
根据《中华人民共和国文物保护法》有关规定，区人民政府核定云屏古桥、鹿鸣书院旧址、老码头仓库等7处不可移动文物为第三批区级文物保护单位，现予公布。
区文化和旅游局要自公布之日起一年内划定保护范围，作出标志说明，建立记录档案。各街道办事处要落实属地管理责任，正确处理经济建设与文物保护的关系。
澜州市屿北区人民政府
2026年6月9日
（此件公开发布）
""",
    "乡镇文件/白茅乡人民政府关于做好秋季森林防火工作的通知.txt": """棠川县白茅乡人民政府关于做好秋季森林防火工作的通知
白政发〔2026〕15号
各村民委员会，乡直各单位：
秋季天干物燥，为做好森林防火工作，现就有关事项通知如下：
一、防火期内，林区及林缘100米范围内禁止野外用火，禁止上坟烧纸、燃放烟花爆竹。
二、各村要落实护林员巡护制度，每日巡护不少于两次，发现火情立即报告。
三、进入林区的路口设置检查点，登记入山人员，收缴火种。
四、利用村广播每天宣传不少于三次。
森林火灾报警电话：12119。
棠川县白茅乡人民政府
2026年9月24日
（此件公开发布）
""",
}


def paper(text: str, *, mark: str = "", doc_no: str = "") -> Paper:
    """Text as a paper for the writers: title, addressee, body, signature, date, note."""
    title, *lines = [line for line in text.splitlines() if line != doc_no]
    return Paper(title, tuple(Block(_kind(line), line, anchor=f"p{n}") for n, line in enumerate(lines, 1)), issuer_mark=mark, doc_no=doc_no)


def _kind(line: str) -> BlockKind:
    if line.endswith("：") and len(line) < 30:
        return BlockKind.SALUTATION
    if line.startswith("（此件"):
        return BlockKind.NOTE
    if line.startswith("20") and line.endswith("日"):
        return BlockKind.DATE
    if line.endswith(("局", "人民政府", "办公厅")) and len(line) < 20:
        return BlockKind.SIGNATURE
    return BlockKind.PARAGRAPH


def edited_docx() -> bytes:
    """A paper as it comes from an office computer: author, a comment, a tracked deletion and insertion, hidden text."""
    document = Document()
    for n, line in enumerate(PARKING.splitlines()):
        added = document.add_heading(line, 0) if n == 0 else document.add_paragraph(line)
        if line.startswith("三、"):
            document.add_comment(added.runs, text="服务费上限要不要写明？请王科长定。", author="起草人小赵", initials="赵")
        if line.startswith("六、"):
            _track(added, "del", "5个工作日")
            _track(added, "ins", "具体时限由物业服务合同约定。")
    hidden = document.add_paragraph().add_run("内部讨论：屿北区反对第二条，先不写进会议纪要。")
    hidden.font.hidden = True
    facts = document.core_properties
    facts.author, facts.last_modified_by, facts.title = "起草人小赵", "审核人小钱", "讨论稿第3版"
    facts.created = facts.modified = datetime(*WHEN, tzinfo=UTC).replace(tzinfo=None)
    out = io.BytesIO()
    document.save(out)
    return _rezipped(out.getvalue())


def _track(paragraph: Paragraph, kind: str, text: str) -> None:
    change = OxmlElement(f"w:{kind}")
    for name, value in (("id", "91" if kind == "del" else "92"), ("author", "审核人小钱"), ("date", "2026-10-19T15:20:00Z")):
        change.set(qn(f"w:{name}"), value)
    run, words = OxmlElement("w:r"), OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def _rezipped(data: bytes) -> bytes:
    """The same parts with one fixed time, so that the file does not change from day to day."""
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    stamp = b"2026-11-01T09:00:00Z"
    comments = parts.get("word/comments.xml", b"")
    parts = parts | ({"word/comments.xml": _with_date(comments, stamp)} if comments else {})
    return _zip(parts)


def _with_date(comments: bytes, stamp: bytes) -> bytes:
    before, _, rest = comments.partition(b'w:date="')
    return before + b'w:date="' + stamp + b'"' + rest.partition(b'"')[2] if rest else comments


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def packed() -> bytes:
    parts = {name: text.encode() for name, text in PACKED.items()}
    return _zip(parts | {"乡镇文件/石矶镇冬春火灾防控工作方案.docx": docx.write(paper(FIRE))})


def manifest() -> bytes:
    header = ("文件", "类别", "标题", "发文机关", "发文字号", "成文日期", "发布日期", "主题分类", "公文种类", "公开属性", "面向对象")
    rows = (
        ("节水通知.txt", "政策文件", "", "澜州市住房和城乡建设局", "澜住建发〔2026〕18号", "2026-04-27", "2026-04-28", "城乡建设、环境保护", "通知", "主动公开", "居民、供水企业"),
        ("献血意见.txt", "政策文件", "", "澜州市卫生健康委员会", "澜卫发〔2026〕19号", "2026-06-12", "2026-06-12", "卫生、体育", "意见", "主动公开", "献血者"),
    )  # fmt: skip
    return xlsx.write(rows, header, "导入清单")


MADE: dict[str, Callable[[], bytes]] = {
    "02-部门网站的网页.html": VACCINE_HTML.encode,
    "03-老网站的网页-GBK编码.html": lambda: WATER_HTML.encode("gbk"),
    "05-带批注和修订的通知.docx": edited_docx,
    "06-通告.pdf": lambda: pdf.write(paper(FLOOD, mark="澜州市人民政府", doc_no="澜政发〔2026〕12号")),
    "07-函.ofd": lambda: ofd.write(paper(LETTER, mark="澜州市人民政府办公厅", doc_no="澜政办函〔2026〕18号")),
    "08-表格清单/清单.xlsx": manifest,
    "10-打包的文件.zip": packed,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    for name, make in MADE.items():
        (SAMPLES / name).write_bytes(make())


if __name__ == "__main__":
    main()
