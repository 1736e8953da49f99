#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/resp_bytes.h"

std::string tests::faultOf(std::string_view input) { return tests::RespBytes::fault(input); }
