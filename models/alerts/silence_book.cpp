#include "models/alerts/silence_book.h"

#include "models/alerts/matchers.h"
#include "models/query/string_literal.h"

#include <fmt/format.h>

#include <algorithm>

namespace alerts {

using metric::ErrorCode;
using metric::Result;
using metric::Timestamp;
using series::Matcher;

namespace {

auto unknownSilence(std::string_view id)
{
    return metric::fail(ErrorCode::NotFound, fmt::format("there is no silence {}", query::quotedShort(id, 40)));
}

void endNow(Silence &silence, Timestamp now)
{
    silence.startsAt = std::min(silence.startsAt, now);
    silence.endsAt = now;
    silence.updatedAt = now;
}

// Whether `wanted` can take the place of the silence without telling another past. Clients send times in seconds.
bool canChangeInPlace(const Silence &silence, const Silence &wanted, Timestamp now)
{
    using std::chrono::floor;
    using std::chrono::seconds;
    if (silence.matchers != wanted.matchers)
        return false;
    switch (stateOf(silence, now)) {
    case SilenceState::Pending: return wanted.startsAt >= now;
    case SilenceState::Active: return floor<seconds>(wanted.startsAt) == floor<seconds>(silence.startsAt);
    case SilenceState::Expired: return false;
    }
    return false;
}

// What is remembered of values that matchers were tried on: some 10 MB.
constexpr std::size_t kMaxTriedSize = 1'000'000;

// The matcher by which to find a silence: one that names the values that it is fulfilled by, an alert's name before all else; then an
// expression, and what excludes something last.
std::size_t findingMatcher(std::span<const Matcher> matchers)
{
    const auto cost = [](const Matcher &matcher) {
        constexpr std::size_t kTried = kMaxMatchersBytes;
        if (matcher.isNegative())
            return kTried + 1;
        const auto values = matcher.namedValues();
        return !values ? kTried : matcher.name() == "alertname" ? 0 : values->size();
    };
    return std::size_t(std::ranges::min_element(matchers, {}, cost) - matchers.begin());
}

} // namespace

void SilenceBook::restore(std::vector<Silence> silences)
{
    for (auto &silence : silences)
        add(std::move(silence));
}

void SilenceBook::add(Silence silence)
{
    const auto number = ++m_last;
    m_numbers.emplace(silence.id, number);
    index(number, m_entries.emplace(number, Entry{std::move(silence)}).first->second);
}

void SilenceBook::index(std::uint64_t number, const Entry &entry)
{
    const auto at = findingMatcher(entry.silence.matchers);
    const auto &matcher = entry.silence.matchers[at];
    auto &byLabel = m_byLabel[matcher.name()];
    const auto values = matcher.isNegative() ? std::nullopt : matcher.namedValues();
    if (!values) {
        byLabel.others.push_back({number, &entry, at});
        return;
    }
    for (const auto &value : *values) {
        auto &numbers = byLabel.named[value];
        if (numbers.empty() || numbers.back() != number) // "a|a"
            numbers.push_back(number);
    }
}

void SilenceBook::indexAll()
{
    m_byLabel.clear();
    m_triedSize = 0;
    for (const auto &[number, entry] : m_entries)
        index(number, entry);
}

Result<SilenceBook::Change> SilenceBook::set(Silence silence, Timestamp now, std::string newId)
{
    if (silence.startsAt == Timestamp{})
        silence.startsAt = now;
    if (auto valid = validate(silence, now); !valid)
        return tl::unexpected(valid.error());
    silence.updatedAt = now;

    Silence *previous = nullptr;
    if (!silence.id.empty()) {
        const auto known = m_numbers.find(silence.id);
        if (known == m_numbers.end())
            return unknownSilence(silence.id);
        previous = &m_entries.at(known->second).silence;
        if (canChangeInPlace(*previous, silence, now)) {
            if (stateOf(*previous, now) == SilenceState::Active)
                silence.startsAt = previous->startsAt;
            *previous = std::move(silence);
            return Change{previous->id, {*previous}};
        }
    }

    if (m_entries.size() >= kMaxSilences)
        return metric::fail(ErrorCode::LimitExceeded,
                            fmt::format("there are {} silences already: one that covers more can stand for several", kMaxSilences));
    Change change;
    if (previous && stateOf(*previous, now) != SilenceState::Expired) {
        endNow(*previous, now);
        change.changed.push_back(*previous);
    }
    silence.id = std::move(newId);
    silence.startsAt = std::max(silence.startsAt, now);
    change.id = silence.id;
    change.changed.push_back(silence);
    add(std::move(silence));
    return change;
}

Result<Silence> SilenceBook::expire(std::string_view id, Timestamp now)
{
    const auto known = m_numbers.find(id);
    if (known == m_numbers.end())
        return unknownSilence(id);
    auto &silence = m_entries.at(known->second).silence;
    if (stateOf(silence, now) == SilenceState::Expired)
        return metric::fail(ErrorCode::InvalidArgument, "the silence has ended already");
    endNow(silence, now);
    return silence;
}

// Alerts are many and the values of a label few: an expression is tried on each value once.
const std::vector<std::uint64_t> &SilenceBook::othersFor(ByLabel &byLabel, std::string_view value)
{
    if (m_triedSize > kMaxTriedSize) {
        for (auto &[name, each] : m_byLabel)
            each.tried.clear();
        m_triedSize = 0;
    }
    auto found = byLabel.tried.find(value);
    if (found == byLabel.tried.end()) {
        found = byLabel.tried.emplace(value, SilenceMatch{}).first;
        ++m_triedSize;
    }
    auto &match = found->second;
    for (auto at = std::ranges::upper_bound(byLabel.others, match.seen, {}, &Finder::number); at != byLabel.others.end(); ++at) {
        if (!at->entry->silence.matchers[at->matcher].matchesQuickly(value))
            continue;
        match.numbers.push_back(at->number);
        ++m_triedSize;
    }
    match.seen = m_last;
    return match.numbers;
}

void SilenceBook::tryOn(const metric::Labels &labels, SilenceMatch &match)
{
    const auto tryNumber = [&](std::uint64_t number, const Entry &entry) {
        if (matchesAllQuickly(entry.silence.matchers, labels))
            match.numbers.push_back(number);
    };
    if (match.seen == 0) {
        for (auto &[name, byLabel] : m_byLabel) {
            const auto value = labels.get(name);
            if (const auto named = byLabel.named.find(value); named != byLabel.named.end()) {
                for (const auto number : named->second)
                    tryNumber(number, m_entries.at(number));
            }
            if (byLabel.others.empty())
                continue;
            for (const auto number : othersFor(byLabel, value))
                tryNumber(number, m_entries.at(number));
        }
        std::ranges::sort(match.numbers);
    } else {
        for (auto at = m_entries.upper_bound(match.seen); at != m_entries.end(); ++at)
            tryNumber(at->first, at->second);
    }
    match.seen = m_last;
}

std::vector<std::string> SilenceBook::silencing(const metric::Labels &labels, Timestamp now)
{
    SilenceMatch match;
    return silencing(labels, now, match);
}

std::vector<std::string> SilenceBook::silencing(const metric::Labels &labels, Timestamp now, SilenceMatch &match)
{
    if (match.seen != m_last)
        tryOn(labels, match);
    std::vector<std::string> ids;
    std::erase_if(match.numbers, [&](std::uint64_t number) {
        const auto entry = m_entries.find(number);
        if (entry == m_entries.end())
            return true;
        if (stateOf(entry->second.silence, now) == SilenceState::Active)
            ids.push_back(entry->second.silence.id);
        return false;
    });
    std::ranges::sort(ids);
    return ids;
}

std::vector<Silence> SilenceBook::observe(std::span<const SilenceMatch *const> firing, Timestamp now)
{
    const auto gap = m_observedAt ? now - *m_observedAt : metric::Duration::zero();
    const auto passed = gap < metric::Duration::zero() || gap > kMaxObservationGap ? metric::Duration::zero() : gap;
    m_observedAt = now;

    std::vector<Entry *> watched;
    for (auto &[number, entry] : m_entries) {
        if (!entry.silence.endsWhenUnmatched || stateOf(entry.silence, now) != SilenceState::Active)
            continue;
        entry.isMatched = false;
        watched.push_back(&entry);
    }
    if (watched.empty())
        return {};
    for (const auto *match : firing) {
        for (const auto number : match->numbers) {
            if (const auto entry = m_entries.find(number); entry != m_entries.end())
                entry->second.isMatched = true;
        }
    }
    std::vector<Silence> ended;
    for (auto *entry : watched) {
        entry->wasMatched |= entry->isMatched;
        entry->unmatchedFor = entry->isMatched || !entry->wasMatched ? metric::Duration::zero() : entry->unmatchedFor + passed;
        if (entry->unmatchedFor < kUnmatchedGrace)
            continue;
        endNow(entry->silence, now);
        ended.push_back(entry->silence);
    }
    return ended;
}

std::vector<std::string> SilenceBook::forgetOld(Timestamp now)
{
    std::vector<std::string> forgotten;
    std::erase_if(m_entries, [&](const auto &item) {
        const auto &silence = item.second.silence;
        if (now - silence.endsAt < kSilenceRetention)
            return false;
        m_numbers.erase(silence.id);
        forgotten.push_back(silence.id);
        return true;
    });
    if (!forgotten.empty())
        indexAll();
    return forgotten;
}

const Silence *SilenceBook::find(std::string_view id) const
{
    const auto known = m_numbers.find(id);
    return known == m_numbers.end() ? nullptr : &m_entries.at(known->second).silence;
}

std::vector<Silence> SilenceBook::all() const
{
    std::vector<Silence> silences;
    silences.reserve(m_entries.size());
    for (const auto &[number, entry] : m_entries)
        silences.push_back(entry.silence);
    return silences;
}

std::optional<Timestamp> SilenceBook::nextChange(Timestamp now) const
{
    std::optional<Timestamp> next;
    for (const auto &[number, entry] : m_entries) {
        const auto state = stateOf(entry.silence, now);
        if (state == SilenceState::Expired)
            continue;
        const auto change = state == SilenceState::Pending ? entry.silence.startsAt : entry.silence.endsAt;
        next = next ? std::min(*next, change) : change;
    }
    return next;
}

} // namespace alerts
