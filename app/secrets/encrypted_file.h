#pragma once

#include "models/metric/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <memory>

namespace secrets {

// Secrets in a file that is worth nothing without its passphrase: the key is Argon2id of it (libsodium's "moderate" cost: 256 MiB,
// most of a second), the content XChaCha20-Poly1305. Readable by its owner alone. Used by one thread.
class EncryptedFile {
public:
    // Derives the key. NotFound: there is no such file; PermissionDenied: the passphrase is wrong (or the file was altered: the
    // cipher cannot tell); Malformed: it is no such file.
    static metric::Result<EncryptedFile> open(const QString &path, const QString &passphrase);
    // A new one, empty. Conflict: there is one already; InvalidArgument: an empty passphrase; Io.
    static metric::Result<EncryptedFile> create(const QString &path, const QString &passphrase);
    static bool exists(const QString &path);

    const QMap<QString, QString> &all() const { return m_all; }
    // Written at once, with a new nonce; where that fails nothing changes. Io.
    metric::Result<void> put(const QMap<QString, QString> &secrets);
    metric::Result<void> remove(const QString &id);

private:
    EncryptedFile(QString path, QByteArray salt, QByteArray key) : m_path(std::move(path)), m_salt(std::move(salt)), m_key(std::move(key)) {}
    metric::Result<void> save(const QMap<QString, QString> &secrets) const;

    QString m_path;
    QByteArray m_salt;
    QByteArray m_key;
    QMap<QString, QString> m_all;
};

} // namespace secrets
