#pragma once

#include "models/alerts/silence.h"
#include "models/metric/labels.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alerts {

// Expired silences are listed for as long, as in Alertmanager, and then forgotten.
inline constexpr metric::Duration kSilenceRetention = std::chrono::hours(120);
// A silence that ends when unmatched does so after being unmatched for as long.
inline constexpr metric::Duration kUnmatchedGrace = std::chrono::minutes(10);
// Between two observations further apart (the machine slept) nothing is known: the time between them does not count.
inline constexpr metric::Duration kMaxObservationGap = std::chrono::minutes(5);
// Expired ones included.
inline constexpr std::size_t kMaxSilences = 10'000;

// What the owner of a label set keeps beside it between its questions, so that every silence is tried on it once.
struct SilenceMatch {
    std::uint64_t seen = 0;             // silences up to this number were tried
    std::vector<std::uint64_t> numbers; // those of them that match, pending and ended ones too; ascending
};

// All silences there are, and what becomes of them. No clock, no thread and no file: time comes in, and what has to be stored goes
// out. Used by one thread at a time.
class SilenceBook {
public:
    // What a request came to.
    struct Change {
        std::string id;               // of the silence that holds now
        std::vector<Silence> changed; // as they are now, to be stored together
    };

    // What was stored. REQUIRES: no other silence was set or restored before, ids are unique.
    void restore(std::vector<Silence> silences);

    // As Alertmanager's: without an id it is new. With one, end, comment and the start of a pending one are changed in place; where that
    // would rewrite what was (other matchers, another start of an active one, an expired one) the old one ends now and a new one
    // begins under `newId`. No start is now, and a new one never starts before now. NotFound for an unknown id, LimitExceeded
    // where there are kMaxSilences, else as validate(). REQUIRES: isSilenceId(newId), and nobody had it before.
    metric::Result<Change> set(Silence silence, metric::Timestamp now, std::string newId);
    // Ends it now, and one that has not started too. NotFound for an unknown id, InvalidArgument where it has ended already.
    metric::Result<Silence> expire(std::string_view id, metric::Timestamp now);

    // The ids of the active silences that match, in order.
    std::vector<std::string> silencing(const metric::Labels &labels, metric::Timestamp now);
    // The same for who asks again. REQUIRES: `match` was only ever used with these labels and this book.
    std::vector<std::string> silencing(const metric::Labels &labels, metric::Timestamp now, SilenceMatch &match);

    // Told, again and again, of all alerts that fire: ends the active silences that end when unmatched, matched something once since
    // they were restored or set, and have matched nothing for kUnmatchedGrace. Answers those it ended.
    // REQUIRES: silencing() was asked of each at `now`; no null among them.
    std::vector<Silence> observe(std::span<const SilenceMatch *const> firing, metric::Timestamp now);

    // Drops what expired kSilenceRetention ago; answers its ids.
    std::vector<std::string> forgetOld(metric::Timestamp now);

    const Silence *find(std::string_view id) const; // valid until the next change
    std::vector<Silence> all() const;               // in the order in which they were set
    // When the next silence starts or ends by itself.
    std::optional<metric::Timestamp> nextChange(metric::Timestamp now) const;

private:
    struct Entry {
        Silence silence;
        bool wasMatched = false;
        bool isMatched = false;
        metric::Duration unmatchedFor{0};
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <class Value>
    using ByText = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;
    // Every silence is found by one of its matchers, by that one's label.
    struct Finder {
        std::uint64_t number;
        const Entry *entry;
        std::size_t matcher;
    };
    struct ByLabel {
        ByText<std::vector<std::uint64_t>> named; // where the matcher names its values
        std::vector<Finder> others;               // where it has to be tried
        ByText<SilenceMatch> tried;               // and was: which of them match the value
    };

    void add(Silence silence);
    void index(std::uint64_t number, const Entry &entry);
    void indexAll();
    const std::vector<std::uint64_t> &othersFor(ByLabel &byLabel, std::string_view value);
    void tryOn(const metric::Labels &labels, SilenceMatch &match);

    // A silence keeps its number, and its matchers, as long as it is here.
    std::map<std::uint64_t, Entry> m_entries;
    ByText<std::uint64_t> m_numbers; // by id
    std::uint64_t m_last = 0;
    ByText<ByLabel> m_byLabel;
    std::size_t m_triedSize = 0; // of all that was tried, in values and numbers
    std::optional<metric::Timestamp> m_observedAt;
};

} // namespace alerts
