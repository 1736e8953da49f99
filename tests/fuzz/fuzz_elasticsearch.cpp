#include "tests/fuzz/elasticsearch_text.h"
#include "tests/fuzz/fuzzer.h"

std::string tests::faultOf(std::string_view input) { return tests::ElasticsearchText::fault(input); }
