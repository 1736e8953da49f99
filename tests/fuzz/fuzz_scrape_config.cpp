#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/scrape_config_text.h"

std::string tests::faultOf(std::string_view input) { return tests::ScrapeConfigText::fault(input); }
