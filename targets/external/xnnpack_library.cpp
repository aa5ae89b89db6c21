#include "targets/external/xnnpack_library.h"

#include <cpuinfo.h>
#include <dlfcn.h>

#include <optional>

namespace halflsb::external {
namespace {

// What the set's name does not cover, from the top. XNNPACK asks for FMA3 and F16C beside AVX as well.
bool limit(cpuinfo_x86_isa& has, XnnpackIsa isa) {
  has.avx512f = has.avx512cd = has.avx512dq = has.avx512bw = has.avx512vl = has.avx512vnni = false;
  const auto keep = [&](XnnpackIsa least, bool cpuinfo_x86_isa::*bit) {
    if (isa > least) has.*bit = false;
  };
  keep(XnnpackIsa::avx2, &cpuinfo_x86_isa::avx2);
  keep(XnnpackIsa::avx2, &cpuinfo_x86_isa::fma3);
  keep(XnnpackIsa::avx2, &cpuinfo_x86_isa::f16c);
  keep(XnnpackIsa::avx2, &cpuinfo_x86_isa::xop);
  keep(XnnpackIsa::avx, &cpuinfo_x86_isa::avx);
  keep(XnnpackIsa::sse41, &cpuinfo_x86_isa::sse4_1);
  keep(XnnpackIsa::sse41, &cpuinfo_x86_isa::sse4_2);
  keep(XnnpackIsa::ssse3, &cpuinfo_x86_isa::ssse3);
  switch (isa) {
    case XnnpackIsa::avx2: return has.avx2;
    case XnnpackIsa::avx: return has.avx;
    case XnnpackIsa::sse41: return has.sse4_1;
    case XnnpackIsa::ssse3: return has.ssse3;
    case XnnpackIsa::sse2: return true;
  }
  return false;
}

std::optional<Xnnpack> load(XnnpackIsa isa) {
  void* library = dlmopen(LM_ID_NEWLM, "libXNNPACK.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  bool all = true;
  const auto find = [&]<class Function>(const char* name, Function*& function) {
    function = reinterpret_cast<Function*>(dlsym(library, name));
    all = all && function != nullptr;
  };
  bool (*detect)() = nullptr;
  xnn_status (*initialize)(const xnn_allocator*) = nullptr;
  find("cpuinfo_initialize", detect);
  find("xnn_initialize", initialize);
  auto* has = static_cast<cpuinfo_x86_isa*>(dlsym(library, "cpuinfo_isa"));
  Xnnpack x{};
#define HALFLSB_FIND(name) find("xnn_" #name, x.name);
  HALFLSB_XNNPACK_FUNCTIONS(HALFLSB_FIND)
#undef HALFLSB_FIND
  if (!all || has == nullptr || !detect() || !limit(*has, isa)) return std::nullopt;
  if (initialize(nullptr) != xnn_status_success) return std::nullopt;
  return x;
}

template <XnnpackIsa kIsa>
const Xnnpack* loaded() {
  static const std::optional<Xnnpack> library = load(kIsa);
  return library ? &*library : nullptr;
}

}  // namespace

const Xnnpack* xnnpack(XnnpackIsa isa) {
  switch (isa) {
    case XnnpackIsa::avx2: return loaded<XnnpackIsa::avx2>();
    case XnnpackIsa::avx: return loaded<XnnpackIsa::avx>();
    case XnnpackIsa::sse41: return loaded<XnnpackIsa::sse41>();
    case XnnpackIsa::ssse3: return loaded<XnnpackIsa::ssse3>();
    case XnnpackIsa::sse2: return loaded<XnnpackIsa::sse2>();
  }
  return nullptr;
}

}  // namespace halflsb::external
