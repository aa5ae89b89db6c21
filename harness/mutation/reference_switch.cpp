// For the reference's mutated tests: the environment says which mutant is on, before any variable is initialised, and
// where the ids of all that were reached go when the program ends (negative where the types have no changed form).
#include <cstdio>
#include <cstdlib>

extern "C" {
extern int halflsb_mutant;
extern unsigned char halflsb_mutant_reached[];
extern const int halflsb_mutant_count;
}

namespace {

[[gnu::constructor(101)]] void switch_mutant() {
  if (const char* id = std::getenv("HALFLSB_MUTANT")) halflsb_mutant = std::atoi(id);
}

[[gnu::destructor(101)]] void write_reached() {
  const char* path = std::getenv("HALFLSB_REACHED");
  std::FILE* file = path == nullptr ? nullptr : std::fopen(path, "w");
  if (file == nullptr) return;
  for (int id = 1; id <= halflsb_mutant_count; ++id) {
    if (halflsb_mutant_reached[id] != 0) std::fprintf(file, "%d\n", halflsb_mutant_reached[id] == 1 ? id : -id);
  }
  std::fclose(file);
}

}  // namespace
