// Several pieces of work side by side, each in a process of its own: processes rather than threads, because each of them makes
// further ones for the kernels (see isolate.h).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace halflsb {

// work(i) for 0 <= i < count in up to `jobs` processes; done(i, its result) in this one, in the order of i, as soon as all
// before it are done. A piece whose process ends without a result (it ran out of memory, was killed) gives an empty one.
// `tick`, where there is one, is called about twice a second with the pieces under way.
void run_parallel(std::size_t jobs, std::size_t count, const std::function<std::string(std::size_t)>& work,
                  const std::function<void(std::size_t, const std::string&)>& done,
                  const std::function<void(const std::vector<std::size_t>&)>& tick = {});

}  // namespace halflsb
