#include "app/commands/command.h"
#include "app/commands/text_file.h"
#include "app/directories.h"
#include "app/instance_lock.h"
#include "app/system_clock.h"
#include "models/exposition/text_parser.h"
#include "models/history/bulk_writer.h"
#include "models/settings/settings.h"
#include "models/settings/settings_store.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

using metric::Result;

namespace {

// Hands what the parser tells on to the writer.
class ImportSink final : public exposition::Sink {
public:
    explicit ImportSink(history::BulkWriter &writer) : m_writer(writer) {}

    void series(exposition::SeriesNumber number, const metric::Labels &labels) override
    {
        m_ids.resize(std::max<std::size_t>(m_ids.size(), number + std::size_t(1)));
        m_ids[number] = m_writer.series(std::make_shared<const metric::Labels>(labels));
    }
    void sample(exposition::SeriesNumber number, double value, std::optional<metric::Timestamp> time) override
    {
        if (m_parser->line() <= m_taken)
            return;
        if (!time) {
            if (m_timeless == 0)
                m_timeless = m_parser->line();
            return;
        }
        m_writer.append(m_ids[number], {*time, value});
    }
    void metadata(const exposition::Metadata &metadata) override { m_writer.describe(metadata); }

    void listenTo(const exposition::TextParser &parser) { m_parser = &parser; }
    // What stands up to this line is there already.
    void passOver(std::uint64_t line) { m_taken = line; }
    std::uint64_t timelessLine() const { return m_timeless; }

private:
    history::BulkWriter &m_writer;
    const exposition::TextParser *m_parser = nullptr;
    std::vector<history::SeriesId> m_ids;
    std::uint64_t m_taken = 0;
    std::uint64_t m_timeless = 0; // the first line without a time
};

class ProgressBar {
public:
    explicit ProgressBar(std::string name) : m_name(std::move(name)), m_shown(::isatty(STDERR_FILENO) == 1) {}
    void show(std::uint64_t at, std::uint64_t size, std::uint64_t bytes)
    {
        if (!m_shown)
            return;
        const int percent = size > 0 ? int(at * 100 / size) : -1;
        if (percent == m_percent && percent >= 0)
            return;
        m_percent = percent;
        if (percent >= 0)
            fmt::print(stderr, "\r{} [{:<40}] {:3} %", m_name, std::string(std::size_t(percent) * 40 / 100, '#'), percent);
        else
            fmt::print(stderr, "\r{} {:.0f} MB", m_name, double(bytes) / 1e6);
    }
    ~ProgressBar()
    {
        if (m_shown)
            std::fputc('\n', stderr);
    }

private:
    std::string m_name;
    bool m_shown;
    int m_percent = -2;
};

struct ImportRequest {
    std::vector<std::string> files;
    std::string format;
};

// Which of the two formats a file has: by its name, else by its end.
Result<exposition::Format> formatOf(const std::string &path, const std::string &asked, const TextFile &file)
{
    if (!asked.empty())
        return asked == "openmetrics" ? exposition::Format::OpenMetrics : exposition::Format::Prometheus;
    std::string_view name = path;
    if (name.ends_with(".gz"))
        name.remove_suffix(3);
    if (name.ends_with(".om") || name.ends_with(".openmetrics"))
        return exposition::Format::OpenMetrics;
    if (name.ends_with(".prom"))
        return exposition::Format::Prometheus;
    const auto tail = file.tail(6);
    if (tail.empty())
        return metric::fail(metric::ErrorCode::InvalidArgument,
                            path + ": its name does not say which format it has (times are seconds in one, milliseconds in the other); say --format "
                                   "openmetrics or --format prometheus");
    return tail.ends_with("# EOF\n") || tail.ends_with("# EOF") ? exposition::Format::OpenMetrics : exposition::Format::Prometheus;
}

// The same file, unchanged, is known again.
std::string sourceOf(const std::string &path)
{
    struct stat status {};
    if (path == "-" || ::stat(path.c_str(), &status) != 0)
        return path;
    std::error_code error;
    return fmt::format("{} {} {}", std::filesystem::absolute(path, error).string(), status.st_size, status.st_mtim.tv_sec);
}

Result<void> importFile(const std::string &path, const ImportRequest &request, history::BulkWriter &writer)
{
    auto file = TextFile::open(path);
    if (!file)
        return tl::unexpected(file.error());
    const auto format = formatOf(path, request.format, *file);
    if (!format)
        return tl::unexpected(format.error());
    ImportSink sink(writer);
    exposition::TextParser parser(*format, sink);
    sink.listenTo(parser);

    history::BulkWriter::Progress progress{sourceOf(path), 0, 0};
    if (const auto before = path == "-" ? std::nullopt : writer.progressOf(progress.source)) {
        // Read again from the beginning, since what a line means stands before it, but not stored again.
        sink.passOver(before->line);
        fmt::print(stderr, "vedette: {}: going on after line {}, where an earlier import stopped\n", path, before->line);
    }
    ProgressBar bar(path);
    std::string piece;
    while (true) {
        if (auto read = file->read(piece); !read)
            return read;
        const bool end = piece.empty();
        const auto fed = end ? parser.finish() : parser.feed(piece);
        Result<void> taken;
        if (!fed)
            taken = fed;
        else if (sink.timelessLine() > 0)
            taken = metric::fail(metric::ErrorCode::Malformed,
                                 fmt::format("line {}: the sample has no time; an import needs one on every line", sink.timelessLine()));
        if (taken) {
            progress.bytes += piece.size();
            progress.line = parser.line() - 1;
        }
        if (end || !taken || writer.isFull()) {
            if (auto written = writer.write(progress); !written)
                return written;
        }
        if (!taken) {
            // What stood before is kept, so that a mended file goes on; it has another size or time, and begins anew.
            (void)writer.finish(progress.source);
            return metric::fail(taken.error().code, fmt::format("{}: {}; what stands before it was taken in", path, taken.error().message));
        }
        bar.show(file->position(), file->size(), progress.bytes);
        if (end)
            break;
    }
    return writer.finish(progress.source);
}

// One line, where not all will stay as it came.
Result<void> tellWhatStays(metric::Timestamp oldest, const CommandPlaces &places)
{
    const auto settings = settings::SettingsStore::open(QString::fromStdString(places.configDir.string()));
    if (!settings)
        return tl::unexpected(settings.error());
    // As the history keeps it: what is coarser as long as what is finer at least.
    const auto raw = (*settings)->value(settings::kRetentionDays);
    const auto by5m = std::max(raw, (*settings)->value(settings::kRetention5mDays));
    const auto by1h = std::max(by5m, (*settings)->value(settings::kRetention1hDays));
    if (oldest < SystemClock().now() - std::chrono::hours(24 * raw))
        fmt::print(stderr,
                   "vedette: some of it is older than the {} days that samples are kept: a running console drops those within the hour, and keeps "
                   "one value per 5 minutes for {} days and one per hour for {} days\n",
                   raw, by5m, by1h);
    return {};
}

int runImport(const ImportRequest &request, const CommandPlaces &places)
{
    if (auto ready = ensureWritableDirectory(places.dataDir, "--data-dir"); !ready)
        return refuse(ready.error().message);
    const auto lock = InstanceLock::acquire(places.dataDir);
    if (!lock)
        return refuse(lock.error().message + "; end it first, or import into another --data-dir");
    auto writer = history::BulkWriter::open(places.dataDir);
    if (!writer)
        return refuse(writer.error().message);
    for (const auto &path : request.files) {
        if (auto done = importFile(path, request, **writer); !done)
            return refuse(done.error().message);
    }
    const auto totals = (*writer)->totals();
    fmt::print("{} samples of {} series taken in", totals.samples, (*writer)->seriesCount());
    if (totals.duplicates > 0)
        fmt::print(", {} of them for a time that had one already and left out", totals.duplicates);
    fmt::print("\n");
    if (const auto told = tellWhatStays(totals.oldest, places); !told)
        return refuse(told.error().message);
    return 0;
}

} // namespace

void addImportCommand(CLI::App &parser, Command &chosen)
{
    auto request = std::make_shared<ImportRequest>();
    auto *command = parser.add_subcommand("import", "Take OpenMetrics or Prometheus text with times into the history");
    command->fallthrough();
    command->add_option("FILE", request->files, "Files, plain or gzip; - is standard input")->required();
    command->add_option("--format", request->format, "Where the name does not say: times are seconds in OpenMetrics, milliseconds in Prometheus text")
        ->check(CLI::IsMember({"openmetrics", "prometheus"}));
    command->callback([request, &chosen] { chosen = [request](const CommandPlaces &places) { return runImport(*request, places); }; });
}

} // namespace app
