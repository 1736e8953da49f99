#include "tests/fuzz/scrape_config_text.h"
#include "tests/support/fuzz_replay.h"

static const tests::FuzzReplay::In kReplay("TstScrapeConfigFuzzCorpus", "scrape_config", tests::ScrapeConfigText::fault);
