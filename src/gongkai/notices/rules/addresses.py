"""E-mail addresses of citizens as officers may see them."""


def masked_address(address: str) -> str:
    """z***@e***.com"""
    name, _, house = address.partition("@")
    domain, _, top = house.rpartition(".")
    return f"{name[:1]}***@{domain[:1]}***.{top}" if top else "***"
