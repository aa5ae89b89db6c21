#include "harness/finding/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "harness/check/expect.h"
#include "harness/finding/json.h"
#include "harness/finding/steps.h"

namespace halflsb {
namespace {

constexpr std::size_t kMaxRows = 32;
constexpr std::size_t kMaxColumns = 24;

using Index = std::array<std::int64_t, 4>;

struct Tensor {
  std::string title;
  std::string marks;  // what is marked; empty: not said
  Index shape;        // outermost first
  std::array<char, 4> axes;
  std::function<std::string(std::size_t)> value;
  std::function<bool(Index)> marked;
};

// The last axis with more than one element runs along the rows; those before it name the rows.
class Matrix {
 public:
  explicit Matrix(const Tensor& tensor) : tensor_(tensor) {
    while (across_ > 0 && tensor.shape[across_] == 1) --across_;
    for (std::size_t axis = 0; axis < across_; ++axis) rows_ *= tensor.shape[axis];
    columns_ = tensor.shape[across_];
  }

  [[nodiscard]] DrawnTensor drawn() const {
    const auto kept_rows = kept(rows_, kMaxRows, [this](std::int64_t row) { return row_marked(row); });
    const auto kept_columns =
        kept(columns_, kMaxColumns, [this](std::int64_t column) { return column_marked(column); });
    DrawnTensor drawn{tensor_.title, tensor_.marks, rows_, columns_, {}};
    for (const std::int64_t row : kept_rows) {
      DrawnTensor::Row line{row_name(row), {}};
      for (const std::int64_t column : kept_columns) {
        line.cells.push_back(
            {tensor_.value(static_cast<std::size_t>(row * columns_ + column)), tensor_.marked(index(row, column))});
      }
      drawn.shown.push_back(std::move(line));
    }
    return drawn;
  }

 private:
  [[nodiscard]] Index index(std::int64_t row, std::int64_t column) const {
    Index at{};
    at[across_] = column;
    for (std::size_t axis = across_; axis-- > 0; row /= tensor_.shape[axis]) at[axis] = row % tensor_.shape[axis];
    return at;
  }

  [[nodiscard]] bool row_marked(std::int64_t row) const {
    for (std::int64_t column = 0; column < columns_; ++column) {
      if (tensor_.marked(index(row, column))) return true;
    }
    return false;
  }
  [[nodiscard]] bool column_marked(std::int64_t column) const {
    for (std::int64_t row = 0; row < rows_; ++row) {
      if (tensor_.marked(index(row, column))) return true;
    }
    return false;
  }

  // All where they fit; else the marked ones first.
  template <class Marked>
  static std::vector<std::int64_t> kept(std::int64_t count, std::size_t most, Marked marked) {
    std::vector<std::int64_t> result;
    const bool all = count <= static_cast<std::int64_t>(most);
    for (std::int64_t i = 0; i < count && result.size() < most; ++i) {
      if (all || marked(i)) result.push_back(i);
    }
    for (std::int64_t i = 0; result.empty() && i < count && i < static_cast<std::int64_t>(most); ++i)
      result.push_back(i);
    return result;
  }

  // "n=0 h=1 ": the axes before the one along the row, without those of size 1.
  [[nodiscard]] std::string row_name(std::int64_t row) const {
    const Index at = index(row, 0);
    std::string name;
    for (std::size_t axis = 0; axis < across_; ++axis) {
      if (tensor_.shape[axis] > 1) name += fmt::format("{}={} ", tensor_.axes[axis], at[axis]);
    }
    return name;
  }

