#include "tests/fuzz/fuzzer.h"
#include "tests/fuzz/template_text.h"

std::string tests::faultOf(std::string_view input) { return tests::TemplateText::fault(input); }
