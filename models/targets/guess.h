#pragma once

#include "models/targets/check_kind.h"

#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>
#include <span>

namespace targets {

using Kinds = std::span<const CheckKind *const>;

// How a kind's address is written.
enum class AddressForm {
    Url,      // "https://shop.example.org/"
    HostPort, // "db.example.org:5432", a directory of sockets
    Host,     // "gw.example.org", "10.0.0.1"
};
AddressForm addressForm(const CheckKind &kind);
// Of an address with a port, the one that is meant where none is said; 0: one must be said.
int usualPort(const CheckKind &kind);

// What a pasted address says about a check. A password in it stands in the secrets and nowhere else.
struct Guess {
    const CheckKind *kind;
    QMap<QString, QString> options{}; // by Field::key, the address among them
    QMap<QString, QString> secrets{}; // by Field::key, as they are
    bool certain = false;             // the address names its kind: "postgres://", not "db:5432"
};

// Empty: nothing that can be read as an address, or of a kind that there is none of.
std::optional<Guess> guess(const QString &text, Kinds kinds = checkKinds());
// The same for a kind that was chosen already: "https://db/" as a TCP port is "db:443".
std::optional<Guess> guessAs(const CheckKind &kind, const QString &text);

// The instance label: the URL of what has one, otherwise what was typed with the port that it has where nothing is said.
QString instanceLabel(const CheckKind &kind, const QMap<QString, QString> &options);
// A short name that none of the taken ones is: "shop.example.org", "db 2". Empty where there is no address yet.
QString proposedName(const CheckKind &kind, const QMap<QString, QString> &options, const QStringList &taken);
// The host that is asked, lower case; empty where it can not be told or it is this machine.
QString hostOf(const CheckKind &kind, const QMap<QString, QString> &options);

} // namespace targets
