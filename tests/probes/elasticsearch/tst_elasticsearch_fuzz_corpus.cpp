#include "tests/fuzz/elasticsearch_text.h"
#include "tests/support/fuzz_replay.h"

static const tests::FuzzReplay::In kReplay("TstElasticsearchFuzzCorpus", "elasticsearch", tests::ElasticsearchText::fault);
