// What every fuzz target is besides faultOf(): what does not hold ends the run, and libFuzzer keeps the input.
#include "tests/fuzz/fuzzer.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (const auto fault = tests::faultOf({reinterpret_cast<const char *>(data), size}); !fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
