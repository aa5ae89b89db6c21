"""C++ source as a list of tokens, and the few questions about neighbours that the mutation rules ask.

The sources are laid out by clang-format, whose spaces tell an operator from a bracket: a comparison and a binary sign
have a space on both sides, a template bracket and a unary sign never do.
"""

import bisect
import re

PATTERN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      |(?P<raw>R"(?P<delimiter>[^()\s]*)\(.*?\)(?P=delimiter)")
      |(?P<string>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*"(?:sv|s)?)
      |(?P<char>'(?:\\.|[^'\\\n])+')
      |(?P<number>\.?[0-9](?:[eEpP][+-]|'?[\w.])*)
      |(?P<name>[A-Za-z_]\w*)
      |(?P<operator><=>|<<=|>>=|->\*|\.\.\.|::|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[^\s\w])""",
    re.VERBOSE | re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.MULTILINE)
NO_OPERAND = {"return", "case", "throw", "else", "co_return", "co_yield", "sizeof", "new", "delete", "and", "or", "not"}


class Token:
    def __init__(self, kind, text, start):
        self.kind, self.text, self.start, self.end = kind, text, start, start + len(text)

    def __repr__(self):
        return self.text


class Source:
    """`tokens` without comments and preprocessor lines; `partner` maps each bracket's index to its other half's."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.line_starts = [0] + [m.end() for m in re.finditer("\n", text)]
        # A directive becomes blanks of the same length, so that offsets stay those of the text.
        code = DIRECTIVE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
        self.tokens = [Token(m.lastgroup if m.lastgroup != "delimiter" else "raw", m.group(), m.start())
                       for m in PATTERN.finditer(code) if m.lastgroup != "comment"]
        self.partner = {}
        self._pair("()"), self._pair("[]"), self._pair("{}")

    def _pair(self, brackets):
        open_at = []
        for i, token in enumerate(self.tokens):
            if token.text == brackets[0]:
                open_at.append(i)
            elif token.text == brackets[1]:
                self.partner[i] = open_at.pop()
                self.partner[self.partner[i]] = i

    def line(self, offset):
        return bisect.bisect_right(self.line_starts, offset)

    def text_at(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def space_before(self, i):
        return self.tokens[i].start == 0 or self.text[self.tokens[i].start - 1].isspace()

    def space_after(self, i):
        return self.text[self.tokens[i].end:self.tokens[i].end + 1].isspace()

    def ends_operand(self, i):
        """Whether an expression can end at token i, so that a sign after it is binary."""
        if i < 0:
            return False
        token = self.tokens[i]
        if token.kind == "name":
            return token.text not in NO_OPERAND
        return token.kind != "operator" or token.text in (")", "]", "}")

    def is_binary(self, i):
        return self.ends_operand(i - 1) and self.space_before(i) and self.space_after(i)

    def opens_template(self, i):
        if self.text_at(i) != "<" or self.text_at(i - 1) == "operator":
            return False
        return self.text_at(i - 1) == "template" or not self.space_before(i)

    def template_end(self, i):
        """The index of the `>` that closes the template bracket at i (a `>>` may close two)."""
        depth = 0
        while i < len(self.tokens):
            if self.opens_template(i):
                depth += 1
            elif self.text_at(i) in (">", ">>") and not self.space_before(i):
                depth -= len(self.text_at(i))
                if depth <= 0:
                    return i
            i += 1
        raise ValueError(f"{self.path}: a template bracket is not closed")

    def statement_end(self, i):
        """The index of the next `;` outside all brackets that open after i, or of the `}` that ends the block."""
        while self.text_at(i) not in (";", "}", ""):
            i = self.partner[i] + 1 if self.text_at(i) in ("(", "[", "{") else i + 1
        return i
