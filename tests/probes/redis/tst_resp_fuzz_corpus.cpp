#include "tests/fuzz/resp_bytes.h"
#include "tests/support/fuzz_replay.h"

static const tests::FuzzReplay::In kReplay("TstRespFuzzCorpus", "resp", tests::RespBytes::fault);
