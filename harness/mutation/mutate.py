#!/usr/bin/env python3
"""Writes mutated copies of C++ sources, in which each change by one can be switched on at run time, and lists them.

  mutate.py --root . --out build/mutated reference/exact/integer.h ...
"""

import argparse
import os

import emit
from contexts import constexpr_functions
from rules import named_constants
from sites import Finder
from tokens import Source


def pair(text):
    return tuple(text.split("=", 1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", required=True, help="what the paths of the files are relative to")
    parser.add_argument("--out", required=True, help="where the copies go, with mutants.json and the switch")
    parser.add_argument("--move", type=pair, action="append", default=[], metavar="OLD=NEW", help="of folders")
    parser.add_argument("--namespace", type=pair, action="append", default=[], metavar="OLD=NEW")
    parser.add_argument("--set-at-start", action="store_true",
                        help="the switch is set before the program initialises its variables, and never changes")
    parser.add_argument("--registry", help="a C++ source for targets/mutants/table.h, relative to --out")
    parser.add_argument("files", nargs="+")
    return parser.parse_args()


def main():
    options = arguments()
    texts = {}
    for path in options.files:
        with open(os.path.join(options.root, path), encoding="utf-8") as file:
            texts[path] = file.read()
    constants = named_constants(texts.values())
    found = {}
    for path, text in texts.items():
        source = Source(path, text)
        sites = Finder(source, constants, options.set_at_start).find()
        found[path] = (source, sites)
    emit.assign_ids(found, 1)
    for path, (source, sites) in found.items():
        inline_functions = constexpr_functions(source) if options.set_at_start else []
        text = emit.mutated_text(source, sites, inline_functions)
        text = emit.INCLUDE + emit.relocated(text, options.move, options.namespace)
        emit.write(os.path.join(options.out, emit.moved(path, options.move)), text)
    table = emit.listing(found)
    emit.write_json(os.path.join(options.out, "mutants.json"), table)
    emit.write(os.path.join(options.out, "switch.cpp"), emit.switch_source(table))
    if options.registry:
        emit.write(os.path.join(options.out, options.registry), emit.registry_source(table))


if __name__ == "__main__":
    main()
