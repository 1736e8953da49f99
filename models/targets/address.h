#pragma once

#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>

namespace targets {

// What people write to say where something is, taken apart: "https://shop.example.org/", "postgres://reader@db/orders", "db:5432",
// "[::1]:6379", ":9100/metrics", "10.0.0.1", "gw-paris", "/run/postgresql", "host=db dbname=orders". Nothing is asked of a network.
struct Address {
    QString scheme{}; // lower case; empty: none was said
    QString user{};
    QString password{};
    QString host{};                  // without brackets; empty for a path of this machine
    int port = 0;                    // 0: none was said
    QString path{};                  // with the query of a URL where the path is one: "/metrics?a=b"; begins with "/" or is empty
    QMap<QString, QString> fields{}; // of the query of anything but a web address, and of "host=db dbname=orders"

    // "db", "db:5432", "[::1]:5432"; a path where there is no host. No port where there is none and the fallback is 0.
    QString hostAndPort(int fallback = 0) const;
    bool isLiteral() const; // an IP address
    bool isWeb() const;     // http or https was said
};

// Empty: no address that anybody can make sense of.
std::optional<Address> parseAddress(const QString &text);

} // namespace targets
