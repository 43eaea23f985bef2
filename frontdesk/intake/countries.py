"""Country codes (ISO 3166-1 alpha-3) and the locale whose names guests from there are given."""

_ALL = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR
BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP
CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB
GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN
KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD
MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN
PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM
SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR
UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
"""

CODES = frozenset(_ALL.split())

OTHER_WAYS = {"CN": "CHN"}
"""Codes that the data writes in another way."""

LOCALES = {
    "AGO": "pt_PT",
    "ALB": "sq_AL",
    "ARE": "ar_AE",
    "ARG": "es_AR",
    "ARM": "hy_AM",
    "AUS": "en_AU",
    "AUT": "de_AT",
    "BEL": "nl_BE",
    "BGR": "bg_BG",
    "BIH": "bs_BA",
    "BRA": "pt_BR",
    "CHE": "de_CH",
    "CHL": "es_CL",
    "CHN": "zh_CN",
    "COL": "es_CO",
    "CPV": "pt_PT",
    "CRI": "es_MX",
    "CUB": "es_MX",
    "CYP": "el_CY",
    "CZE": "cs_CZ",
    "DEU": "de_DE",
    "DNK": "da_DK",
    "DOM": "es_MX",
    "DZA": "fr_DZ",
    "EGY": "ar_EG",
    "ESP": "es_ES",
    "EST": "et_EE",
    "FIN": "fi_FI",
    "FRA": "fr_FR",
    "GRC": "el_GR",
    "HRV": "hr_HR",
    "HUN": "hu_HU",
    "IDN": "id_ID",
    "IND": "en_IN",
    "IRL": "en_IE",
    "IRN": "fa_IR",
    "ISL": "is_IS",
    "ISR": "he_IL",
    "ITA": "it_IT",
    "JOR": "ar_JO",
    "JPN": "ja_JP",
    "KOR": "ko_KR",
    "LTU": "lt_LT",
    "LUX": "lb_LU",
    "LVA": "lv_LV",
    "MAR": "fr_DZ",
    "MEX": "es_MX",
    "MKD": "mk_MK",
    "MOZ": "pt_PT",
    "NLD": "nl_NL",
    "NOR": "no_NO",
    "NZL": "en_NZ",
    "POL": "pl_PL",
    "PRI": "es_MX",
    "PRT": "pt_PT",
    "ROU": "ro_RO",
    "RUS": "ru_RU",
    "SAU": "ar_SA",
    "SVK": "sk_SK",
    "SVN": "sl_SI",
    "SWE": "sv_SE",
    "THA": "th_TH",
    "TUR": "tr_TR",
    "TWN": "zh_TW",
    "UKR": "uk_UA",
    "URY": "es_AR",
    "USA": "en_US",
    "VEN": "es_CO",
    "VNM": "vi_VN",
}
"""The locale of a country's names; elsewhere the names are British."""

ELSEWHERE = "en_GB"
