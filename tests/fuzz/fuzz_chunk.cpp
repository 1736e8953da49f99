#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/packed_bytes.h"

std::string tests::faultOf(std::string_view input) { return tests::PackedBytes::fault(input); }
