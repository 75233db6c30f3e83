from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("documents", "0001_initial"), ("documents", "0002_audio_and_video")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("digest", models.CharField(max_length=64, verbose_name="SM3 摘要")),
                        (
                            "shelf",
                            models.CharField(
                                choices=[("originals", "原件（不公开）"), ("public", "公开件（已清除隐藏信息）")],
                                max_length=10,
                                verbose_name="存放处",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF 文件"),
                                    ("docx", "Word 文档（DOCX）"),
                                    ("xlsx", "Excel 表格（XLSX）"),
                                    ("ofd", "OFD 版式文件"),
                                    ("doc", "旧版 Word 或 WPS 文档（DOC/WPS）"),
                                    ("xls", "旧版 Excel 表格（XLS）"),
                                    ("txt", "纯文本"),
                                    ("md", "纯文本（Markdown）"),
                                    ("csv", "CSV 表格"),
                                    ("html", "网页"),
                                    ("zip", "ZIP 压缩包"),
                                    ("png", "PNG 图片"),
                                    ("jpg", "JPEG 图片"),
                                    ("mp4", "MP4 视频"),
                                    ("m4a", "M4A 音频"),
                                    ("mp3", "MP3 音频"),
                                    ("webm", "WebM 视频"),
                                ],
                                max_length=8,
                                verbose_name="文件类型",
                            ),
                        ),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                    ],
                    options={
                        "verbose_name": "存储文件",
                        "verbose_name_plural": "存储文件",
                        "constraints": [models.UniqueConstraint(fields=("digest", "shelf"), name="one_content_once_a_shelf")],
                    },
                ),
            ]
        ),
    ]
