"""Which tokens are needed at compile time, where no switch can be: {token index: reason}."""

ARGUMENT_OF = {"static_assert", "alignas", "decltype", "sizeof", "noexcept", "__attribute__", "requires"}
NOT_A_TYPE = {"return", "else", "throw", "case", "delete", "co_return", "co_yield"}


def compile_time(source, set_at_start):
    """With set_at_start, the switch is set before anything is initialised, and the emitter makes constexpr functions
    inline ones: neither is a reason then."""
    reasons = {}

    def mark(first, last, reason):
        for i in range(first, last + 1):
            reasons.setdefault(i, reason)

    for i, token in enumerate(source.tokens):
        if source.opens_template(i):
            mark(i, source.template_end(i), "template argument")
        elif token.text in ARGUMENT_OF and source.text_at(i + 1) == "(":
            mark(i, source.partner[i + 1], token.text)
        elif token.text == "if" and source.text_at(i + 1) == "constexpr":
            mark(i, source.partner[i + 2], "if constexpr")
        elif token.text == "enum":
            mark(i, source.statement_end(i), "enumerator")
        elif token.text == "case":
            mark(i, case_end(source, i), "case label")
        elif token.text == "[" and is_array_bound(source, i):
            mark(i, source.partner[i], "array bound")
        elif token.text in ("constexpr", "constinit") and source.text_at(i - 1) != "if":
            body = function_body(source, i)
            if body is None:
                mark(i, source.statement_end(i), "constexpr variable")
            elif not set_at_start:
                mark(i, source.partner[body], "constexpr function")
        elif token.text == "static" and not set_at_start and is_static_variable(source, i):
            mark(i, source.statement_end(i), "static initialisation")
    if not set_at_start:
        mark_namespace_scope(source, mark)
    return reasons


def constexpr_functions(source):
    return [i for i, token in enumerate(source.tokens)
            if token.text == "constexpr" and source.text_at(i - 1) != "if" and function_body(source, i) is not None]


def case_end(source, i):
    while source.text_at(i) != ":":
        i += 1
    return i


def is_array_bound(source, i):
    """T name[n], name[n] as a later declarator, T (&name)[n], and further dimensions of those."""
    before = source.text_at(i - 1)
    if before == "]":
        return is_array_bound(source, source.partner[i - 1])
    if before == ")":
        return source.text_at(source.partner[i - 1] + 1) in ("&", "*") and source.partner[i - 1] + 3 == i - 1
    if i < 2 or source.tokens[i - 1].kind != "name":
        return False
    type_end = source.tokens[i - 2]
    if type_end.text == ",":
        start = i - 2
        while start > 0 and source.text_at(start - 1) not in (";", "{", "}", "("):
            start -= 1
        return source.tokens[start].kind == "name" and source.tokens[start + 1].kind == "name"
    if type_end.kind == "name":
        return type_end.text not in NOT_A_TYPE
    return type_end.text in ("*", "&", ">", ">>") and not source.space_before(i - 2)


def function_body(source, i):
    """The `{` of the function declared from token i on; None for a variable."""
    seen_parameters = False
    while source.text_at(i) not in (";", "="):
        if source.text_at(i) == "{":
            return i if seen_parameters else None
        if source.opens_template(i):
            i = source.template_end(i)
        elif source.text_at(i) == "(":
            seen_parameters, i = True, source.partner[i]
        i += 1
    return None


def is_static_variable(source, i):
    return source.text_at(i + 1) != "constexpr" and function_body(source, i) is None


def mark_namespace_scope(source, mark):
    """Initialisers of variables at namespace scope run before anything can be switched on."""
    i = 0
    while i < len(source.tokens):
        start = i
        if source.text_at(i) in ("namespace", "extern") or source.text_at(i) == "inline" and \
                source.text_at(i + 1) == "namespace":
            while source.text_at(i) not in ("{", ";"):
                i += 1
        elif source.text_at(i) in (";", "}"):
            pass
        else:
            i = declaration_end(source, i)
            if source.text_at(i) == ";" and not is_class(source, start, i):
                mark(start, i, "namespace scope")
        i += 1


def declaration_end(source, i):
    """The `;` of a declaration, or the `}` of a function's body, from its first token on."""
    while i < len(source.tokens):
        if source.opens_template(i):
            i = source.template_end(i)
        elif source.text_at(i) in ("(", "["):
            i = source.partner[i]
        elif source.text_at(i) == "{":
            before = source.text_at(i - 1)
            i = source.partner[i]
            # A member initialiser's braces are followed by more; so are those of a class or a variable, by `;`.
            if source.text_at(i + 1) not in (";", ",", "{", "catch") and before != "=":
                return i
        elif source.text_at(i) == ";":
            return i
        i += 1
    return i - 1


def is_class(source, start, end):
    """Whether a declaration up to its `;` defines a class: then its members' code is like any other."""
    i = start
    while i < end and source.text_at(i) not in ("{", "=", "("):
        if source.opens_template(i):
            i = source.template_end(i)
        elif source.text_at(i) in ("class", "struct", "union"):
            return True
        i += 1
    return False