  const Tensor& tensor_;
  std::size_t across_ = 3;
  std::int64_t rows_ = 1, columns_ = 1;
};

template <class T>
std::function<std::string(std::size_t)> values_of(const std::vector<T>& data) {
  return [&data](std::size_t i) { return std::to_string(data[i]); };
}

// Does the output at `where` read this element of the input?
bool reads(const ConvShape& s, const Index& where, const Index& in) {
  const auto tap = [](std::int64_t at, std::int64_t out, std::int64_t stride, std::int64_t pad, std::int64_t dilation,
                      std::int64_t kernel) {
    const std::int64_t offset = at - (out * stride - pad);
    return offset >= 0 && offset % dilation == 0 && offset / dilation < kernel;
  };
  return in[0] == where[0] && tap(in[1], where[1], s.stride_height, s.pad_top, s.dilation_height, s.kernel_height) &&
         tap(in[2], where[2], s.stride_width, s.pad_left, s.dilation_width, s.kernel_width) &&
         in[3] / s.group_channels() == where[3] / s.group_outputs();
}

}  // namespace

std::vector<DrawnTensor> drawn_tensors(const Finding& finding) {
  const bool shown = shows_output(finding.mismatch);
  const Index where = finding.mismatch.where;
  const Expected expected = expect(finding.problem);
  const Index shape = output_shape(finding.problem);
  const auto is_output = [&](const Index& at) { return shown && at == where; };
  constexpr std::array<char, 4> kNhwc{'n', 'h', 'w', 'c'};
  std::vector<DrawnTensor> drawn;
  const auto draw = [&](const Tensor& tensor) { drawn.push_back(Matrix(tensor).drawn()); };
  if (const auto* layer = std::get_if<ConvLayer>(&finding.problem)) {
    const ConvShape& s = layer->shape;
    draw({fmt::format("Input, {}x{}x{}x{} (NHWC)", s.batch, s.in_height, s.in_width, s.in_channels),
          shown ? "what the failing output reads" : "",
          {s.batch, s.in_height, s.in_width, s.in_channels},
          kNhwc,
          values_of(layer->input),
          [&](const Index& at) { return shown && reads(s, where, at); }});
    draw(
        {fmt::format("Filter, {}x{}x{}x{} (OHWI)", s.out_channels, s.kernel_height, s.kernel_width, s.group_channels()),
         "",
         {s.out_channels, s.kernel_height, s.kernel_width, s.group_channels()},
         {'o', 'h', 'w', 'i'},
         values_of(layer->filter),
         [&](const Index& at) { return shown && at[0] == where[3]; }});
    if (layer->bias) {
      draw({"Bias", "", {1, 1, 1, s.out_channels}, kNhwc, values_of(layer->bias->data), [&](const Index& at) {
              return shown && at[3] == where[3];
            }});
    }
  } else {
    const auto& accumulators = std::get<RequantizeProblem>(finding.problem).accumulators;
    draw({"Accumulators", "", shape, kNhwc, values_of(accumulators), is_output});
  }
  const bool flat = shape[0] * shape[1] * shape[2] * shape[3] == shape[3];
  const std::string size =
      flat ? std::string() : fmt::format(", {}x{}x{}x{} (NHWC)", shape[0], shape[1], shape[2], shape[3]);
  draw({"Outputs by the exact reference" + size, shown ? "the failing one" : "", shape, kNhwc,
        values_of(expected.output), is_output});
  return drawn;
}

namespace {

std::string text_of(const DrawnTensor& tensor) {
  std::string text = tensor.title;
  if (!tensor.marks.empty()) text += "; in brackets: " + tensor.marks;
  if (tensor.cut()) {
    text += fmt::format("; {} of {} rows and {} of {} columns shown", tensor.shown.size(), tensor.rows,
                        tensor.shown.front().cells.size(), tensor.columns);
  }
  text += "\n\n```\n";
  const auto in_text = [](const DrawnTensor::Cell& cell) {
    return cell.marked ? "[" + cell.value + "]" : cell.value + " ";
  };
  std::size_t width = 0;
  std::size_t name_width = 0;
  for (const DrawnTensor::Row& row : tensor.shown) {
    name_width = std::max(name_width, row.name.size());
    for (const DrawnTensor::Cell& cell : row.cells) width = std::max(width, in_text(cell).size());
  }
  for (const DrawnTensor::Row& row : tensor.shown) {
    std::string line = fmt::format("{:<{}}", row.name, name_width);
    for (const DrawnTensor::Cell& cell : row.cells) line += fmt::format(" {:>{}}", in_text(cell), width);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text + "```\n\n";
}

}  // namespace

std::string tensors(const Finding& finding) {
  std::string text;
  for (const DrawnTensor& tensor : drawn_tensors(finding)) text += text_of(tensor);
  return text;
}

}  // namespace halflsb
