#include "models/series/time_runs.h"

#include <algorithm>

namespace series {

using metric::Point;

void putTimes(std::span<const Point> points, Bytes &out)
{
    // Unsigned: damaged bytes may have told times that lie further apart than a number reaches, and the sum comes round again.
    const auto timeAt = [&](std::size_t at) { return std::uint64_t(points[at].time.time_since_epoch().count()); };
    putSigned(out, std::int64_t(timeAt(0)));
    for (std::size_t i = 1; i < points.size();) {
        const auto step = timeAt(i) - timeAt(i - 1);
        std::size_t run = i + 1;
        while (run < points.size() && timeAt(run) - timeAt(run - 1) == step)
            ++run;
        putSigned(out, std::int64_t(step));
        putVarint(out, run - i);
        i = run;
    }
}

bool readTimes(ByteReader &reader, std::uint32_t count, TimeRuns &times)
{
    times.runs.clear();
    times.ascend = true;
    auto time = std::uint64_t(reader.signedVarint()); // unsigned: bytes from outside may overflow
    times.runs.push_back({std::int64_t(time), 0, 0, 1});
    for (std::uint32_t i = 1; i < count;) {
        const auto step = std::uint64_t(reader.signedVarint());
        const auto run = reader.varint();
        if (!reader.ok() || run == 0 || run > count - i)
            return false;
        std::int64_t last = 0;
        const bool comesRound =
            __builtin_mul_overflow(std::int64_t(step), std::int64_t(run), &last) || __builtin_add_overflow(last, std::int64_t(time), &last);
        times.ascend = times.ascend && std::int64_t(step) > 0 && !comesRound;
        times.runs.push_back({std::int64_t(time + step), std::int64_t(step), i, std::uint32_t(run)});
        time += step * run;
        i += std::uint32_t(run);
    }
    return reader.ok();
}

std::uint32_t pointsBefore(const TimeRuns &times, std::int64_t time)
{
    const auto after =
        std::upper_bound(times.runs.begin(), times.runs.end(), time, [](std::int64_t a, const TimeRun &run) { return a <= run.first; });
    if (after == times.runs.begin())
        return 0;
    const auto &run = *std::prev(after); // begins before the time
    if (run.step == 0)
        return run.index + 1;
    const auto inside = (std::uint64_t(time) - std::uint64_t(run.first) - 1) / std::uint64_t(run.step) + 1;
    return run.index + std::uint32_t(std::min<std::uint64_t>(inside, run.count));
}

void pickPlaces(const TimeRuns &times, std::uint32_t begin, std::uint32_t end, const Moments &moments, std::vector<std::uint32_t> &places)
{
    places.clear();
    const auto step = moments.step.count();
    const auto start = moments.start.time_since_epoch().count();
    for (std::size_t r = 0; r < times.runs.size(); ++r) {
        const auto &run = times.runs[r];
        if (run.index + run.count <= begin || run.index >= end)
            continue;
        // What lies outside is not looked at: it may be as far away as time goes.
        const auto skipped = begin > run.index ? begin - run.index : 0;
        const auto from = run.at(skipped);
        // Until the next run begins the newest point is one of this run.
        const bool isLast = r + 1 == times.runs.size() || times.runs[r + 1].index >= end;
        const auto until = isLast ? run.at(std::min(end - run.index, run.count) - 1) : times.runs[r + 1].first - 1;
        auto k = (from - start) / step;
        if (start + k * step < from)
            ++k;
        auto moment = start + k * step;
        if (moment > until)
            continue;
        // Divided once: from moment to moment a run goes on by the same number of points, and what is left over adds up.
        const auto stride = run.step == 0 ? 0 : step / run.step;
        const auto over = run.step == 0 ? 0 : step % run.step;
        auto inside = skipped + (run.step == 0 ? 0 : (moment - from) / run.step);
        auto left = run.step == 0 ? 0 : (moment - from) % run.step;
        for (; moment <= until; moment += step) {
            const auto place = run.index + std::uint32_t(std::min<std::int64_t>(inside, run.count - 1));
            if (place >= begin && place < end && (places.empty() || places.back() != place))
                places.push_back(place);
            inside += stride;
            left += over;
            if (left >= run.step && over > 0) {
                left -= run.step;
                ++inside;
            }
        }
    }
    if (places.empty() || places.back() != end - 1)
        places.push_back(end - 1);
}

} // namespace series
