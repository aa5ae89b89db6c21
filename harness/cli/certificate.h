// What `prove` leaves for others to verify: --certificate and --smt2 write files, --check verifies a certificate.
#pragma once

#include "harness/cli/command.h"
#include "reference/bound/prove.h"
#include "reference/scheme/recipe.h"

namespace halflsb::cli {

struct CertificateFlags {
  std::string certificate, check, smt2, smt2_bound;

  void add_to(CommandLine& app);
  [[nodiscard]] bool writes() const { return !certificate.empty() || !smt2.empty() || !smt2_bound.empty(); }
};

// Writes the files that the flags ask for; empty where all is well.
[[nodiscard]] std::optional<Error> write_certificates(const CertificateFlags& flags, const Question& question,
                                                      const Parameters& parameters, const Proof& proof);

// Verifies the certificate in a file, or on stdin for "-", and says so.
int check_certificate(const std::string& path, const std::string& format);

}  // namespace halflsb::cli
