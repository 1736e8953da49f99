#include "probes/net/tls_authorities.h"

#include <fmt/format.h>

#include <cstdlib>
#include <map>
#include <mutex>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <sys/stat.h>

namespace net {

using metric::Reason;

static constexpr off_t kMostBytes = 16 << 20;

namespace {

struct Known {
    Authorities store;
    timespec changed;
    off_t size;
};

Outcome<Authorities> load(const std::string &path)
{
    Authorities store(X509_STORE_new(), &X509_STORE_free);
    if (!store)
        return fault(Reason::Options, "no memory for certificates");
    if (X509_STORE_load_file(store.get(), path.c_str()) != 1) {
        ERR_clear_error();
        return fault(Reason::Options, fmt::format("there is no certificate in {}", path));
    }
    return store;
}

// Of the system, without a bundle: the directory, looked into name by name.
Outcome<Authorities> loadDefault()
{
    Authorities store(X509_STORE_new(), &X509_STORE_free);
    if (!store || X509_STORE_set_default_paths(store.get()) != 1) {
        ERR_clear_error();
        return fault(Reason::Options, "the authorities of the system cannot be read");
    }
    return store;
}

std::string systemBundle()
{
    if (const char *named = std::getenv(X509_get_default_cert_file_env()))
        return named;
    return "/etc/ssl/certs/ca-certificates.crt";
}

} // namespace

Outcome<Authorities> authorities(const std::string &file)
{
    static std::mutex mutex;
    static std::map<std::string, Known, std::less<>> all;

    const auto path = file.empty() ? systemBundle() : file;
    struct stat status {};
    const bool there = ::stat(path.c_str(), &status) == 0;
    if (!file.empty() && (!there || !S_ISREG(status.st_mode) || status.st_size > kMostBytes))
        return fault(Reason::Options, fmt::format("there is no file of certificates {}", file));

    const std::lock_guard lock(mutex);
    if (const auto found = all.find(path); found != all.end()) {
        const auto &known = found->second;
        if (known.size == status.st_size && known.changed.tv_sec == status.st_mtim.tv_sec && known.changed.tv_nsec == status.st_mtim.tv_nsec)
            return known.store;
    }
    auto store = there ? load(path) : loadDefault();
    if (store)
        all.insert_or_assign(path, Known{*store, status.st_mtim, status.st_size});
    return store;
}

} // namespace net
