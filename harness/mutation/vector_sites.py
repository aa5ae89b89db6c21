"""The rules for AVX2 intrinsics, of which some take a literal that the compiler must see."""

import re

from rules import IMMEDIATE, SWAPPED, SWITCHES, VARIABLE_SHIFTS


def stem(intrinsic):
    """_mm256_add_epi32: add_epi32"""
    return re.sub(r"^_mm(256)?_", "", intrinsic)


class VectorRules:
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
