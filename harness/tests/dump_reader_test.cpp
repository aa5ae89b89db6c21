// The dump readers: what Glow prints is read exactly; anything else is a one-line error and never more than that.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "harness/isolate/scratch_folder.h"
#include "harness/readers/decimal.h"
#include "harness/readers/glow_dump.h"

namespace halflsb {
namespace {

namespace fs = std::filesystem;
using Values = std::vector<std::int32_t>;
using Shape = std::vector<std::int64_t>;

class DumpReader : public testing::Test {
 protected:
  std::string write(const std::string& content) const {
    const std::string path = folder_ / "dump.txt";
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  Result<Dump> text(const std::string& content) const { return read_text_dump(write(content)); }

  // The message behind the folder's name; it is one line of printable text and not long.
  std::string complaint(const Result<Dump>& dump) const {
    if (dump) return "accepted";
    const std::string& message = dump.error().message;
    EXPECT_TRUE(std::all_of(message.begin(), message.end(), [](char c) { return c >= ' ' && c <= '~'; })) << message;
    EXPECT_LT(message.size(), folder_.string().size() + 220) << message;
    EXPECT_EQ(message.rfind(folder_.string() + "/", 0), 0U) << message;
    return message.substr(std::min(message.size(), folder_.string().size() + 1));
  }
  std::string refusal(const std::string& content) const { return complaint(text(content)); }

  ScratchFolder folder_;
};

const std::string kType4 = "i8[S:0.0255 O:-128][0.000,6.505]<2 x 2>\n";

std::string type_error(std::string_view line) {
  const auto type = parse_type_line(line, "f:1");
  return type ? "accepted" : type.error().message;
}

TEST(DumpType, ReadsWhatGlowPrints) {
  const auto src = parse_type_line("i8[S:0.0255 O:-128][0.000,6.505]<1 x 56 x 56 x 64>", "f:1");
  ASSERT_TRUE(src) << src.error().message;
  EXPECT_EQ(*src, (DumpType{ElementType::i8, "0.0255", -128, {{"0.000", "6.505"}}, {1, 56, 56, 64}}));
  const auto bias = parse_type_line("i32[S:0.0002 O:0][-350745.750,350745.750]<64>", "f:1");
  ASSERT_TRUE(bias) << bias.error().message;
  EXPECT_EQ(*bias, (DumpType{ElementType::i32, "0.0002", 0, {{"-350745.750", "350745.750"}}, {64}}));
  const auto exponent = parse_type_line("i8[S:1.000000000e-03 O:0][-0.128,0.127]<3>", "f:1");
  ASSERT_TRUE(exponent) << exponent.error().message;
  EXPECT_EQ(exponent->scale_text, "1.000000000e-03");
  const auto u8 = parse_type_line("ui8[S:0.5 O:255]<3>", "f:1");
  ASSERT_TRUE(u8) << u8.error().message;
  EXPECT_EQ(*u8, (DumpType{ElementType::u8, "0.5", 255, std::nullopt, {3}}));
  EXPECT_EQ(type_error("i16[S:0.5 O:-32768]<1x2x3x4x5x6x7x8>"), "accepted");
}

TEST(DumpType, BlanksDoNotMatter) {
  const auto plain = parse_type_line("i8[S:0.5 O:-7][0.0,6.5]<1 x 2>", "f:1");
  ASSERT_TRUE(plain);
  for (const auto* line : {"i8[S:0.5 O:-7][0.0,6.5]<1 x 2>\r\n",
                           "  i8 [ S : 0.5\tO : -7 ] [ 0.0 , 6.5 ] < 1  x\t2 >  \r", "i8[S:0.5 O:-7][0.0, 6.5]<1x2>"}) {
    const auto type = parse_type_line(line, "f:1");
    ASSERT_TRUE(type) << type.error().message;
    EXPECT_EQ(*type, *plain);
  }
}

TEST(DumpType, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(type_error("i7[S:0.5 O:0]<2>"), "f:1:1: the type is 'i7' (expected i8, u8, ui8, i16 or i32)");
  EXPECT_EQ(type_error("float<2>"), "f:1:1: the type is 'float' (expected i8, u8, ui8, i16 or i32)");
  EXPECT_EQ(type_error(""), "f:1:1: the type is end of the text (expected i8, u8, ui8, i16 or i32)");
  EXPECT_EQ(type_error("i8<2>"), "f:1:3: '<2>' (expected '[S:')");
  EXPECT_EQ(type_error("i8[O:0]<2>"), "f:1:4: 'O:0]<2>' (expected '[S:')");
  EXPECT_EQ(type_error("i8[S:0.5]<2>"), "f:1:9: ']<2>' (expected 'O:')");
  for (const std::string scale : {"-0.5", "nan", "inf", "-inf", "1e400", "1e-400", "0x1p3", "1,5", "1.5.2"}) {
    EXPECT_NE(type_error("i8[S:" + scale + " O:0]<2>"), "accepted") << scale;
  }
  EXPECT_EQ(type_error("i8[S:nan O:0]<2>"), "f:1:6: the scale is 'nan' (expected a finite number, not negative)");
  EXPECT_EQ(type_error("i8[S: O:0]<2>"), "f:1:7: the scale is 'O' (expected a finite number, not negative)");
  for (const std::string bad :
       {"i8[S:1 O:-129]<2>", "i8[S:1 O:128]<2>", "u8[S:1 O:-1]<2>", "u8[S:1 O:256]<2>", "i16[S:1 O:32768]<2>",
        "i32[S:1 O:2147483648]<2>", "i32[S:1 O:99999999999999999999]<2>", "i8[S:1 O:1.5]<2>", "i8[S:1 O:]<2>"}) {
    EXPECT_NE(type_error(bad).find("the zero point is"), std::string::npos) << bad;
  }
  for (const std::string bad :
       {"i8[S:1 O:1][1,nan]<2>", "i8[S:1 O:1][1]<2>", "i8[S:1 O:1][1,2<2>", "i8[S:1 O:1]", "i8[S:1 O:1]<2",
        "i8[S:1 O:1]<2> x", "i8[S:1 O:1]<2>1.000000,", "i8[S:1 O:1]<2:4 x 2>", "i8[S:1 O:1]<2 y 2>"}) {
    EXPECT_NE(type_error(bad), "accepted") << bad;
  }
}

TEST(DumpType, RefusesShapesNobodyHas) {
  const auto shape = [](const std::string& text) { return type_error("i8[S:1 O:0]<" + text + ">"); };
  const std::string prefix = "f:1:13: ";
  const std::string too_many = prefix + "the shape has too many elements (expected at most 2^28 = 268435456)";
  EXPECT_EQ(shape("10000000000"), too_many);
  EXPECT_EQ(shape("100000 x 100000"), too_many);
  EXPECT_EQ(shape("268435457"), too_many);
  EXPECT_EQ(shape("268435456"), "accepted");
  EXPECT_EQ(shape("4294967296 x 4294967296"), too_many);  // the product is 2^64
  EXPECT_EQ(shape("9223372036854775807 x 9223372036854775807"), too_many);
  EXPECT_EQ(shape("1 x 1 x 1 x 1 x 1 x 1 x 1 x 1"), "accepted");
  EXPECT_EQ(shape("1x1x1x1x1x1x1x1x1"), "f:1:29: dimension 9 is '1>' (expected 1 to 8 dimensions)");
  for (const std::string bad :
       {"", " ", "0", "-1", "2 x -3", "2 x", "x 2", "2 x x 2", "2.0", "1e3", "+2", "18446744073709551617"}) {
    EXPECT_NE(shape(bad).find("a dimension is"), std::string::npos) << bad << ": " << shape(bad);
  }
  EXPECT_FALSE(element_count({}));
  EXPECT_FALSE(element_count({-1, -1}));
  EXPECT_EQ(*element_count({3, 4}), 12);
}

TEST(DumpType, ReadsRawTypes) {
  const auto type = parse_raw_type("i8,0.0341,-128,1x56x56x64");
  ASSERT_TRUE(type) << type.error().message;
  EXPECT_EQ(*type, (DumpType{ElementType::i8, "0.0341", -128, std::nullopt, {1, 56, 56, 64}}));
  for (const auto* bad : {"", "i8", "i8,0.5", "i8,0.5,0", "i8,0.5,0,", "i8,0.5,0,2,", "i8,0.5,0,2x", "i8,-1,0,2",
                          "i8,0.5,300,2", "f32,0.5,0,2"}) {
    const auto refused = parse_raw_type(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().message.rfind("raw type:", 0), 0U);
  }
}

TEST(Decimal, IsExactOrNothing) {
  const std::pair<const char*, std::int64_t> good[] = {{"-106.000000", -106},
                                                       {"0", 0},
                                                       {"-0.000000", 0},
                                                       {"+7", 7},
                                                       {"5.", 5},
                                                       {"00012", 12},
                                                       {"1.261e+04", 12610},
                                                       {"2500E-2", 25},
                                                       {"1200.00e-2", 12},
                                                       {"0.5e1", 5},
                                                       {".0", 0},
                                                       {"0e999999999999", 0},
                                                       {"-2147483648.000000", -2147483648LL},
                                                       {"999999999999999999", 999999999999999999},
                                                       {"10.00000000000000000000000000000000000000000", 10}};
  for (const auto& [text, value] : good) EXPECT_EQ(parse_integral_decimal(text), value) << text;
  for (const auto* bad : {"",
                          "-",
                          ".",
                          "+-1",
                          "300.5",
                          "nan",
                          "inf",
                          "-inf",
                          "0x10",
                          "1e",
                          "1e+",
                          "1 ",
                          " 1",
                          "1.2.3",
                          "1e5.0",
                          "5e-1",
                          "1e18",
                          "e5",
                          "1e999999999999",
                          "1e-999999999999",
                          "1000000000000000000",
                          "300.00000000000000000000000000000000001"}) {
    EXPECT_EQ(parse_integral_decimal(bad), std::nullopt) << bad;
  }
}

TEST_F(DumpReader, ReadsValues) {
  for (const std::string values :
       {"-106.000000, -110.000000, 127.000000, -128.000000, ", "-106,-110,127,-128", "-106,-110,127,-128,\n\n",
        "-106.0,\r\n-110.0,\r\n127.0,\r\n-128.0,\r\n", "-106\n,\n-110 ,\t1.27e2, -128.000000"}) {
    const auto dump = text(kType4 + values);
    ASSERT_TRUE(dump) << dump.error().message;
    EXPECT_EQ(dump->data, (Values{-106, -110, 127, -128}));
    EXPECT_EQ(dump->type.shape, (Shape{2, 2}));
  }
  const auto crlf = text("i32[S:0.0002 O:0]<2>\r\n-2147483648.000000, 2147483647.000000\r\n");
  ASSERT_TRUE(crlf) << crlf.error().message;
  EXPECT_EQ(crlf->data, (Values{-2147483647 - 1, 2147483647}));
}

TEST_F(DumpReader, RefusesValues) {
  const std::string range = " (expected an integer from -128 to 127)";
  EXPECT_EQ(refusal(kType4 + "1, 2, nan, 4"), "dump.txt:2:7: element 2 is 'nan'" + range);
  EXPECT_EQ(refusal(kType4 + "1, 2,\n -inf, 4"), "dump.txt:3:2: element 2 is '-inf'" + range);
  EXPECT_EQ(refusal(kType4 + "300.5, 2, 3, 4"), "dump.txt:2:1: element 0 is '300.5'" + range);
  EXPECT_EQ(refusal(kType4 + "1.000000, 300.000000, 3, 4"), "dump.txt:2:11: element 1 is '300.000000'" + range);
  EXPECT_EQ(refusal(kType4 + "1, -129, 3, 4"), "dump.txt:2:4: element 1 is '-129'" + range);
  EXPECT_EQ(refusal(kType4 + "1, , 3, 4"), "dump.txt:2:4: element 1 is empty" + range);
  EXPECT_EQ(refusal(kType4 + ",1,2,3,4"), "dump.txt:2:1: element 0 is empty" + range);
  EXPECT_EQ(refusal(kType4 + "1,2,3,4,,"), "dump.txt:2:9: more values than the shape has elements (expected 4)");
  EXPECT_EQ(refusal(kType4 + "1,2,3,4,5"), "dump.txt:2:9: more values than the shape has elements (expected 4)");
  EXPECT_EQ(refusal(kType4 + "1,2,3\n"), "dump.txt:3:1: the file ends after 3 values (expected 4)");
  EXPECT_EQ(refusal(kType4), "dump.txt:2:1: the file ends after 0 values (expected 4)");
  EXPECT_EQ(refusal(kType4 + "1,2,3"), "dump.txt:2:6: the file ends after 3 values (expected 4)");
  EXPECT_EQ(refusal("i8[S:1 O:0]<2>"), "dump.txt:1:15: the file ends after 0 values (expected 2)");
  EXPECT_EQ(refusal(kType4 + "1,2 3,4"), "dump.txt:2:5: '3' after element 1 (expected ',')");
  EXPECT_EQ(refusal(kType4 + "1;2,3,4"), "dump.txt:2:1: element 0 is '1;2'" + range);
  EXPECT_EQ(refusal(kType4 + "1,2,\x01\xff,4"), "dump.txt:2:5: element 2 is '\\x01\\xff'" + range);
  EXPECT_EQ(refusal(kType4 + "1,2," + std::string(100000, '7')),
            "dump.txt:2:5: element 2 is '" + std::string(40, '7') + "...'" + range);
  EXPECT_NE(refusal("ui8[S:0.5 O:0]<1>\n-1.000000").find("from 0 to 255"), std::string::npos);
}

TEST_F(DumpReader, RefusesFilesThatAreNoDump) {
  EXPECT_EQ(complaint(read_text_dump(folder_ / "absent.txt")), "absent.txt: no such file");
  EXPECT_EQ(complaint(read_text_dump(folder_ / "dump.txt/inside")), "dump.txt/inside: no such file");
  fs::create_directory(folder_ / "folder");
  EXPECT_EQ(complaint(read_text_dump(folder_ / "folder")), "folder: is a directory (expected a file)");
  EXPECT_EQ(complaint(read_text_dump(folder_ / "two\nlines")), "two\\x0alines: no such file");
  EXPECT_FALSE(read_text_dump(""));
  EXPECT_FALSE(read_text_dump("/dev/zero"));
  const auto long_name = read_text_dump(folder_ / std::string(300, 'a'));
  ASSERT_FALSE(long_name);
  EXPECT_NE(long_name.error().message.find("cannot open: File name too long"), std::string::npos);
  EXPECT_NE(refusal("").find("the file is empty"), std::string::npos);
  EXPECT_EQ(refusal("\n").rfind("dump.txt:1:1: the type is end of the text", 0), 0U);
  EXPECT_EQ(refusal("\x89PNG\r\n\x1a\n....").rfind("dump.txt:1:1: the type is '\\x89PNG\\x0d'", 0), 0U);
  EXPECT_EQ(refusal(std::string(5000, '\0')).rfind("dump.txt:1:4097: '\\x00\\x00", 0), 0U);
  EXPECT_EQ(refusal("i8[S:0.5 O:0]<268435456>\n1,2,"),
            "dump.txt: 29 bytes cannot hold 268435456 values (expected at least 2 bytes each)");
  EXPECT_NE(refusal("i8[S:0.5 O:0]<100000 x 100000>\n1,2,").find("at most 2^28"), std::string::npos);
}

TEST_F(DumpReader, RefusesWhatItMayNotRead) {
  const std::string path = write(kType4 + "1,2,3,4");
  fs::permissions(path, fs::perms::none);
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  EXPECT_EQ(complaint(read_text_dump(path)), "dump.txt: cannot open: Permission denied");
}

TEST_F(DumpReader, SurvivesTruncationAnywhere) {
  const std::string values = "-106.000000, 10.000000, 127.000000, -";
  const std::string whole = kType4 + values + "128.000000, \r\n";
  ASSERT_TRUE(text(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto dump = text(whole.substr(0, size));
    if (!dump) {
      complaint(dump);
      continue;
    }
    EXPECT_GT(size, kType4.size() + values.size()) << "all four values need to be there";
    EXPECT_EQ(dump->data.size(), 4U);
  }
}

TEST_F(DumpReader, SurvivesByteFlips) {
  const std::string whole = kType4 + "-106.000000, 10.000000, 127.000000, -128.000000, \n";
  std::mt19937 random(1);  // fixed: the same files every time
  int accepted = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string broken = whole;
    for (unsigned flips = random() % 4 + 1; flips > 0; --flips) {
      char& byte = broken[random() % broken.size()];
      byte = random() % 2 == 0 ? static_cast<char>(random() & 0xff)
                               : static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random() % 8));
    }
    const auto dump = text(broken);
    if (!dump) {
      complaint(dump);
      continue;
    }
    ++accepted;
    const auto count = element_count(dump->type.shape);
    ASSERT_TRUE(count);
    ASSERT_EQ(dump->data.size(), static_cast<std::size_t>(*count));
    for (const std::int64_t value : dump->data) {
      ASSERT_TRUE(value >= smallest(dump->type.type) && value <= largest(dump->type.type));
    }
  }
  EXPECT_GT(accepted, 0);
  EXPECT_LT(accepted, 1000);
}

TEST_F(DumpReader, ReadsRawData) {
  const auto raw = [&](const std::string& type, const std::string& bytes) {
    return read_raw_dump(write(bytes), *parse_raw_type(type));
  };
  EXPECT_EQ(raw("i8,0.5,0,4", {"\x00\x7f\x80\xff", 4})->data, (Values{0, 127, -128, -1}));
  EXPECT_EQ(raw("u8,0.5,0,2x2", {"\x00\x7f\x80\xff", 4})->data, (Values{0, 127, 128, 255}));
  EXPECT_EQ(raw("i16,0.5,0,2", {"\x01\x00\x00\x80", 4})->data, (Values{1, -32768}));
  EXPECT_EQ(raw("i32,0.5,0,3", {"\x01\x02\x03\x00\x00\x00\x00\x80\xfe\xff\xff\xff", 12})->data,
            (Values{0x30201, -2147483647 - 1, -2}));
  EXPECT_EQ(complaint(raw("i16,0.5,0,3", "12345")), "dump.txt: the file has 5 bytes (expected 6, 3 x i16)");
  EXPECT_EQ(complaint(raw("i8,0.5,0,3", "1234")), "dump.txt: the file has 4 bytes (expected 3, 3 x i8)");
  EXPECT_EQ(complaint(raw("i32,0.5,0,268435456", "")),
            "dump.txt: the file has 0 bytes (expected 1073741824, 268435456 x i32)");
  EXPECT_EQ(complaint(read_raw_dump(write("12"), DumpType{ElementType::i8, "1", 0, std::nullopt, {-1, -2}})),
            "dump.txt: a dimension is -1 (expected at least 1)");
  EXPECT_EQ(complaint(read_raw_dump(folder_ / "absent", DumpType{ElementType::i8, "1", 0, std::nullopt, {1}})),
            "absent: no such file");
}

TEST(RealLayer, ReadsResnet50) {
  const char* data = std::getenv("HALFLSB_DATA");
  if (data == nullptr) GTEST_SKIP() << "HALFLSB_DATA is not set: the ResNet-50 layer is not part of the project";
  const fs::path folder = fs::path(data) / "glow_resnet50_branch2a";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const auto dest = read_text_dump(folder / "data0012.txt"), src = read_text_dump(folder / "data0013.txt");
  const auto filter = read_text_dump(folder / "data0014.txt"), bias = read_text_dump(folder / "data0015.txt");
  for (const auto* dump : {&dest, &src, &filter, &bias}) ASSERT_TRUE(*dump) << dump->error().message;
  EXPECT_EQ(dest->type, (DumpType{ElementType::i8, "0.0255", -128, {{"0.000", "6.505"}}, {1, 56, 56, 64}}));
  EXPECT_EQ(src->type, (DumpType{ElementType::i8, "0.0341", -128, {{"0.000", "8.703"}}, {1, 56, 56, 64}}));
  EXPECT_EQ(filter->type, (DumpType{ElementType::i8, "0.0048", 22, {{"-0.718", "0.502"}}, {64, 1, 1, 64}}));
  EXPECT_EQ(bias->type, (DumpType{ElementType::i32, "0.0002", 0, {{"-350745.750", "350745.750"}}, {64}}));
  EXPECT_EQ(dest->data.size(), 200704U);
  EXPECT_EQ(dest->data.front(), -106);
  EXPECT_EQ(dest->data.back(), -107);
  EXPECT_EQ(src->data.front(), -61);
  EXPECT_EQ(filter->data[4], -54);
  EXPECT_EQ(bias->data.back(), -6727);
}

}  // namespace
}  // namespace halflsb
