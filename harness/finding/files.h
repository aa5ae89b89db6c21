// Findings on disk: each as JSON, as Markdown and as a GoogleTest case, side by side under one stem.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/finding/finding.h"
#include "targets/abi/target.h"

namespace halflsb {

// "<target>-<signature>": the same finding has the same files.
[[nodiscard]] std::string stem_of(const Finding& finding);

// Writes <stem>.json, <stem>.md and <stem>_test.cpp into the directory, which is made if missing. No file is ever half
// written: each is renamed into place. The path of the JSON file, or what stood in the way.
[[nodiscard]] Result<std::string> write_finding(const Finding& finding, const halflsb_target& target,
                                                const std::string& directory);

// The JSON file alone.
[[nodiscard]] Result<std::string> write_json(const Finding& finding, const std::string& directory);

// Makes it and its parents where they are missing; empty where it is there now.
[[nodiscard]] std::optional<Error> make_directory(const std::string& directory);

// Every *.json of a directory, by name; an error where one of them is not a finding.
[[nodiscard]] Result<std::vector<Finding>> load_findings(const std::string& directory);

}  // namespace halflsb
