"""Every place where a rule changes the program by one, in the order of the text."""

import re

from contexts import compile_time

SWITCHES = "::halflsb_mutation::"
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


def stem(intrinsic):
    """_mm256_add_epi32: add_epi32"""
    return re.sub(r"^_mm(256)?_", "", intrinsic)


class Site:
    """`edits`: (start, end, text with {id}), put in for each other; `shown`: the one in the listing."""

    def __init__(self, rule, at, edits, shown, reason):
        self.rule, self.at, self.edits, self.shown, self.reason = rule, at, edits, shown, reason


def named_constants(texts):
    names = set()
    for text in texts:
        for match in CONSTANT.finditer(text):
            names.add(match.group(1))
            names.update(LATER_CONSTANT.findall(match.group(2)))
    return names


class Finder:
    def __init__(self, source, constants, inline_constexpr):
        self.source, self.constants = source, constants
        self.reasons = compile_time(source, inline_constexpr)
        self.sites = []

    def find(self):
        for i, token in enumerate(self.source.tokens):
            if self.source.text_at(i - 1) == "operator":
                continue
            if token.kind == "number":
                self.constant(i, i)
            elif token.text in ("true", "false"):
                self.call("constant", i, i, "flipped", "false" if token.text == "true" else "true")
            elif token.text in self.constants and self.source.text_at(i + 1) not in ("[", "=", "::", "{"):
                self.constant(self.first_qualifier(i), i)
            elif token.text == "numeric_limits" and self.source.text_at(i - 1) == "::":
                self.limit(i)
            elif token.text == "std" and self.source.text_at(i + 1) == "::":
                self.member_of_std(i)
            elif token.text == "[":
                self.index(i)
            elif token.kind == "operator":
                self.operator(i)
            elif token.text.startswith("_mm"):
                self.vector(i)
        return sorted(self.sites, key=lambda site: site.at)

    def add(self, rule, i, edits, shown):
        self.sites.append(Site(rule, self.source.tokens[i].start, edits, shown, self.reasons.get(i)))

    def call(self, rule, first, last, function, shown):
        """Wraps the tokens first..last into a call."""
        start, end = self.source.tokens[first].start, self.source.tokens[last].end
        edits = [(start, start, SWITCHES + function + "<{id}>("), (end, end, ")")]
        self.add(rule, first, edits, (start, end, shown))

    def constant(self, first, last):
        before = self.source.text_at(first - 1)
        if before == "=" and self.source.text_at(first - 2) in (")", "const", "noexcept", "override"):
            return  # a pure virtual function
        if self.is_immediate(first):
            return
        text = self.source.text[self.source.tokens[first].start:self.source.tokens[last].end]
        shown = f"{text} + 1"
        if FLOATING.match(text):
            shown = f"nextafter({text})"
        elif before not in CLOSED_LEFT or self.source.text_at(last + 1) not in CLOSED_RIGHT:
            shown = f"({shown})"
        self.call("constant", first, last, "next", shown)

    def first_qualifier(self, i):
        """Of a::b::kName, the index of a."""
        while self.source.text_at(i - 1) == "::":
            i -= 2
        return i

    def limit(self, i):
        """The largest value one down, the smallest one up."""
        close = self.source.template_end(i + 1)
        which = self.source.text_at(close + 2)
        if which in ("min", "max", "lowest"):
            start, end = self.source.tokens[i - 2].start, self.source.tokens[close + 4].end
            step = " - 1" if which == "max" else " + 1"
            self.call("constant", i - 2, close + 4, "previous" if which == "max" else "next",
                      "(" + self.source.text[start:end] + step + ")")

    def member_of_std(self, i):
        name = self.source.text_at(i + 2)
        templated = self.source.opens_template(i + 3)
        after = self.source.template_end(i + 3) + 1 if templated else i + 3
        if self.source.text_at(after) != "(" or self.source.text_at(after + 1) == "{":
            return
        start, end = self.source.tokens[i].start, self.source.tokens[i + 3 if templated else i + 2].end
        close = ", " if templated else ">"
        if name in MEMBERS_OF_STD:
            rule, other = MEMBERS_OF_STD[name]
            name_at = self.source.tokens[i + 2]
            self.add(rule, i, [(start, end, f"{SWITCHES}{name}<{{id}}{close}")], (name_at.start, name_at.end, other))
        elif name == "clamp":
            commas = self.commas(after)
            last = self.source.tokens[self.source.partner[after]].start
            middle = self.source.tokens[commas[1]].start
            self.add("bound", i, [(start, end, f"{SWITCHES}clamp<{{id}}, {{next_id}}{close}")], (middle, middle, " + 1"))
            self.add("bound", i, [], (last, last, " - 1"))

    def commas(self, open_at):
        """The commas between the arguments of the call whose `(` is given."""
        found, i = [], open_at + 1
        while i < self.source.partner[open_at]:
            if self.source.text_at(i) in ("(", "[", "{"):
                i = self.source.partner[i]
            elif self.source.opens_template(i):
                i = self.source.template_end(i)
            elif self.source.text_at(i) == ",":
                found.append(i)
            i += 1
        return found

    def index(self, i):
        close = self.source.partner[i]
        if not self.source.ends_operand(i - 1) or self.source.space_before(i) or close == i + 1:
            return  # an attribute, a lambda or a structured binding
        start, end = self.source.tokens[i].end, self.source.tokens[close].start
        if self.source.tokens[i + 1].kind == "string" or self.reasons.get(i) == "array bound":
            return
        edits = [(start, start, SWITCHES + "next<{id}>("), (end, end, ")")]
        self.add("index", i, edits, (end, end, " + 1"))

    def operator(self, i):
        token = self.source.tokens[i]
        if token.text == "-" and not self.source.ends_operand(i - 1):
            self.add("sign", i, [(token.start, token.end, SWITCHES + "Opposite<{id}>{{}} ->* ")],
                     (token.start, token.end, ""))
        elif token.text in OPERATORS and self.source.is_binary(i) and not self.joins_text(i):
            rule, switch, shown = OPERATORS[token.text]
            self.add(rule, i, [(token.end, token.end, f" {SWITCHES}{switch}<{{id}}>{{{{}}}} {token.text}")],
                     (token.start, token.end, shown))

    def joins_text(self, i):
        """Text is put together by the same signs."""
        sides = self.source.tokens[i - 1:i + 2:2]
        return any(side.kind in ("string", "raw") for side in sides) and self.source.text_at(i) in ("+", "+=", "<<")

    def vector(self, i):
        token = self.source.tokens[i]
        name = stem(token.text)
        switch = f"{SWITCHES}{token.text[1:]}<{{id}}>"
        last = self.source.partner.get(i + 1, i + 1) - 1
        if name in IMMEDIATE:
            literal = self.source.tokens[last]
            if literal.kind != "number":
                self.leave_out_last_argument(i + 1, "immediate operand")
                return
            immediate = int(literal.text, 0)
            changed = immediate ^ 1 if name == "extracti128_si256" else immediate + 1
            edits = [(token.start, token.end, switch),
                     (literal.start, literal.end, f"{SWITCHES}Immediate<{immediate}, {changed}>{{{{}}}}")]
            shown = hex(changed) if "x" in literal.text else str(changed)
            self.add("vector", i, edits, (literal.start, literal.end, shown))
        elif name in VARIABLE_SHIFTS:
            end = self.source.tokens[last].end
            self.add("vector", i, [(token.start, token.end, switch)], (end, end, " + 1"))
        elif name in SWAPPED:
            start = token.end - len(name)
            self.add("vector", i, [(token.start, token.end, switch)], (start, token.end, SWAPPED[name]))

    def leave_out_last_argument(self, open_at, reason):
        for i in range(self.commas(open_at)[-1], self.source.partner[open_at]):
            self.reasons[i] = reason

    def is_immediate(self, i):
        """Whether a literal is the last argument of one of the intrinsics above, which change it themselves."""
        if self.source.text_at(i + 1) != ")" or self.source.text_at(i - 1) != ",":
            return False
        return stem(self.source.text_at(self.source.partner[i + 1] - 1)) in IMMEDIATE
