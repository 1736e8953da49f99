#include "models/health/evidence_store.h"

#include "models/health/evidence_packing.h"

#include <algorithm>

namespace health {

using metric::Reason;
using metric::Result;
using metric::Timestamp;
using sqlite::Statement;

namespace {

constexpr std::size_t kLongestMessage = 1'000;

} // namespace

std::optional<Kept> EvidenceChoice::choose(const metric::Verdict &verdict, Timestamp time)
{
    const auto before = std::exchange(m_reason, verdict.reason);
    if (verdict.good()) {
        const auto apart = before == Reason::None ? kGoodEvery : kApart;
        if (time - m_lastGood < apart && time >= m_lastGood)
            return std::nullopt;
        m_lastGood = time;
        return Kept::Good;
    }
    if (before == verdict.reason)
        return std::nullopt;
    if (before != Reason::None)
        return Kept::Changed;
    if (time - m_lastFirst < kApart && time >= m_lastFirst)
        return std::nullopt;
    m_lastFirst = time;
    return Kept::First;
}

Result<void> EvidenceStore::keep(std::span<const EvidenceToKeep> evidence)
{
    if (evidence.empty())
        return {};
    auto transaction = sqlite::Transaction::begin(m_database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto insert = m_database.prepare("INSERT INTO evidence (target, time, kind, reason, message, parts) VALUES (?, ?, ?, ?, ?, ?)");
    if (!insert)
        return tl::unexpected(insert.error());
    for (const auto &each : evidence) {
        const auto &seen = each.verdict.evidence;
        const auto parts = packParts(seen ? std::span(seen->parts) : std::span<const metric::Evidence::Part>(), kLongestPart, kLongestEvidence);
        insert->bind(1, std::string_view(each.target)).bind(2, std::int64_t(each.time.time_since_epoch().count())).bind(3, std::int64_t(each.kind));
        insert->bind(4, std::int64_t(each.verdict.reason)).bind(5, std::string_view(cutText(each.verdict.message, kLongestMessage)));
        insert->bind(6, std::as_bytes(std::span(parts)));
        if (auto done = insert->run(); !done)
            return done;
        if (auto done = trim(each.target); !done)
            return done;
    }
    return transaction->commit();
}

// One transaction for all: within keep().
Result<void> EvidenceStore::trim(std::string_view target)
{
    auto statement = m_database.prepare("SELECT id, kind FROM evidence WHERE target = ? ORDER BY id");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, target);
    std::vector<std::int64_t> good, first, changed;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        const auto kind = statement->integer(1);
        auto &of = kind == std::int64_t(Kept::Good) ? good : kind == std::int64_t(Kept::First) ? first : changed;
        of.push_back(statement->integer(0));
    }
    statement->reset();
    std::vector<std::int64_t> gone;
    const auto drop = [&](std::vector<std::int64_t> &from) {
        gone.push_back(from.front());
        from.erase(from.begin());
    };
    while (good.size() > 1)
        drop(good);
    while (first.size() + changed.size() > kFailures)
        drop(changed.size() > kChangesSpared || first.empty() ? changed : first);
    auto remove = m_database.prepare("DELETE FROM evidence WHERE id = ?");
    if (!remove)
        return tl::unexpected(remove.error());
    for (const auto id : gone) {
        if (auto done = remove->bind(1, id).run(); !done)
            return done;
    }
    return {};
}

Result<std::vector<KeptEvidence>> EvidenceStore::of(std::string_view target)
{
    auto statement = m_database.prepare("SELECT id, time, reason, message, parts FROM evidence WHERE target = ? ORDER BY kind = 0, id DESC");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, target);
    std::vector<KeptEvidence> result;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return result;
        KeptEvidence kept;
        kept.id = statement->integer(0);
        const auto reason = statement->integer(2);
        kept.reason = reason >= 0 && reason <= std::int64_t(Reason::Options) ? Reason(reason) : Reason::None;
        kept.message = statement->text(3);
        auto evidence = std::make_shared<metric::Evidence>();
        evidence->time = Timestamp(metric::Duration(statement->integer(1)));
        if (auto parts = unpackParts(statement->blob(4)))
            evidence->parts = std::move(*parts);
        kept.evidence = std::move(evidence);
        result.push_back(std::move(kept));
    }
}

Result<std::unordered_map<std::string, Timestamp>> EvidenceStore::lastGood()
{
    auto statement = m_database.prepare("SELECT target, max(time) FROM evidence WHERE kind = 0 GROUP BY target");
    if (!statement)
        return tl::unexpected(statement.error());
    std::unordered_map<std::string, Timestamp> times;
    while (true) {
        const auto row = statement->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            return times;
        times.emplace(statement->text(0), Timestamp(metric::Duration(statement->integer(1))));
    }
}

Result<void> EvidenceStore::dropBefore(Timestamp time)
{
    auto statement = m_database.prepare("DELETE FROM evidence WHERE time < ?");
    if (!statement)
        return tl::unexpected(statement.error());
    return statement->bind(1, std::int64_t(time.time_since_epoch().count())).run();
}

} // namespace health
