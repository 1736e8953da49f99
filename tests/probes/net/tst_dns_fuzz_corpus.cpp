#include "tests/fuzz/dns_text.h"
#include "tests/support/fuzz_replay.h"

static const tests::FuzzReplay::In kReplay("TstDnsFuzzCorpus", "dns", tests::DnsText::fault);
