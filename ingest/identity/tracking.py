"""Query parameters that say where a reader came from and not what he reads. Data: add to it, with a source."""

from __future__ import annotations

from urllib.parse import unquote_plus

_PREFIXES = (
    "utm_",  # Google Analytics
    "at_",  # AT Internet: BBC at_medium, at_campaign
    "ns_",  # comScore
    "mc_",  # Mailchimp
    "pk_",  # Piwik
    "mtm_",  # Matomo
    "hsa_",  # HubSpot
    "_hs",
    "guce_",  # Yahoo consent
    "fb_",
    "ga_",
)
_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id mkt_tok _ga _gl
    cmpid cmp icid intcid intcmp ncid ocid cid_source cvid xtor xtref smid smtyp emc sref soc_src soc_trk
    guccounter ftag ftcamp ito taid traffic_source traffictypes spm vero_id wickedid oly_enc_id oly_anon_id s_cid
    s_kwcid __twitter_impression ref_src ref_url refsrc rssfeed feedname feedtype spref syndication_source share_from
    amp amp_js_v amp_gsa usqp outputtype
"""
# Ambiguous names (some sites choose the story by them): dropped only with a value that can only mean where from.
_MAYBE = "ref source src from via partner output campaign medium feed rss"
_FROM = """
    rss rss1 rss2 rss20 rssfeed atom feed feeds newsfeed newsletter email mail social twitter facebook linkedin reddit
    whatsapp telegram amp google googlenews hp homepage ticker share sharing
"""
_ALWAYS = frozenset(_NAMES.split())
_PAIRS = frozenset((name, value) for name in _MAYBE.split() for value in _FROM.split()) | {("rss", "1"), ("feed", "1")}


def is_tracking(pair: str) -> bool:
    """Whether `name=value`, as it stands in a query, says only where the reader came from."""
    name, _, value = pair.partition("=")
    name, value = unquote_plus(name).casefold(), unquote_plus(value).casefold()
    return name in _ALWAYS or name.startswith(_PREFIXES) or (name, value) in _PAIRS
