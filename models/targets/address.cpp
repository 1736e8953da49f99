#include "models/targets/address.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>
#include <QtCore/QUrl>

namespace targets {

namespace {

constexpr qsizetype kLongest = 8192; // of an address that somebody pasted

QString decoded(QStringView text) { return QUrl::fromPercentEncoding(text.toUtf8()); }

bool isV4(QStringView host)
{
    static const QRegularExpression v4(QStringLiteral("\\A(\\d{1,3})(\\.\\d{1,3}){3}\\z"));
    if (!v4.match(host).hasMatch())
        return false;
    for (const auto part : host.split(u'.')) {
        if (part.toInt() > 255)
            return false;
    }
    return true;
}

// All of it where there is no such place.
QStringView before(QStringView text, qsizetype place) { return place < 0 ? text : text.left(place); }

// Hexadecimal groups and colons, and perhaps a zone: enough to tell it from a host with a port.
bool isV6(QStringView host)
{
    static const QRegularExpression v6(QStringLiteral("\\A[0-9a-fA-F:.]+(%[\\w.-]+)?\\z"));
    return host.count(u':') >= 2 && v6.match(host).hasMatch();
}

bool isHost(QStringView host)
{
    static const QRegularExpression name(QStringLiteral("\\A[\\w]([\\w.-]*[\\w.])?\\z"), QRegularExpression::UseUnicodePropertiesOption);
    return isV4(host) || isV6(host) || (host.size() <= 253 && name.match(host).hasMatch());
}

// Host and port into the address. False: they are none.
bool takeHost(Address &address, QStringView text)
{
    if (isV6(text)) {
        address.host = text.toString();
        return true;
    }
    QStringView port;
    if (text.startsWith(u'[')) {
        const auto end = text.indexOf(u']');
        if (end < 0 || !isV6(text.mid(1, end - 1)))
            return false;
        address.host = text.mid(1, end - 1).toString();
        const auto rest = text.mid(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(u':'))
            return false;
        port = rest.mid(rest.isEmpty() ? 0 : 1);
    } else {
        const auto colon = text.indexOf(u':');
        address.host = before(text, colon).toString();
        if (address.host.isEmpty() && colon == 0)
            address.host = QStringLiteral("localhost"); // ":9100/metrics"
        if (!isHost(address.host))
            return false;
        port = colon < 0 ? QStringView() : text.mid(colon + 1);
    }
    if (port.isEmpty())
        return true;
    bool read = false;
    address.port = port.toInt(&read);
    return read && address.port >= 1 && address.port <= 65535 && port.front().isDigit();
}

void takeUser(Address &address, QStringView text)
{
    const auto colon = text.indexOf(u':');
    address.user = decoded(before(text, colon));
    address.password = colon < 0 ? QString() : decoded(text.mid(colon + 1));
}

// user, password, host and port may stand in the query of a database's URL too.
bool takeField(Address &address, const QString &name, const QString &value)
{
    if (name == u"user")
        address.user = value;
    else if (name == u"password")
        address.password = value;
    else if (name == u"host" && value.startsWith(u'/'))
        address.path = value;
    else if (name == u"host")
        return takeHost(address, value.section(u',', 0, 0));
    else if (name == u"port")
        address.port = value.section(u',', 0, 0).toInt();
    else
        address.fields.insert(name, value);
    return true;
}

// "host=db port=5432 dbname=orders password='a b'", as libpq takes it.
std::optional<Address> parseWords(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("(\\w+)\\s*+=\\s*+('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s\\\\]|\\\\.)*)"));
    static const QRegularExpression whole(QStringLiteral("\\A(?:\\s*+\\w++\\s*+=\\s*+(?:'(?:[^'\\\\]|\\\\.)*+'|(?:[^\\s\\\\]|\\\\.)*+))++\\s*+\\z"));
    static const QRegularExpression escape(QStringLiteral("\\\\(.)"));
    if (!whole.match(text).hasMatch())
        return {};
    Address address;
    address.scheme = QStringLiteral("postgres");
    for (auto words = word.globalMatch(text); words.hasNext();) {
        const auto each = words.next();
        auto value = each.captured(2);
        if (value.size() > 1 && value.startsWith(u'\''))
            value = value.mid(1, value.size() - 2);
        if (!takeField(address, each.captured(1), value.replace(escape, QStringLiteral("\\1"))))
            return {};
    }
    if (auto name = address.fields.take(QStringLiteral("dbname")); !name.isEmpty())
        address.fields.insert(QStringLiteral("database"), name);
    return address;
}

} // namespace

bool Address::isWeb() const { return scheme == u"http" || scheme == u"https"; }

bool Address::isLiteral() const { return isV4(host) || isV6(host); }

QString Address::hostAndPort(int fallback) const
{
    if (host.isEmpty())
        return path;
    const int number = port ? port : fallback;
    if (!number)
        return host;
    return (isV6(host) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(number);
}

std::optional<Address> parseAddress(const QString &given)
{
    auto text = given.trimmed();
    if (text.isEmpty() || text.size() > kLongest)
        return {};
    if (text.startsWith(QStringLiteral("jdbc:"), Qt::CaseInsensitive))
        text = text.mid(5);
    Address address;
    static const QRegularExpression scheme(QStringLiteral("\\A([A-Za-z][A-Za-z0-9+.-]*)://"));
    QStringView rest(text);
    if (const auto match = scheme.match(text); match.hasMatch()) {
        address.scheme = match.captured(1).toLower();
        rest = rest.mid(match.capturedLength());
    } else if (text.startsWith(u'/')) {
        address.path = text;
        return address;
    } else if (auto words = parseWords(text)) {
        return words;
    }
    // A database's password may hold what ends a web address, unquoted: its paths hold no "@".
    const bool web = address.isWeb() || address.scheme.isEmpty();
    static const QRegularExpression end(QStringLiteral("[/?#]"));
    const auto at = web ? before(rest, rest.toString().indexOf(end)).lastIndexOf(u'@') : rest.lastIndexOf(u'@');
    if (at >= 0) {
        takeUser(address, rest.left(at));
        rest = rest.mid(at + 1);
    }
    const auto stop = rest.toString().indexOf(end);
    const auto where = before(rest, stop);
    const auto tail = stop < 0 ? QStringView() : rest.mid(stop);
    if (!where.isEmpty() && !takeHost(address, web ? where : before(where, where.indexOf(u','))))
        return {};
    if (web) {
        address.path = tail.toString();
        if (!address.path.isEmpty() && !address.path.startsWith(u'/'))
            address.path.prepend(u'/');
        return address.host.isEmpty() ? std::nullopt : std::optional(address);
    }
    const auto question = tail.indexOf(u'?');
    address.path = decoded(before(tail, question));
    if (question >= 0) {
        for (const auto pair : tail.mid(question + 1).split(u'&')) {
            const auto equals = pair.indexOf(u'=');
            if (equals > 0 && !takeField(address, decoded(pair.left(equals)), decoded(pair.mid(equals + 1))))
                return {};
        }
    }
    return address;
}

} // namespace targets
