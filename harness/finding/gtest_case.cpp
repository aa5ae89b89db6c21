#include "harness/finding/gtest_case.h"

#include <fmt/format.h>

#include <cctype>

#include "harness/check/domain.h"
#include "harness/finding/gtest_data.h"
#include "harness/finding/gtest_parts.h"
#include "harness/finding/json.h"
#include "harness/problem/text.h"

namespace halflsb {
namespace {

// What the reason asks for beside a call and a comparison.
struct Needs {
  bool guarded;       // a fault or an answer may depend on where the arrays lie and on what surrounds them
  bool dirty_memory;  // an answer may depend on memory that the kernel never wrote
  bool alarm;
};

Needs needs_of(Reason reason, const halflsb_target& target) {
  const bool nondeterministic = reason == Reason::nondeterministic;
  const bool placed = reason == Reason::out_of_bounds || reason == Reason::crash || nondeterministic;
  const bool answers = reason == Reason::mismatch || reason == Reason::tolerance || nondeterministic;
  return {placed || target.read_past > 0, answers, reason == Reason::timeout};
}

// Lines of at most kCaseColumns, broken at blanks: a problem line may be broken there and still be read.
std::string wrapped(const std::string& text, const std::string& first, const std::string& rest) {
  std::string result;
  std::string line = first;
  bool empty = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (!empty && line.size() + 1 + end - at > kCaseColumns) {
      result += line + "\n";
      line = rest;
      empty = true;
    }
    line += (empty ? "" : " ") + text.substr(at, end - at);
    empty = false;
    at = end + 1;
  }
  return result + line + "\n";
}

std::string header(const Finding& finding, const halflsb_target& target) {
  const FoundBy& by = finding.found_by;
  const std::string contract =
      target.tolerance != nullptr
          ? fmt::format("within {} LSB of the real value", target.tolerance)
          : fmt::format("the scheme {}, bit for bit", target.scheme == nullptr ? "?" : target.scheme);
  // A path may hold what ends the comment; it is in quotes then, and two of them more change nothing.
  std::string replay = replay_command(finding);
  for (std::size_t at = replay.find("*/"); at != std::string::npos; at = replay.find("*/", at))
    replay.insert(at + 1, "''");
  std::string detail = to_text(finding.mismatch);
  for (char& c : detail) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e || c == '\\') c = '?';
  }
  return wrapped(finding.target + ": " + detail, "// ", "// ") + "//\n" +
         wrapped("The kernel promises: " + contract, "// ", "//   ") +
         fmt::format("// Found by {}, seed {}, problem {}. To see it again:\n", by.engine, by.seed, by.problems) +
         "/*\n" + wrapped(minimal_text(finding.problem) + "'", replay + " '", "") + "*/\n" +
         "// To build: include path to the installed halflsb/target.h or to HalfLSB's sources; link gtest_main and\n"
         "// the library that exports halflsb_targets(). Another kernel: -DHALFLSB_CASE_TARGET='\"name\"'.\n";
}

std::string includes(const CaseData& data, const Needs& needs) {
  std::string text = "#include <gtest/gtest.h>\n";
  if (needs.dirty_memory) text += "#include <malloc.h>\n";
  if (needs.guarded) text += "#include <sys/mman.h>\n";
  if (needs.guarded || needs.alarm) text += "#include <unistd.h>\n";
  text += "\n";
  if (data.infinite_factor) text += "#include <cmath>\n";
  text += "#include <cstddef>\n#include <cstdint>\n";
  if (needs.guarded) text += "#include <cstdlib>\n";
  return text +
         "#include <cstring>\n#include <string>\n#include <vector>\n\n"
         "#if __has_include(<halflsb/target.h>)\n#include <halflsb/target.h>\n"
         "#else\n#include \"targets/abi/target.h\"\n#endif\n\n";
}

