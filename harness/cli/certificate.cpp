#include "harness/cli/certificate.h"

#include <iostream>

#include "harness/certificate/certificate.h"
#include "harness/certificate/checker.h"
#include "harness/certificate/smt2.h"
#include "harness/finding/write_file.h"
#include "harness/readers/read_file.h"
#include "reference/exact/parse_number.h"

namespace halflsb::cli {
namespace {

constexpr std::size_t kMostCertificateBytes = 32U << 20;

std::optional<Error> write_for(const char* flag, const std::string& path, const std::string& content) {
  if (const auto error = write_file(path, content)) return Error{std::string(flag) + ": " + error->message};
  return std::nullopt;
}

Result<std::string> read_stdin() {
  std::string text(kMostCertificateBytes + 1, '\0');
  std::cin.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::cin.gcount()));
  if (text.size() > kMostCertificateBytes)
    return Error{"-: more than " + std::to_string(kMostCertificateBytes) + " bytes"};
  return text;
}

}  // namespace

void CertificateFlags::add_to(CommandLine& app) {
  app.add_option("--certificate", certificate, "FILE: write the proof as data, for --check or a checker of your own");
  app.add_option("--check", check,
                 "FILE (- is stdin): verify a certificate, by code that shares nothing with the prover");
  app.add_option("--smt2", smt2, "FILE: write the query for an SMT solver (QF_LIA), which answers unsat");
  app.add_option("--smt2-bound", smt2_bound, "P/Q in LSB: --smt2 asks for an N with |error| >= P/Q instead");
}

std::optional<Error> write_certificates(const CertificateFlags& flags, const Question& question,
                                        const Parameters& parameters, const Proof& proof) {
  if (!flags.smt2_bound.empty() && flags.smt2.empty()) return Error{"--smt2-bound needs --smt2 FILE"};
  if (!flags.smt2.empty()) {
    if (computes_in_float(question.scheme)) return Error{"--smt2: linear integer arithmetic has no floating point"};
    std::string query = smt2_of(question, proof);
    if (!flags.smt2_bound.empty()) {
      const auto bound = parse_rational(flags.smt2_bound);
      if (!bound) return Error{"--smt2-bound: " + bound.error().message};
      query = smt2_of(question, *bound);
    }
    if (auto error = write_for("--smt2", flags.smt2, query)) return error;
  }
  if (flags.certificate.empty()) return std::nullopt;
  const auto json = certificate(question, parameters, proof);
  if (!json) return Error{"--certificate: " + json.error().message};
  return write_for("--certificate", flags.certificate, json->dump(1) + "\n");
}

int check_certificate(const std::string& path, const std::string& format) {
  const auto text = path == "-" ? read_stdin() : read_file(path, kMostCertificateBytes);
  if (!text) return usage_error("prove", "--check: " + text.error().message);
  const auto report = checker::check(*text);
  if (report.verdict == checker::Verdict::unreadable)
    return usage_error("prove", "--check: " + path + ": " + report.text);
  const bool holds = report.verdict == checker::Verdict::holds;
  if (format == "json") {
    print_line({{"command", "prove"}, {"certificate", {{"holds", holds}, {"detail", report.text}}}});
  } else {
    std::cout << (holds ? "certificate holds: " : "certificate does not hold: ") << report.text << "\n";
  }
  return holds ? kHolds : kFinding;
}

}  // namespace halflsb::cli
