#include "harness/campaign/engine_log.h"

#include <algorithm>

namespace halflsb {

EngineLog::EngineLog(const std::string& path) : file_(std::fopen(path.c_str(), "wbe")) {}

EngineLog::~EngineLog() {
  if (file_ == nullptr) return;
  if (total_ > kMostHead) {
    const std::size_t rest = std::min(total_ - kMostHead, tail_.size());
    if (rest < total_ - kMostHead) std::fputs("\n...\n", file_);
    std::fwrite(tail_.data() + tail_.size() - rest, 1, rest, file_);
  }
  std::fclose(file_);
}

void EngineLog::add(const std::string& text) {
  const std::size_t room = kMostHead - std::min(kMostHead, total_);
  if (file_ != nullptr) {
    std::fwrite(text.data(), 1, std::min(room, text.size()), file_);
    std::fflush(file_);  // for those who watch it
  }
  total_ += text.size();
  tail_ += text;
  if (tail_.size() > 2 * kMostTail) tail_.erase(0, tail_.size() - kMostTail);
}

std::string EngineLog::last_line() const {
  const std::size_t end = tail_.find_last_not_of('\n');
  if (end == std::string::npos) return "";
  const std::size_t before = tail_.rfind('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return tail_.substr(begin, end + 1 - begin);
}

}  // namespace halflsb
