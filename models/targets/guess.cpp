#include "models/targets/guess.h"

#include "models/targets/address.h"

#include <algorithm>
#include <array>

namespace targets {

namespace {

using Form = AddressForm;

// How a kind's address is written, and by what it is known.
struct Habit {
    const char *kind;
    Form form;
    int port;                                   // that is meant where none is said; 0: one must be said
    std::array<const char *, 4> schemes = {};   // the first of a Url is what is written where none was said
    std::array<int, 4> ports = {};              // where something of the kind usually listens
    std::array<const char *, 2> encrypted = {}; // those of the schemes that mean TLS
};

constexpr Habit kHabits[] = {
    {"postgres", Form::HostPort, 5432, {"postgres", "postgresql"}, {5432, 6432}},
    {"redis", Form::HostPort, 6379, {"redis", "rediss"}, {6379, 26379}, {"rediss"}},
    {"elasticsearch", Form::Url, 0, {"http", "https", "elasticsearch", "opensearch"}, {9200}},
    {"scrape", Form::Url, 0, {"http", "https"}},
    {"http", Form::Url, 0, {"http", "https"}, {80, 443, 8080, 8443}},
    {"tls", Form::HostPort, 443, {"tls", "ssl"}},
    {"dns", Form::Host, 53, {"dns"}, {53}},
    {"icmp", Form::Host, 0, {"icmp", "ping"}},
    {"tcp", Form::HostPort, 0, {"tcp"}},
};

// Protocols without a kind of their own: they are ports.
constexpr std::pair<const char *, int> kSchemePorts[] = {
    {"http", 80},       {"https", 443}, {"postgres", 5432}, {"postgresql", 5432}, {"redis", 6379}, {"rediss", 6379}, {"mysql", 3306},
    {"mongodb", 27017}, {"amqp", 5672}, {"amqps", 5671},    {"ldap", 389},        {"ldaps", 636},  {"smtp", 25},     {"smtps", 465},
    {"imap", 143},      {"imaps", 993}, {"pop3", 110},      {"pop3s", 995},       {"ssh", 22},     {"ftp", 21},      {"mqtt", 1883},
};

const Habit *habitOf(const CheckKind &kind)
{
    const auto found = std::ranges::find_if(kHabits, [&](const Habit &each) { return QLatin1String(each.kind) == QLatin1String(kind.id); });
    return found == std::end(kHabits) ? nullptr : &*found;
}

const Field *fieldOf(const CheckKind &kind, const QString &key)
{
    const auto found = std::ranges::find_if(kind.fields, [&](const Field &each) { return QLatin1String(each.key) == key; });
    return found == kind.fields.end() ? nullptr : &*found;
}

template <typename List>
bool names(const List &list, const QString &word)
{
    return std::ranges::any_of(list, [&](const char *each) { return each && QLatin1String(each) == word; });
}

int portOf(const Address &address)
{
    if (address.port)
        return address.port;
    const auto found = std::ranges::find_if(kSchemePorts, [&](const auto &each) { return QLatin1String(each.first) == address.scheme; });
    return found == std::end(kSchemePorts) ? 0 : found->second;
}

bool isMetrics(const Address &address)
{
    const auto path = address.path.section(u'?', 0, 0);
    return path == u"/metrics" || path.endsWith(u"/metrics") || path == u"/federate";
}

// By the word before "://", then by the path, the port and the look of the host.
const char *kindIdOf(const Address &address, bool &certain)
{
    certain = true;
    const bool web = address.isWeb();
    if (!address.scheme.isEmpty() && !web) {
        const auto own = std::ranges::find_if(kHabits, [&](const Habit &each) { return names(each.schemes, address.scheme); });
        return own == std::end(kHabits) ? "tcp" : own->kind;
    }
    certain = false;
    if (address.host.isEmpty())
        return "postgres"; // a directory of sockets
    if (isMetrics(address))
        return "scrape";
    const auto byPort =
        std::ranges::find_if(kHabits, [&](const Habit &each) { return address.port && std::ranges::count(each.ports, address.port); });
    const bool hasPort = byPort != std::end(kHabits);
    if (web || !address.path.isEmpty())
        return hasPort && byPort->form == Form::Url ? byPort->kind : "http";
    if (address.port)
        return hasPort ? byPort->kind : "tcp";
    if (address.isLiteral() || !address.host.contains(u'.'))
        return "icmp";
    return "http";
}

QString urlOf(const CheckKind &kind, const Address &address)
{
    Address bare = address;
    auto scheme = address.scheme;
    if (!address.isWeb()) {
        // Of a page in the world, what nearly all speak; of a port or a name of the house, what most there do.
        const bool open = addressForm(kind) == Form::Url && QLatin1String(kind.id) == QLatin1String("http") && !address.port &&
                          address.host.contains(u'.') && !address.isLiteral();
        scheme = open || address.port == 443 || address.port == 8443 ? QStringLiteral("https") : QStringLiteral("http");
        if (address.port == (scheme == u"https" ? 443 : 80))
            bare.port = 0;
        if (const auto *habit = habitOf(kind); habit && !bare.port && habit->ports[0] && habit->ports[0] != 80)
            bare.port = habit->ports[0];
    }
    auto host = bare.hostAndPort();
    if (!bare.port && host.contains(u':'))
        host = QLatin1Char('[') + host + QLatin1Char(']');
    auto path = bare.path;
    if (path.isEmpty())
        path = QLatin1String(kind.id) == QLatin1String("scrape") ? QStringLiteral("/metrics") : QStringLiteral("/");
    return scheme + QStringLiteral("://") + host + path;
}

QString addressText(const CheckKind &kind, const Address &address)
{
    switch (addressForm(kind)) {
    case Form::Url: return urlOf(kind, address);
    case Form::Host: return address.host;
    case Form::HostPort: break;
    }
    auto whole = address;
    whole.port = portOf(address);
    return whole.hostAndPort(usualPort(kind));
}

void fill(Guess &guess, const Address &address)
{
    const auto put = [&](const QString &key, const QString &value) {
        if (const auto *field = fieldOf(*guess.kind, key); field && !value.isEmpty())
            (field->type == FieldType::Secret ? guess.secrets : guess.options).insert(key, value);
    };
    for (auto each = address.fields.begin(); each != address.fields.end(); ++each)
        put(each.key(), each.value());
    put(QStringLiteral("user"), address.user);
    put(QStringLiteral("password"), address.password);
    if (addressForm(*guess.kind) == Form::HostPort && !address.host.isEmpty() && !address.isWeb())
        put(QStringLiteral("database"), address.path.mid(1));
    const auto *habit = habitOf(*guess.kind);
    if (habit && names(habit->encrypted, address.scheme))
        put(QStringLiteral("tls"), QStringLiteral("true"));
    put(QString::fromLatin1(guess.kind->address), addressText(*guess.kind, address));
}

} // namespace

AddressForm addressForm(const CheckKind &kind)
{
    if (QLatin1String(kind.address) == QLatin1String("url"))
        return Form::Url;
    const auto *habit = habitOf(kind);
    return habit ? habit->form : Form::HostPort;
}

int usualPort(const CheckKind &kind)
{
    const auto *habit = habitOf(kind);
    return habit ? habit->port : 0;
}

std::optional<Guess> guess(const QString &text, Kinds kinds)
{
    const auto address = parseAddress(text);
    if (!address)
        return {};
    bool certain = false;
    const auto *id = kindIdOf(*address, certain);
    const auto kind = std::ranges::find_if(kinds, [&](const CheckKind *each) { return QLatin1String(each->id) == QLatin1String(id); });
    if (kind == kinds.end())
        return {};
    Guess found{*kind};
    found.certain = certain;
    fill(found, *address);
    return found;
}

std::optional<Guess> guessAs(const CheckKind &kind, const QString &text)
{
    const auto address = parseAddress(text);
    if (!address)
        return {};
    Guess found{&kind};
    const auto *habit = habitOf(kind);
    found.certain = habit && names(habit->schemes, address->scheme);
    fill(found, *address);
    return found;
}

QString instanceLabel(const CheckKind &kind, const QMap<QString, QString> &options)
{
    auto typed = options.value(QString::fromLatin1(kind.address)).trimmed();
    if (addressForm(kind) != Form::HostPort)
        return typed;
    const auto address = parseAddress(typed);
    return address && address->scheme.isEmpty() ? address->hostAndPort(usualPort(kind)) : typed;
}

QString hostOf(const CheckKind &kind, const QMap<QString, QString> &options)
{
    const auto address = parseAddress(options.value(QString::fromLatin1(kind.address)));
    const auto host = address ? address->host.toLower() : QString();
    return host == u"localhost" || host == u"127.0.0.1" || host == u"::1" ? QString() : host;
}

QString proposedName(const CheckKind &kind, const QMap<QString, QString> &options, const QStringList &taken)
{
    const auto address = parseAddress(options.value(QString::fromLatin1(kind.address)));
    if (!address)
        return {};
    auto name = address->host.isEmpty() ? address->path : address->host;
    if (name.startsWith(QStringLiteral("www.")))
        name = name.mid(4);
    // A machine has many ports; of the kinds that are known by theirs the host is enough.
    const auto *habit = habitOf(kind);
    const bool usual = !address->port || (habit && (address->port == habit->port || std::ranges::count(habit->ports, address->port)));
    if (!usual)
        name = address->hostAndPort();
    auto proposed = name;
    for (int number = 2; taken.contains(proposed, Qt::CaseInsensitive); ++number)
        proposed = QStringLiteral("%1 %2").arg(name).arg(number);
    return proposed;
}

} // namespace targets
