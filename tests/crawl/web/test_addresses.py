"""Which addresses are of the public internet."""

import pytest

from live.crawl.web.addresses import is_a_hosts, is_public, objection

PRIVATE = """
127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.2.1
198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 2001:db8::1 100::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::1
2002:7f00:1:: 2002:808:808:: 2001:0:4136:e378:8000:63bf:3fff:fdd2
""".split()
PUBLIC = "8.8.8.8 93.184.216.34 2606:4700:4700::1111 ::ffff:8.8.8.8 64:ff9b::8.8.8.8".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_what_leads_to_ourselves_our_network_or_nowhere_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_the_world_shares_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0"]
)
def test_not_even_our_own_network_has_a_site_at_a_link_local_address(address):
    assert not is_a_hosts(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fd00::1", "93.184.215.14"])
def test_our_own_network_may_have_sites(address):
    assert is_a_hosts(address)


def test_an_objection_names_the_setting_only_where_it_helps():
    told = objection("10.0.0.1", private=False)
    assert told.startswith("it leads to 10.0.0.1, a private address. Set crawl.private_addresses:")
    assert objection("10.0.0.1", private=True) == objection("8.8.8.8", private=False) == ""
    for private in (True, False):
        told = objection("169.254.169.254", private=private)
        assert told == "it leads to 169.254.169.254, where no site can be"
