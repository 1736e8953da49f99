#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/promql_text.h"

std::string tests::faultOf(std::string_view input) { return tests::PromqlText::fault(input); }
