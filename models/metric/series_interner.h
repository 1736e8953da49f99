#pragma once

#include "models/metric/labels.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace metric {

// Gives the same LabelsRef for the same name and labels round after round, so that a round of a thousand samples
// allocates nothing and the stores recognise a series by its pointer. One per target and job; used by one thread.
class SeriesInterner {
public:
    // `common` (job, instance ...) is added to every series; a label of the sample's own wins.
    explicit SeriesInterner(Labels common) : m_common(std::move(common)) {}

    LabelsRef intern(std::string_view name, std::span<const Label> labels);

    // Call once a round: forgets what was not asked for in the last `rounds` rounds, so that devices that come and go do not pile up.
    void endRound(std::uint32_t rounds = 120);

    std::size_t size() const { return m_known.size(); }

private:
    struct Entry {
        LabelsRef labels;
        std::uint32_t lastRound;
    };
    struct KeyHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::size_t(hashBytes(key)); }
    };

    Labels m_common;
    std::unordered_map<std::string, Entry, KeyHash, std::equal_to<>> m_known;
    std::string m_key; // reused
    std::uint32_t m_round = 0;
};

} // namespace metric
