"""An IP address -> may it be connected to: is it one of the public internet? Pure."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

SETTING = "Set crawl.private_addresses: true in live.yaml if this network is yours"
UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")


def objection(address: str, *, private: bool) -> str:
    """Says why an address is not connected to and what may be done about it; '' where it is.

    private: whether a private one may be, too. Raises ValueError for what is no address.
    """
    if not is_a_hosts(address):
        return f"it leads to {address}, where no site can be"
    if private or is_public(address):
        return ""
    return f"it leads to {address}, a private address. {SETTING}"


def is_public(address: str) -> bool:
    """Tells whether an address is of the public internet, in whichever notation.

    IPv4 inside IPv6 (mapped, NAT64) counts as what it leads to; tunnels (6to4, Teredo) are refused.
    Raises ValueError for what is no address. Source: IANA's special-purpose address registries, as
    `ipaddress` has them.
    """
    ip = _read(address)
    if isinstance(ip, IPv6Address) and (ip not in UNICAST or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast


def is_a_hosts(address: str) -> bool:
    """Tells whether an address may be a host's on some network, public or private.

    A cloud machine's metadata live at a link-local one: no news site does.
    """
    ip = _read(address)
    return not (ip.is_link_local or ip.is_multicast or ip.is_unspecified)


def plain(host: str) -> str:
    """Gives a host in the notation in which the gateway notes it: an IPv6 address the short way."""
    try:
        return str(ip_address(host))
    except ValueError:
        return host


def _read(address: str) -> IPv4Address | IPv6Address:
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (ip in NAT64 or ip.ipv4_mapped):
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip
