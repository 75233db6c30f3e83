"""写文件：按 GB/T 9704 的版式写 PDF、DOCX、OFD；表写成 XLSX。"""
