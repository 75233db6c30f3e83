"""Pure rules of 发布审核与内容安全: what may not go out, found in text, tables and files. No Django, no clock."""
