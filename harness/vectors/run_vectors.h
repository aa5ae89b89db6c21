// Runs vector files through the reference and through every portable target that promises the scheme.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/check/check.h"
#include "harness/vectors/vector_file.h"

namespace halflsb {

// What was run: results of a folder.
struct VectorTally {
  std::size_t files = 0;
  std::size_t cases = 0;                       // convolutions, problems, derivations and rules that were exact
  std::map<std::string, std::size_t> exact;    // by what was checked: convolutions, or values of a table
  std::map<std::string, std::size_t> targets;  // problems that a target got right
  std::map<std::string, std::size_t> skipped;  // by reason
  std::vector<std::string> failures;           // one line each, the file first

  [[nodiscard]] std::string summary(const std::string& name) const;  // several lines
};

class VectorRunner {
 public:
  // Every file of the folder whose name ends in .json, in the order of their names.
  void run_folder(const std::string& folder);
  void run_file(const std::string& path);
  [[nodiscard]] const VectorTally& tally() const { return tally_; }

 private:
  void run(const ConvVector& vector);
  void run(const RequantizeVector& vector);
  void run(const DerivationVector& vector);
  void run(const StepVector& vector);

  // The reference and the targets against the expected outputs; false after the reference's failure.
  bool exact(const std::string& name, const Problem& problem, const std::vector<std::int32_t>& expected);
  void fail(const std::string& name, const std::string& what);
  void count(const std::string& label, std::size_t values);

  std::string file_;
  Checker checker_;
  VectorTally tally_;
};

}  // namespace halflsb
