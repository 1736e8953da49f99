// What silencing and inhibiting many alerts costs, per round.
//   bench_silences [SILENCES] [ALERTS]
#include "models/alerts/inhibition.h"
#include "models/alerts/matchers.h"
#include "models/alerts/silence_book.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <functional>

using namespace std::chrono_literals;
using metric::Labels;

namespace {

const metric::Timestamp kNow{1'700'000'000s};

double milliseconds(const std::function<void()> &what)
{
    const auto begun = std::chrono::steady_clock::now();
    what();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

Labels alertLabels(int i)
{
    const auto name = fmt::format("Alert{:03}", i % 200);
    const auto instance = fmt::format("host-{:04}.example.org:9100", i / 10 % 5'000);
    const auto device = fmt::format("sd{}", i % 10);
    return Labels{
        {"alertname", name}, {"instance", instance}, {"job", "node"}, {"severity", i % 3 == 0 ? "critical" : "warning"}, {"device", device}};
}

void benchSilences(const char *what, int count, std::span<const Labels> alerts, const std::function<std::string(int)> &matchers)
{
    alerts::SilenceBook book;
    for (int i = 0; i < count; ++i) {
        alerts::Silence silence;
        silence.matchers = *alerts::parseMatchers(matchers(i));
        silence.startsAt = kNow;
        silence.endsAt = kNow + 1h;
        silence.endsWhenUnmatched = true;
        if (!book.set(std::move(silence), kNow, alerts::silenceId(1, std::uint64_t(i))))
            std::abort();
    }
    std::vector<alerts::SilenceMatch> matches(alerts.size());
    std::vector<const alerts::SilenceMatch *> firing;
    for (const auto &match : matches)
        firing.push_back(&match);
    std::size_t silenced = 0;
    const auto round = [&] {
        silenced = 0;
        for (std::size_t i = 0; i < alerts.size(); ++i)
            silenced += book.silencing(alerts[i], kNow, matches[i]).empty() ? 0 : 1;
    };
    const auto first = milliseconds(round);
    const auto again = milliseconds(round);
    const auto observed = milliseconds([&] { (void)book.observe(firing, kNow); });
    alerts::Silence added;
    added.matchers = *alerts::parseMatchers("instance=~\".*7.example.*\"");
    added.startsAt = kNow;
    added.endsAt = kNow + 1h;
    if (!book.set(std::move(added), kNow, alerts::silenceId(2, 0)))
        std::abort();
    const auto afterOneMore = milliseconds(round);
    fmt::print("{:<26} first round {:9.1f} ms, each more {:6.1f} ms, observed {:6.1f} ms, with one silence more {:6.1f} ms; {} silenced\n", what,
               first, again, observed, afterOneMore, silenced);
}

void benchInhibition(std::span<const Labels> alerts)
{
    std::vector<alerts::InhibitRule> rules;
    for (int i = 0; i < 10; ++i) // a tenth of the alerts are sources
        rules.push_back(
            {*alerts::parseMatchers(fmt::format("alertname=~\"Alert{:02}.*\"", i)), *alerts::parseMatchers("severity=warning"), {"instance"}});
    alerts::Inhibition inhibition(std::move(rules));
    std::vector<metric::LabelsRef> shared;
    for (const auto &labels : alerts)
        shared.push_back(std::make_shared<const Labels>(labels));
    const auto adding = milliseconds([&] {
        for (const auto &labels : shared)
            inhibition.add(labels);
    });
    std::size_t inhibited = 0;
    const auto round = milliseconds([&] {
        for (const auto &labels : shared)
            inhibited += inhibition.isInhibited(*labels) ? 1 : 0;
    });
    const auto removing = milliseconds([&] {
        for (const auto &labels : shared)
            inhibition.remove(*labels);
    });
    fmt::print("10 inhibition rules: adding {:.1f} ms, a round {:.1f} ms, removing {:.1f} ms; {} inhibited\n", adding, round, removing, inhibited);
}

} // namespace

int main(int argc, char **argv)
{
    const int silences = argc > 1 ? std::atoi(argv[1]) : 1'000;
    const int alertCount = argc > 2 ? std::atoi(argv[2]) : 50'000;
    std::vector<Labels> alerts;
    for (int i = 0; i < alertCount; ++i)
        alerts.push_back(alertLabels(i));
    fmt::print("{} silences, {} alerts\n", silences, alertCount);
    benchSilences("alertname= instance=", silences, alerts,
                  [](int i) { return fmt::format("alertname=Alert{:03},instance=\"host-{:04}.example.org:9100\"", i % 200, i); });
    benchSilences("alertname= instance=~", silences, alerts,
                  [](int i) { return fmt::format("alertname=Alert{:03},instance=~\"host-.*{}.example.*\"", i % 200, i % 10); });
    benchSilences("instance=~ alternation", silences, alerts,
                  [](int i) { return fmt::format("instance=~\"host-{:04}.example.org:9100|host-{:04}.example.org:9100\"", i, i + 1); });
    benchSilences("instance=~ prefix", silences, alerts, [](int i) { return fmt::format("instance=~\"host-{:04}.*\"", i); });
    benchSilences("instance=~ general", silences, alerts, [](int i) { return fmt::format("instance=~\".*[0-9]{}.example.*:9100\"", i); });
    benchInhibition(alerts);
    return 0;
}
