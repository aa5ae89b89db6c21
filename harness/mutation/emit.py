"""The mutated copies of the sources, and the tables of what changes where."""

import json
import os
import re

INCLUDE = '#include "harness/mutation/support/switches.h"\n'


def is_in_text(site):
    return site.reason is None


def assign_ids(found, first):
    """found: {path: (source, sites)}; gives every switchable site an id."""
    for _, sites in found.values():
        for site in filter(is_in_text, sites):
            site.id = first
            first += 1


def mutated_text(source, sites, inline_functions):
    """inline_functions: tokens `constexpr` that become `inline`."""
    tokens = [source.tokens[i] for i in inline_functions]
    edits = [(token.start, 2, token.end, "inline") for token in tokens]
    for site in filter(is_in_text, sites):
        for start, end, text in site.edits:
            inserted = text.format(id=site.id, next_id=site.id + 1)
            # At one offset, what closes a call stands before what opens one, and a replacement after both.
            order = 0 if text == ")" else 2 if end > start else 1
            edits.append((start, order, end, inserted))
    text, at = [], 0
    for start, _, end, inserted in sorted(edits, key=lambda edit: edit[:2]):
        text += [source.text[at:start], inserted]
        at = end
    return "".join(text) + source.text[at:]


def relocated(text, moves, namespaces):
    for old, new in moves:
        text = text.replace(f'#include "{old}/', f'#include "{new}/')
    for old, new in namespaces:
        text = re.sub(rf"namespace {old}\b", f"namespace {new}", text)
    return text


def moved(path, moves):
    for old, new in moves:
        if path.startswith(old + "/"):
            return new + path[len(old):]
    return path


def lines(source, shown):
    start, end, text = shown
    first = source.text.rfind("\n", 0, start) + 1
    last = source.text.find("\n", end)
    before = source.text[first:last]
    after = source.text[first:start] + text + source.text[end:last]
    return re.sub(r"\s*\n\s*", " ", before.strip()), re.sub(r"\s*\n\s*", " ", after.strip())


def listing(found):
    mutants, left_out = [], []
    for path, (source, sites) in found.items():
        for site in sites:
            before, after = lines(source, site.shown)
            entry = {"file": path, "line": source.line(site.at), "before": before}
            if site.reason is None:
                mutants.append({"id": site.id, **entry, "after": after, "rule": site.rule})
            else:
                left_out.append({**entry, "rule": site.rule, "reason": site.reason})
    return {"mutants": mutants, "left_out": left_out}


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def switch_source(table):
    """What every mutated copy refers to."""
    count = len(table["mutants"])
    return ("extern \"C\" {\nint halflsb_mutant = 0;\n"
            f"extern const int halflsb_mutant_count = {count};\n"
            f"unsigned char halflsb_mutant_reached[{count + 1}] = {{}};\n}}\n")


def registry_source(table):
    rows = [f"    {{{m['id']}, {quoted(m['file'])}, {m['line']}, {quoted(m['before'])}, {quoted(m['after'])}, "
            f"{quoted(m['rule'])}}},\n" for m in table["mutants"]]
    rest = [f"    {{{quoted(m['file'])}, {m['line']}, {quoted(m['before'])}, {quoted(m['reason'])}}},\n"
            for m in table["left_out"]]
    return ('#include "targets/mutants/table.h"\n\nnamespace halflsb::mutants {\n\n'
            f"const Mutant kMutants[] = {{\n{''.join(rows)}}};\nconst size_t kMutantCount = {len(rows)};\n"
            f"const LeftOut kLeftOut[] = {{\n{''.join(rest)}}};\nconst size_t kLeftOutCount = {len(rest)};\n\n"
            "}  // namespace halflsb::mutants\n")


def write(path, text):
    """Leaves a file alone that is right already: what is made from it need not be made again."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def write_json(path, table):
    write(path, json.dumps(table, indent=1) + "\n")
