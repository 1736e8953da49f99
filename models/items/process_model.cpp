#include "models/items/process_model.h"

#include <unordered_map>

namespace items {
namespace {

// The id of a container, 32 or 64 hexadecimal digits, as its tools print it: twelve tell it from all others.
QString unitText(const ProcessRow &row)
{
    constexpr std::size_t kIdLeast = 32, kShownLength = 12;
    std::string text, run;
    const auto flush = [&] {
        text.append(run, 0, run.size() >= kIdLeast ? kShownLength : run.size());
        run.clear();
    };
    for (const char c : row.unit) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
            run += c;
        } else {
            flush();
            text += c;
        }
    }
    flush();
    return cellText(text, metric::Unit::None);
}

QString whole(double value) { return std::isnan(value) ? cellText({}, metric::Unit::None) : QString::number(value, 'f', 0); }

const Column<ProcessRow> kProcessColumns[] = {
    {"name", QT_TRANSLATE_NOOP("items", "name"), Qt::AlignLeft, [](const ProcessRow &row) -> Cell { return row.name; }},
    {"pid", QT_TRANSLATE_NOOP("items", "pid"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return double(row.pid); },
     [](const ProcessRow &row) { return QString::number(row.pid); }},
    {"parent", QT_TRANSLATE_NOOP("items", "parent"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return double(row.parent); },
     [](const ProcessRow &row) { return QString::number(row.parent); }},
    {"user", QT_TRANSLATE_NOOP("items", "user"), Qt::AlignLeft, [](const ProcessRow &row) -> Cell { return row.user; }},
    {"state", QT_TRANSLATE_NOOP("items", "state"), Qt::AlignLeft, [](const ProcessRow &row) -> Cell { return row.state; }},
    {"cpu", QT_TRANSLATE_NOOP("items", "CPU"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.cpuRatio; }, nullptr,
     metric::Unit::Ratio},
    {"memory", QT_TRANSLATE_NOOP("items", "memory"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.rssBytes; }, nullptr,
     metric::Unit::Bytes},
    {"pss", QT_TRANSLATE_NOOP("items", "own memory"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.pssBytes; }, nullptr,
     metric::Unit::Bytes},
    {"read", QT_TRANSLATE_NOOP("items", "read"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.readRate; }, nullptr,
     metric::Unit::BytesPerSecond},
    {"write", QT_TRANSLATE_NOOP("items", "write"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.writeRate; }, nullptr,
     metric::Unit::BytesPerSecond},
    {"threads", QT_TRANSLATE_NOOP("items", "threads"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.threads; },
     [](const ProcessRow &row) { return whole(row.threads); }},
    {"nice", QT_TRANSLATE_NOOP("items", "nice"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.nice; },
     [](const ProcessRow &row) { return whole(row.nice); }},
    {"started", QT_TRANSLATE_NOOP("items", "started"), Qt::AlignRight, [](const ProcessRow &row) -> Cell { return row.startTime; },
     [](const ProcessRow &row) { return timeText(secondsToTime(row.startTime)); }},
    {"unit", QT_TRANSLATE_NOOP("items", "unit"), Qt::AlignLeft, [](const ProcessRow &row) -> Cell { return row.unit; }, unitText},
    {"command", QT_TRANSLATE_NOOP("items", "command"), Qt::AlignLeft, [](const ProcessRow &row) -> Cell { return row.command; }},
};

constexpr double kMostPid = 4194304; // PID_MAX_LIMIT of the kernel

RowKey processKey(std::int64_t pid, Number start) { return {std::uint64_t(pid), std::bit_cast<std::uint64_t>(start.value)}; }

} // namespace

ProcessModel::ProcessModel(QObject *parent)
    : ColumnTableModel({.columns = kProcessColumns,
                        .key = [](const ProcessRow &row) { return processKey(row.pid, row.startTime); },
                        .parent = [](const ProcessRow &row) -> std::optional<RowKey> { return processKey(row.parent, row.parentStart); }},
                       parent)
{
}

void ProcessModel::setTree(bool tree)
{
    if (tree == nested())
        return;
    setNested(tree);
    setRows(rows());
}

std::vector<ProcessRow> processRows(const metric::Table &table)
{
    const auto numbers = [&](const char *column) {
        const auto *cells = table.numbers(column);
        return [cells](std::size_t row) { return cells && row < cells->size() ? Number((*cells)[row]) : Number(); };
    };
    const auto texts = [&](const char *column) {
        const auto *cells = table.texts(column);
        return [cells](std::size_t row) { return cells && row < cells->size() ? (*cells)[row] : std::string(); };
    };
    const auto pid = numbers("pid"), parent = numbers("ppid"), start = numbers("start_time"), cpu = numbers("cpu_ratio"), rss = numbers("rss_bytes"),
               pss = numbers("pss_bytes"), read = numbers("read_rate"), write = numbers("write_rate"), threads = numbers("threads"),
               nice = numbers("nice");
    const auto user = texts("user"), name = texts("name"), command = texts("command"), state = texts("state"), unit = texts("unit");

    std::vector<ProcessRow> rows;
    rows.reserve(table.rows());
    std::unordered_map<std::int64_t, Number> startOf;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (!(pid(i) >= 1 && pid(i) <= kMostPid))
            continue;
        const Number above = parent(i);
        rows.push_back({.pid = std::int64_t(pid(i)),
                        .parent = above >= 0 && above <= kMostPid ? std::int64_t(above) : 0,
                        .parentStart = {},
                        .startTime = start(i),
                        .user = user(i),
                        .name = name(i),
                        .command = command(i),
                        .state = state(i),
                        .cpuRatio = cpu(i),
                        .rssBytes = rss(i),
                        .pssBytes = pss(i),
                        .readRate = read(i),
                        .writeRate = write(i),
                        .threads = threads(i),
                        .nice = nice(i),
                        .unit = unit(i)});
        startOf.emplace(rows.back().pid, rows.back().startTime);
    }
    for (ProcessRow &row : rows) {
        const auto found = startOf.find(row.parent);
        if (found != startOf.end())
            row.parentStart = found->second;
    }
    return rows;
}

} // namespace items
