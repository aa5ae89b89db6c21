// A finding as JSON, in the shape that the design fixes, and as text for the terminal. Reading gives back what was
// written, field by field; whatever else a file holds is refused in one line that says where and what was expected.
#pragma once

#include <string>

#include "harness/finding/finding.h"
#include "harness/problem/json.h"

namespace halflsb {

[[nodiscard]] std::string_view name_of(Minimal minimal);  // no, local or proved

// want, got, where and error mean something: the reason is a wrong output, not what the kernel did beside computing.
[[nodiscard]] bool shows_output(const Mismatch& mismatch);

[[nodiscard]] Json to_json(const Finding& finding);
[[nodiscard]] Result<Finding> finding_from_json(const Json& json);
[[nodiscard]] Result<Finding> load_finding(const std::string& path);

// Of a target: it becomes part of file names and of lines that shells run.
[[nodiscard]] bool is_target_name(const std::string& name);

// "halflsb replay --target NAME", without the target where it ran elsewhere, with "--plugin FILE" before it where a plug-in has the target; quoted for a shell.
[[nodiscard]] std::string replay_command(const Finding& finding);

// "<replay command> 'problem line'"
[[nodiscard]] std::string replay_line(const Finding& finding);

// One line: reason, detail, want, got, where, error.
[[nodiscard]] std::string to_text(const Mismatch& mismatch);
[[nodiscard]] std::string to_text(const Finding& finding);

// 12 hex digits of target, problem and reason: findings that agree in these are the same one, on every machine.
[[nodiscard]] std::string signature(const Finding& finding);

}  // namespace halflsb
