#include "harness/scoreboard/plain_numbers.h"

#include <rapidcheck.h>

#include <algorithm>

#include "harness/generate/random.h"

namespace halflsb {
namespace {

class Uniform final : public PlainNumbers {
 public:
  explicit Uniform(std::uint64_t seed) : random_(seed) {}
  std::int64_t integer(std::int64_t lo, std::int64_t hi) override { return random_.between(lo, hi); }
  std::int32_t accumulator() override { return static_cast<std::int32_t>(random_.between(INT32_MIN, INT32_MAX)); }
  std::int64_t value(ElementType type) override { return random_.between(smallest(type), largest(type)); }
  // As likely in each octave from 2^-32 to 2^8.
  Rational factor() override {
    constexpr std::int64_t kOne = std::int64_t{1} << 23;
    return Rational(kOne + random_.between(0, kOne - 1)) * pow2_rational(static_cast<int>(random_.between(-55, -16)));
  }

 private:
  Random random_;
};

class Rapidcheck final : public PlainNumbers {
 public:
  Rapidcheck(std::uint64_t seed, std::uint64_t index)
      : random_(seed ^ (index * 0xD1342543DE82EF95ULL)), size_(static_cast<int>(index % 101)) {}
  // inRange() excludes its upper end.
  std::int64_t integer(std::int64_t lo, std::int64_t hi) override {
    return lo == hi ? lo : draw(rc::gen::inRange<std::int64_t>(lo, hi + 1));
  }
  std::int32_t accumulator() override { return draw(rc::gen::arbitrary<std::int32_t>()); }
  std::int64_t value(ElementType type) override {
    return type == ElementType::i8 ? std::int64_t{draw(rc::gen::arbitrary<std::int8_t>())}
                                   : std::int64_t{draw(rc::gen::arbitrary<std::uint8_t>())};
  }
  Rational factor() override {
    const std::int64_t numerator = draw(rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 31));
    return Rational(numerator) * pow2_rational(static_cast<int>(-integer(24, 48)));
  }

 private:
  template <class T>
  T draw(const rc::Gen<T>& generator) {
    return generator(random_.split(), size_).value();
  }

  rc::Random random_;
  int size_;
};

class Small final : public PlainNumbers {
 public:
  explicit Small(std::uint64_t seed) : random_(seed) {}
  std::int64_t integer(std::int64_t lo, std::int64_t hi) override {
    const std::int64_t least = std::clamp<std::int64_t>(-4, lo, hi);
    return random_.between(least, std::clamp<std::int64_t>(least + 8, lo, hi));
  }
  std::int32_t accumulator() override {
    constexpr std::int64_t kTaps = 27;
    return static_cast<std::int32_t>(random_.between(-16 * kTaps, 16 * kTaps));
  }
  std::int64_t value(ElementType type) override {
    return type == ElementType::u8 ? random_.between(0, 8) : random_.between(-4, 4);
  }
  Rational factor() override { return pow2_rational(static_cast<int>(random_.between(-2, 2))); }
  [[nodiscard]] bool derives() const override { return true; }

 private:
  Random random_;
};

}  // namespace

std::unique_ptr<PlainNumbers> uniform_numbers(std::uint64_t seed) { return std::make_unique<Uniform>(seed); }

std::unique_ptr<PlainNumbers> rapidcheck_numbers(std::uint64_t seed, std::uint64_t index) {
  return std::make_unique<Rapidcheck>(seed, index);
}

std::unique_ptr<PlainNumbers> small_numbers(std::uint64_t seed) { return std::make_unique<Small>(seed); }

}  // namespace halflsb
