#pragma once

#include "models/metric/verdict.h"

#include <QtCore/QString>

#include <vector>

namespace items {

// A line of what was seen when a check failed, and the line of what was seen when it was last good that belongs beside it.
struct EvidenceLine {
    enum class Kind {
        Title,   // of a part, on both sides
        Same,    //
        Changed, // both have a line there, another one
        Failed,  // only the failure has it
        Good,    // only the good one has it
    };
    Kind kind = Kind::Same;
    QString failed{};
    QString good{};
    friend bool operator==(const EvidenceLine &, const EvidenceLine &) = default;
};

// Part by part, those of one title side by side, and line by line. Either may be null: then all is of the other. Bounded, whatever
// is in it: kMostEvidenceLines a part and kMostEvidenceColumns a line, and where something was cut off it says so. Characters that
// would steer a terminal or turn the direction of writing around are shown as U+FFFD.
inline constexpr int kMostEvidenceLines = 2'000;
inline constexpr int kMostEvidenceColumns = 1'000;
std::vector<EvidenceLine> compareEvidence(const metric::Evidence *failed, const metric::Evidence *good);

// What was seen, as it goes to the clipboard: titles and lines.
QString evidenceText(const metric::Evidence &evidence);

} // namespace items