// The target's name as a part of a C++ name.
std::string identifier(const std::string& name) {
  std::string text = std::isdigit(static_cast<unsigned char>(name.front())) != 0 ? "t" + name : name;
  for (char& c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return text;
}

std::string plain_calls(const CaseData& data, const Needs& needs) {
  std::string arrays;
  for (const CaseArray& array : data.arrays) arrays += array.constant + ", ";
  const std::string dirty = needs.dirty_memory ? "    dirty_heap(fill);\n    dirty_stack(fill);\n" : "";
  return "  for (const int fill : {0x5A, 0xA5}) {  // an output that is not written keeps it\n"
         "    std::vector<Output> output(kOutputs);\n"
         "    std::memset(output.data(), fill, kOutputs * sizeof(Output));\n" +
         dirty +
         wrapped(fmt::format("ASSERT_EQ(call(*target, {{{}output.data()}}), HALFLSB_OK);", arrays), "    ",
                 std::string(28, ' ')) +
         "    expect_right(output.data());\n  }\n";
}

std::string guarded_calls(const CaseData& data, const Needs& needs) {
  std::string text =
      "  for (const bool against_end : {true, false}) {\n"
      "    for (const int fill : {0x5A, 0xA5, 0x00, 0xFF}) {\n";
  std::string arrays;
  std::string untouched;
  for (const CaseArray& array : data.arrays) {
    arrays += fmt::format("{}.as<const {}>(), ", array.name, array.type);
    untouched += fmt::format("      EXPECT_TRUE({}.untouched()) << \"writes to it, or beyond it\";\n", array.name);
    text += wrapped(fmt::format("const Guarded {}({}, sizeof {}, alignof({}), {}, against_end, fill);", array.name,
                                array.constant, array.constant, array.type, array.tensor ? "target->read_past" : "0"),
                    "      ", std::string(21 + array.name.size(), ' '));
  }
  text += "      const Guarded output(nullptr, kOutputs * sizeof(Output), alignof(Output), 0, against_end, fill);\n";
  if (needs.dirty_memory) text += "      dirty_heap(fill);\n      dirty_stack(fill);\n";
  text += wrapped(fmt::format("ASSERT_EQ(call(*target, {{{}output.as<Output>()}}), HALFLSB_OK);", arrays), "      ",
                  std::string(30, ' '));
  return text + untouched +
         "      EXPECT_TRUE(output.untouched_around()) << \"writes beyond it\";\n"
         "      expect_right(output.as<Output>());\n    }\n  }\n";
}

std::string test(const Finding& finding, const halflsb_target& target, const CaseData& data, const Needs& needs) {
  std::string text = fmt::format("TEST({}, {}_{}) {{\n", identifier(finding.target), name_of(finding.mismatch.reason),
                                 signature(finding));
  text +=
      "  const halflsb_target* const target = find_target();\n"
      "  ASSERT_NE(target, nullptr) << \"no target is called \" HALFLSB_CASE_TARGET;\n";
  text += fmt::format("  ASSERT_NE(target->{}, nullptr) << \"it is a \" << target->kind;\n", kind_of(finding.problem));
  if ((target.isa & HALFLSB_ISA_AVX2) != 0) {
    text +=
        "#if defined(__x86_64__)\n"
        "  if (!__builtin_cpu_supports(\"avx2\")) GTEST_SKIP() << \"this machine lacks AVX2\";\n"
        "#endif\n";
  }
  if (needs.alarm) text += "  alarm(HALFLSB_CASE_SECONDS);  // it ends this process\n";
  text += needs.guarded ? guarded_calls(data, needs) : plain_calls(data, needs);
  if (needs.alarm) text += "  alarm(0);\n";
  return text + "}\n";
}

}  // namespace

std::string to_gtest(const Finding& finding, const halflsb_target& target) {
  const Needs needs = needs_of(finding.mismatch.reason, target);
  const CaseData data = case_data(finding, target);
  std::string text = header(finding, target) + includes(data, needs);
  text += fmt::format("#ifndef HALFLSB_CASE_TARGET\n#define HALFLSB_CASE_TARGET \"{}\"\n#endif\n", finding.target);
  if (needs.alarm) text += "#ifndef HALFLSB_CASE_SECONDS\n#define HALFLSB_CASE_SECONDS 10\n#endif\n";
  text += "\nnamespace {\n\n" + data.definitions + "\n" + data.call + "\n" + data.expectation + "\n";
  text += gtest_parts::kFindTarget;
  if (needs.guarded) text += gtest_parts::kGuarded;
  if (needs.dirty_memory) text += gtest_parts::kDirtyMemory;
  return text + test(finding, target, data, needs) + "\n}  // namespace\n";
}

}  // namespace halflsb
