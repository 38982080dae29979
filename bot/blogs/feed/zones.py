"""Hours by which the zones of which feeds name the abbreviation are ahead of UTC. Pure.

Where one is used in several parts of the world, the part counts in which most people live who
write it so; without summer or winter in it, winter.
"""

from __future__ import annotations

ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEZ": 0, "AZOST": 0,
    "WEST": 1, "WESZ": 1, "BST": 1, "CET": 1, "MEZ": 1, "MET": 1, "MEWT": 1, "HNEC": 1, "WAT": 1,
    "CEST": 2, "MESZ": 2, "MEST": 2, "CEDT": 2, "HAEC": 2, "EET": 2, "OEZ": 2, "SAST": 2, "CAT": 2,
    "EEST": 3, "EEDT": 3, "OESZ": 3, "IDT": 3, "MSK": 3, "TRT": 3, "EAT": 3, "FET": 3,
    "\u041c\u0421\u041a": 3,
    "MSD": 4, "SAMT": 4, "GET": 4, "GST": 4, "AZT": 4, "MUT": 4,
    "IRST": 3.5, "IRDT": 4.5, "AFT": 4.5,
    "PKT": 5, "YEKT": 5, "UZT": 5, "MVT": 5, "IST": 5.5, "NPT": 5.75,
    "OMST": 6, "BDT": 6, "BTT": 6, "ALMT": 6, "MMT": 6.5,
    "NOVT": 7, "KRAT": 7, "ICT": 7, "WIB": 7,
    "IRKT": 8, "HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "WITA": 8, "AWST": 8, "ULAT": 8,
    "JST": 9, "KST": 9, "YAKT": 9, "WIT": 9, "AWDT": 9,
    "ACST": 9.5, "ACDT": 10.5, "VLAT": 10, "AEST": 10, "CHST": 10,
    "AEDT": 11, "MAGT": 11, "SBT": 11, "PETT": 12, "NZST": 12, "NZT": 12, "FJT": 12, "NZDT": 13,
    "CVT": -1, "AZOT": -1, "BRST": -2, "FNT": -2,
    "ART": -3, "BRT": -3, "CLST": -3, "UYT": -3, "ADT": -3, "WGT": -3, "NDT": -2.5, "NST": -3.5,
    "AST": -4, "CLT": -4, "BOT": -4, "VET": -4, "PYT": -4, "HAA": -3, "HNA": -4,
    "EST": -5, "ET": -5, "COT": -5, "PET": -5, "ECT": -5, "HNE": -5, "EDT": -4, "HAE": -4,
    "CST": -6, "CT": -6, "CDT": -5, "MST": -7, "MT": -7, "MDT": -6, "PST": -8, "PT": -8, "PDT": -7,
    "HNC": -6, "HAC": -5, "HNR": -7, "HAR": -6, "HNP": -8, "HAP": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "HAST": -10, "HADT": -9, "SST": -11,
}  # fmt: skip
