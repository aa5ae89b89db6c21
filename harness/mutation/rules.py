"""What changes into what."""

import re

SWITCHES = "::halflsb_mutation::"  # the namespace of support/switches.h
# Binary operator: rule, class of the switch, what it becomes in the listing.
OPERATORS = {
    "+": ("sign", "Plus", "-"), "-": ("sign", "Minus", "+"),
    "+=": ("sign", "Negated", "-="), "-=": ("sign", "Negated", "+="),
    "<": ("comparison", "Less", "<="), "<=": ("comparison", "AtMost", "<"),
    ">": ("comparison", "Greater", ">="), ">=": ("comparison", "AtLeast", ">"),
    "==": ("comparison", "Equal", "!="), "!=": ("comparison", "Unequal", "=="),
    "<<": ("shift", "Left", "<< 1 +"), ">>": ("shift", "Right", ">> 1 +"),
    "<<=": ("shift", "Longer", "<<= 1 +"), ">>=": ("shift", "Longer", ">>= 1 +"),
}
MEMBERS_OF_STD = {
    "min": ("bound", "max"), "max": ("bound", "min"), "floor": ("rounding", "ceil"), "ceil": ("rounding", "floor"),
    "nearbyint": ("rounding", "round"), "round": ("rounding", "nearbyint"), "trunc": ("rounding", "nearbyint"),
}
# AVX2 intrinsics in which a sign, a comparison, a shift or an order of lanes hides; support/vector_switches.h has them.
PAIRS = [("add_epi16", "sub_epi16"), ("add_epi32", "sub_epi32"), ("add_epi64", "sub_epi64"), ("mul_epi32", "mul_epu32"),
         ("unpacklo_epi16", "unpackhi_epi16"), ("unpacklo_epi32", "unpackhi_epi32"), ("packs_epi16", "packus_epi16"),
         ("unpacklo_epi64", "unpackhi_epi64"), ("cvtepi8_epi16", "cvtepu8_epi16"), ("cvtepi16_epi32", "cvtepu16_epi32"),
         ("cvtepi32_epi64", "cvtepu32_epi64")]
SWAPPED = {**dict(PAIRS), **{b: a for a, b in PAIRS}, "packs_epi32": "packus_epi32", "cmpgt_epi64": "cmpge_epi64"}
VARIABLE_SHIFTS = {"srlv_epi64", "sllv_epi64", "srav_epi32"}
# Those whose last argument must be a literal.
IMMEDIATE = {"blend_epi32", "permute2x128_si256", "extracti128_si256", "slli_epi64", "srli_epi64", "shuffle_epi32",
             "permute4x64_epi64", "shuffle_ps"}
CONSTANT = re.compile(r"constexpr\s+(?:std::)?(?:u?int\d+_t|size_t|int|unsigned)\s+(k\w+)\s*=([^;{]*);")
FLOATING = re.compile(r"(0x[^p]*p|[0-9']*\.|[0-9']+e)", re.IGNORECASE)
CLOSED_LEFT, CLOSED_RIGHT = {"(", "{", "[", ",", "=", "return"}, {")", "}", "]", ",", ";"}
LATER_CONSTANT = re.compile(r",\s*(k\w+)\s*=")


def named_constants(texts):
    names = set()
    for text in texts:
        for match in CONSTANT.finditer(text):
            names.add(match.group(1))
            names.update(LATER_CONSTANT.findall(match.group(2)))
    return names
