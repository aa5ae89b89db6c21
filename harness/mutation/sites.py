"""Every place where a rule changes the program by one, in the order of the text."""

from contexts import compile_time
from rules import CLOSED_LEFT, CLOSED_RIGHT, FLOATING, MEMBERS_OF_STD, OPERATORS, SWITCHES
from vector_sites import VectorRules


class Site:
    """`edits`: (start, end, text with {id}), put in for each other; `shown`: the one in the listing."""

    def __init__(self, rule, at, edits, shown, reason):
        self.rule, self.at, self.edits, self.shown, self.reason = rule, at, edits, shown, reason


class Finder(VectorRules):
    def __init__(self, source, constants, set_at_start):
        self.source, self.constants = source, constants
        self.reasons = compile_time(source, set_at_start)
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
                self.named_constant(self.first_qualifier(i), i)
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

    def named_constant(self, first, last):
        if self.source.text_at(first - 1) != "using":
            self.constant(first, last)

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
            edits = [(start, end, f"{SWITCHES}clamp<{{id}}, {{next_id}}{close}")]
            self.add("bound", i, edits, (middle, middle, " + 1"))
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
        inner = self.source.tokens[i + 1]
        alone = close == i + 2 and (inner.kind != "name" or inner.text in self.constants)
        if alone or self.reasons.get(i) == "array bound":
            return  # a constant's own mutant is the same
        edits = [(start, start, SWITCHES + "next<{id}>("), (end, end, ")")]
        self.add("index", i, edits, (end, end, " + 1"))

    def operator(self, i):
        token = self.source.tokens[i]
        if token.text == "-" and not self.source.ends_operand(i - 1):
            self.add("sign", i, [(token.start, token.end, SWITCHES + "Opposite<{id}>{{}} ->* ")],
                     (token.start, token.end, ""))
        elif token.text in OPERATORS and self.source.is_binary(i) and not self.joins_text(i):
            rule, switch, shown = OPERATORS[token.text]
            alone = self.source.tokens[i + 1].kind == "number" and self.source.text_at(i + 2) not in ("+", "-", "*")
            if rule == "shift" and alone:
                return  # a constant's own mutant is the same
            self.add(rule, i, [(token.end, token.end, f" {SWITCHES}{switch}<{{id}}>{{{{}}}} {token.text}")],
                     (token.start, token.end, shown))

    def joins_text(self, i):
        """Text is put together by the same signs."""
        sides = self.source.tokens[i - 1:i + 2:2]
        return any(side.kind in ("string", "raw") for side in sides) and self.source.text_at(i) in ("+", "+=", "<<")
