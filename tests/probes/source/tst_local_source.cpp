#include "probes/source/local_source.h"
#include "tests/support/registry.h"

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include <sys/statfs.h>
#include <unistd.h>

using namespace probes;
namespace fs = std::filesystem;
using metric::ErrorCode;
using namespace std::chrono_literals;

namespace {

// A statfs whose mounts hang until they are let go. Outlives the sources that ask it.
struct Mounts {
    std::mutex mutex;
    std::condition_variable changed;
    bool hanging = true;
    int asked = 0;
    std::uint32_t type = 0x6969; // NFS

    int ask(const char *, struct ::statfs *out)
    {
        std::unique_lock lock(mutex);
        ++asked;
        changed.notify_all();
        changed.wait(lock, [this] { return !hanging; });
        out->f_bsize = 4096;
        out->f_blocks = 100;
        out->f_bfree = 50;
        out->f_bavail = 40;
        out->f_type = decltype(out->f_type)(type);
        return 0;
    }
    void letGo()
    {
        const std::lock_guard lock(mutex);
        hanging = false;
        changed.notify_all();
    }
    int timesAsked()
    {
        const std::lock_guard lock(mutex);
        return asked;
    }
};

LocalSourceOptions asking(const std::shared_ptr<Mounts> &mounts)
{
    LocalSourceOptions options;
    options.patience = 30ms;
    options.statFs = [mounts](const char *path, struct ::statfs *out) { return mounts->ask(path, out); };
    return options;
}

} // namespace

class TstLocalSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_root = m_directory->path().toStdString();
    }

    void a_file_is_read_whole_and_a_kept_one_is_read_anew_every_time()
    {
        put("proc/stat", std::string(100'000, 'x') + "\n");
        LocalSource source(m_root);
        std::string text = "before";
        QVERIFY(source.read("/proc/stat", text, Source::Keep::Yes));
        QCOMPARE(text.size(), std::size_t(100'001));
        QCOMPARE(source.keptDescriptors(), std::size_t(1));
        put("proc/stat", "short\n"); // written in place: the same file
        QVERIFY(source.read("/proc/stat", text, Source::Keep::Yes));
        QCOMPARE(text, std::string("short\n"));
    }

    void the_real_proc_is_read_anew_through_a_kept_descriptor()
    {
        LocalSource source;
        std::string first, second;
        QVERIFY(source.read("/proc/uptime", first, Source::Keep::Yes));
        std::this_thread::sleep_for(30ms);
        QVERIFY(source.read("/proc/uptime", second, Source::Keep::Yes));
        QVERIFY(first != second);
    }

    void a_missing_file_a_directory_and_a_forbidden_one_are_told_apart()
    {
        put("etc/secret", "x");
        LocalSource source(m_root);
        std::string text = "before";
        const auto missing = source.read("/etc/missing", text);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(QByteArray::fromStdString(missing.error().message).contains("/etc/missing"));
        QVERIFY(text.empty());
        QCOMPARE(source.read("/etc", text).error().code, ErrorCode::NotFound);
        if (::geteuid() != 0) {
            fs::permissions(m_root / "etc/secret", fs::perms::none);
            QCOMPARE(source.read("/etc/secret", text).error().code, ErrorCode::PermissionDenied);
        }
    }

    void descriptors_are_bounded_and_do_not_push_each_other_out()
    {
        LocalSourceOptions options;
        options.keptDescriptors = 3;
        LocalSource source(m_root, options);
        std::string text;
        for (int round = 0; round < 10; ++round) {
            for (int i = 0; i < 5; ++i) {
                const auto path = "sys/file" + std::to_string(i);
                if (round == 0)
                    put(path, std::to_string(i));
                QVERIFY(source.read("/" + path, text, Source::Keep::Yes));
                QCOMPARE(text, std::to_string(i));
                QVERIFY(source.keptDescriptors() <= 3);
            }
        }
        QCOMPARE(source.keptDescriptors(), std::size_t(3));
    }

    void links_stay_below_the_root_relative_ones_and_absolute_ones()
    {
        put("sys/devices/platform/coretemp.0/hwmon/hwmon0/name", "coretemp\n");
        fs::create_directories(m_root / "sys/class/hwmon");
        fs::create_symlink("../../devices/platform/coretemp.0/hwmon/hwmon0/", m_root / "sys/class/hwmon/hwmon0");
        fs::create_symlink("/sys/devices/platform/coretemp.0", m_root / "sys/devices/platform/coretemp.0/hwmon/hwmon0/device");
        fs::create_symlink("../../../../../../../../../../etc/passwd", m_root / "sys/escape");
        fs::create_symlink("loop", m_root / "sys/loop");
        LocalSource source(m_root);
        QCOMPARE(source.resolve("/sys/class/hwmon/hwmon0/device").value(), std::string("/sys/devices/platform/coretemp.0"));
        QCOMPARE(source.resolve("/sys/../..").value(), std::string("/"));
        std::string text;
        QVERIFY(source.read("/sys/class/hwmon/hwmon0/name", text));
        QCOMPARE(text, std::string("coretemp\n"));
        QCOMPARE(source.read("/sys/escape", text).error().code, ErrorCode::NotFound);
        QVERIFY(!source.resolve("/sys/loop"));
        QVERIFY(!source.resolve("/sys/missing"));
    }

    void a_listing_leaves_out_the_dots()
    {
        put("sys/a", "");
        put("sys/b/c", "");
        LocalSource source(m_root);
        std::vector<std::string> names{"before"};
        QVERIFY(source.list("/sys", names));
        std::ranges::sort(names);
        QCOMPARE(names, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(source.list("/none", names).error().code, ErrorCode::NotFound);
        QVERIFY(!source.list("/sys/a", names));
    }

    void a_healthy_mount_answers_in_bytes_and_the_second_time_at_once()
    {
        const auto mounts = std::make_shared<Mounts>();
        mounts->type = 0xEF53;
        mounts->letGo();
        LocalSource source("/", asking(mounts));
        const auto use = source.fileSystem("/data");
        QVERIFY(use);
        QCOMPARE(use->size, std::uint64_t(409600));
        QCOMPARE(use->free, std::uint64_t(204800));
        QCOMPARE(use->available, std::uint64_t(163840));
        QVERIFY(source.fileSystem("/data"));
        QCOMPARE(mounts->timesAsked(), 2);
        QVERIFY(LocalSource().fileSystem("/")->size > 0);
    }

    void a_hanging_mount_costs_one_thread_and_one_wait_and_recovers()
    {
        const auto mounts = std::make_shared<Mounts>();
        LocalSource source("/", asking(mounts));
        const auto first = source.fileSystem("/nfs");
        QVERIFY(!first);
        QCOMPARE(first.error().code, ErrorCode::Timeout);
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 50; ++i)
            QCOMPARE(source.fileSystem("/nfs").error().code, ErrorCode::Timeout);
        QVERIFY(std::chrono::steady_clock::now() - start < 30ms * 20);
        QCOMPARE(mounts->timesAsked(), 1);
        mounts->letGo();
        QTRY_VERIFY(source.fileSystem("/nfs").has_value());
    }

    void a_source_is_destroyed_while_a_mount_hangs()
    {
        const auto mounts = std::make_shared<Mounts>();
        const auto start = std::chrono::steady_clock::now();
        {
            LocalSource source("/", asking(mounts));
            QVERIFY(!source.fileSystem("/nfs"));
        }
        QVERIFY(std::chrono::steady_clock::now() - start < 2s);
        mounts->letGo();
        // The thread that hung ends by itself and touches nothing of the source.
        QTRY_COMPARE(mounts.use_count(), 1L);
    }

private:
    void put(const fs::path &path, const std::string &content)
    {
        fs::create_directories((m_root / path).parent_path());
        std::ofstream(m_root / path, std::ios::binary | std::ios::trunc) << content;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    fs::path m_root;
};

VEDETTE_TEST(TstLocalSource)
#include "tst_local_source.moc"
