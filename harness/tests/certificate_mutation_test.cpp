// Every number of a certificate changed by 1, every list's elements dropped, doubled and exchanged, every value of another type: the
// checker refuses what that makes false. And it answers, soon, to whatever it is given.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <ctime>

#include "harness/certificate/checker.h"
#include "harness/tests/certified.h"
#include "reference/exact/parse_number.h"

namespace halflsb {
namespace {

using checker::Verdict;
using Plain = nlohmann::json;

Integer integer_of(const Plain& text) { return Integer(text.get<std::string>()); }

Question question_of(const Plain& json) {
  Question question;
  for (const Plain& item : json["steps"]) {
    Step step;
    step.name = item["step"];
    step.multiplier = integer_of(item["multiplier"]);
    step.addend = integer_of(item["addend"]);
    step.divisor = integer_of(item["divisor"]);
    step.rounding = *parse_rounding_mode(item["rounding"].get<std::string>());
    step.width = std::stoi(item["width"].get<std::string>());
    step.saturating = item["saturating"];
    question.scheme.steps.push_back(step);
  }
  const auto range = [](const Plain& item) { return Interval{integer_of(item["lo"]), integer_of(item["hi"])}; };
  question.factor = *parse_rational(json["factor"].get<std::string>());
  question.zero_point = integer_of(json["zero_point"]);
  question.offset = *parse_rational(json["real_offset"].get<std::string>());
  question.accumulator = range(json["accumulator"]);
  if (!json["output"].is_null()) question.output = range(json["output"]);
  return question;
}

// What the certificate claims of its question is so.
bool is_true(const Plain& json) {
  const auto again = certified(question_of(json["question"]));
  return again && Plain::parse(again->dump())["claims"] == json["claims"];
}

class Mutations {
 public:
  explicit Mutations(const Json& certificate) : json_(Plain::parse(certificate.dump())) {}

  // Checks every mutant of everything; its number.
  int try_all() {
    visit(json_);
    return tried_;
  }

 private:
  void try_one(const std::string& what) {
    ++tried_;
    const auto report = checker::check(json_.dump());
    if (report.verdict != Verdict::holds) return;
    if (!is_true(json_)) RC_FAIL(what + " still holds: " + report.text + "\n" + json_.dump(1));
  }
  void try_as(Plain& place, const Plain& value, const char* what) {
    const Plain before = place;
    place = value;
    if (place != before) try_one(std::string(what) + " " + before.dump() + " -> " + value.dump());
    place = before;
  }

  void visit(Plain& place) {
    if (place.is_string()) return visit_text(place);
    for (const Plain& other :
         {Plain(nullptr), Plain("0"), Plain(1), Plain::array(), Plain::object(), Plain(true), Plain(false)}) {
      try_as(place, other, "other type");
    }
    if (place.is_array()) visit_list(place);
    if (place.is_object()) {
      const Plain whole = place;
      Plain less = whole;
      for (const auto& [key, value] : whole.items()) {
        less.erase(key);
        try_as(place, less, "a key less");
        less[key] = value;
      }
    }
    for (Plain& item : place) {
      if (place.is_structured()) visit(item);
    }
  }
  void visit_text(Plain& place) {
    const auto text = place.get<std::string>();
    const auto value = parse_rational(text);
    if (!value) return;
    try_as(place, nullptr, "null");
    const auto slash = text.find('/');
    if (slash == std::string::npos) {
      for (const int by : {-1, 1}) try_as(place, to_text(Integer(Integer(text) + by)), "number");
      return;
    }
    for (const auto& [above, below] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
      try_as(place, to_text(Rational(Integer(text.substr(0, slash)) + above, Integer(text.substr(slash + 1)) + below)),
             "fraction");
    }
  }
  void visit_list(Plain& place) {
    for (std::size_t i = 0; i < place.size(); ++i) {
      Plain other = place;
      other.erase(i);
      try_as(place, other, "dropped");
      other = place;
      other.insert(other.begin() + static_cast<std::ptrdiff_t>(i), place[i]);
      try_as(place, other, "doubled");
      if (i == 0) continue;
      other = place;
      std::swap(other[i - 1], other[i]);
      try_as(place, other, "exchanged");
    }
  }

