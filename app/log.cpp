#include "app/log.h"

#include <QtCore/QString>
#include <QtCore/qlogging.h>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace app {

static constexpr std::size_t kFileBytes = 2 * 1024 * 1024;
static constexpr std::size_t kFiles = 3;

static void onQtMessage(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    const auto logger = spdlog::get("qt");
    if (!logger)
        return;
    const auto level = type == QtDebugMsg     ? spdlog::level::debug
                       : type == QtInfoMsg    ? spdlog::level::info
                       : type == QtWarningMsg ? spdlog::level::warn
                                              : spdlog::level::err;
    logger->log(level, message.toStdString());
    if (type == QtFatalMsg)
        logger->flush();
}

Log::Log() = default;

metric::Result<std::unique_ptr<Log>> Log::open(const std::filesystem::path &dataDir, const std::string &level)
{
    std::unique_ptr<Log> log(new Log);
    log->m_level = level;
    try {
        log->m_file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>((dataDir / "log" / "vedette.log").string(), kFileBytes, kFiles);
        log->m_console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    } catch (const spdlog::spdlog_ex &error) {
        return metric::fail(metric::ErrorCode::Io, error.what());
    }
    log->m_file->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l [%n] %v");
    log->m_console->set_pattern("vedette: %v");
    log->m_console->set_level(spdlog::level::warn);
    spdlog::flush_every(std::chrono::seconds(5));
    log->room("qt");
    qInstallMessageHandler(onQtMessage);
    return log;
}

Log::~Log()
{
    qInstallMessageHandler(nullptr);
    spdlog::shutdown();
}

std::shared_ptr<spdlog::logger> Log::room(std::string_view name) const
{
    if (auto known = spdlog::get(std::string(name)))
        return known;
    auto logger = std::make_shared<spdlog::logger>(std::string(name), spdlog::sinks_init_list{m_file, m_console});
    logger->set_level(spdlog::level::from_str(m_level));
    logger->flush_on(spdlog::level::warn);
    try {
        spdlog::register_logger(logger);
    } catch (const spdlog::spdlog_ex &) {
        return spdlog::get(std::string(name)); // another thread was first
    }
    return logger;
}

} // namespace app
