"""依申请公开: one case from the first word to the archive, inside the law's clock."""