  Plain json_;
  int tried_ = 0;
};

RC_GTEST_PROP(CertificateMutation, OfRandomStepsIsRefused, ()) {
  Draw draw{rc::Random(*a_seed())};
  if (!draw.one_in(100)) return;  // one question has hundreds of mutants
  const auto json = certified(draw_question(draw));
  if (json) RC_ASSERT(Mutations(*json).try_all() > 100);
}

RC_GTEST_PROP(CertificateMutation, OfPublishedSchemesIsRefused, ()) {
  Draw draw{rc::Random(*a_seed())};
  if (!draw.one_in(200)) return;
  Certified asked = draw_published(draw, draw.one_in(2) ? signed_range(32) : draw_short_range(draw));
  if (!draw.one_in(4)) asked.question.output.reset();
  const auto json = certified(asked.question, asked.parameters);
  if (json && json->dump().size() < 20000) RC_ASSERT(Mutations(*json).try_all() > 100);
}

Json example() {
  const Parameters parameters = glow_parameters(1, 420, 15);
  return *certified({steps_of(parameters, 0), Rational(1, 150), 0, signed_range(16), {}}, parameters);
}

TEST(CertificateReader, RefusesPrefixes) {
  const std::string text = example().dump();
  for (std::size_t length = 0; length < text.size(); length += 5) {
    ASSERT_EQ(checker::check(text.substr(0, length)).verdict, Verdict::unreadable) << length;
  }
}

TEST(CertificateReader, RefusesHugeFilesSoon) {
  const std::clock_t start = std::clock();  // this process's time: the machine may be busy
  const std::string many(1'000'000, '['), digits(2'000'000, '9');
  EXPECT_EQ(checker::check(many).verdict, Verdict::unreadable);
  EXPECT_EQ(checker::check(std::string(40U << 20, ' ')).verdict, Verdict::unreadable);
  EXPECT_EQ(checker::check(digits).verdict, Verdict::unreadable);
  EXPECT_EQ(checker::check("\xff\xfe{}").verdict, Verdict::unreadable);
  Json json = example();
  for (const char* key : {"factor", "zero_point", "real_offset"}) {
    Json huge = json;
    huge["question"][key] = digits;
    EXPECT_EQ(checker::check(huge.dump()).verdict, Verdict::unreadable) << key;
  }
  Json shifted = json;
  shifted["question"]["parameters"]["post"] = "1000000000";
  EXPECT_EQ(checker::check(shifted.dump()).verdict, Verdict::unreadable);
  Json headroom = json;
  headroom["claims"]["overflow"]["headroom_bits"] = "1000000000000";
  EXPECT_EQ(checker::check(headroom.dump()).verdict, Verdict::fails);
  // As many steps with as large numbers as there may be, and as many evaluations of them.
  Json& steps = json["question"]["steps"];
  json["question"]["scheme"] = nullptr;
  json["question"]["parameters"] = nullptr;
  const Json step = {{"step", "large"},    {"multiplier", std::string(900, '7')},
                     {"addend", "0"},      {"divisor", "1"},
                     {"rounding", "down"}, {"width", "0"},
                     {"saturating", false}};
  while (steps.size() < 32) steps.push_back(step);
  const Json level = json["pieces"][0]["descent"][0];
  for (int i = 0; i < 20000; ++i) json["pieces"].push_back(json["pieces"][0]);
  for (int i = 0; i < 20000; ++i) json["pieces"][0]["descent"].push_back(level);
  EXPECT_NE(checker::check(json.dump()).verdict, Verdict::holds);
  EXPECT_LT((std::clock() - start) / CLOCKS_PER_SEC, 10);
}

TEST(CertificateReader, RefusesAKeyGivenTwice) {
  std::string text = example().dump();
  const std::string key = R"("zero_point":"0")";
  text.insert(text.find(key), R"("zero_point":"1",)");
  EXPECT_EQ(checker::check(text).text, "the key \"zero_point\" is given twice");
}

}  // namespace
}  // namespace halflsb
