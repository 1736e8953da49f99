#pragma once

#include "app/secrets/encrypted_file.h"

#include <QtCore/QMap>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <functional>
#include <optional>

namespace secrets {

enum class Place { Keyring, File, ThisRun };

// Secrets by id. What is written goes to the encrypted file where the user made one, else to the desktop's keyring, else it is
// known for this run alone. Lives in the main thread; what asks the keyring answers later, in this thread, unless the store is
// gone by then.
class SecretStore : public QObject {
    Q_OBJECT

public:
    // `directory`: where secrets.vault is or may be.
    explicit SecretStore(const QString &directory, QObject *parent = nullptr);

    // Where the next one goes.
    Place place() const;
    // There is an encrypted file, and nobody gave its passphrase in this run: what it holds cannot be read or changed.
    bool isLocked() const { return EncryptedFile::exists(m_path) && !m_file; }

    using Secrets = QMap<QString, QString>;
    // Those of the ids that are to be had; what is not, and why, stands in `missing`: id -> one line of English.
    using Found = std::function<void(const Secrets &secrets, const QMap<QString, QString> &missing)>;
    void read(const QStringList &ids, Found done);
    // `done` hears where they went. Error: they are known for this run at least.
    using Kept = std::function<void(metric::Result<Place>)>;
    void write(const Secrets &secrets, Kept done);
    void remove(const QStringList &ids);

    // See EncryptedFile. create() takes up what this run alone knows.
    metric::Result<void> unlock(const QString &passphrase);
    metric::Result<void> createFile(const QString &passphrase);

Q_SIGNALS:
    void unlocked(); // more can be read than before

private:
    struct Reading;
    struct Writing;
    void readFromKeyring(const QString &id, const std::shared_ptr<Reading> &reading);
    void writeToKeyring(const QString &id, const QString &secret, const std::shared_ptr<Writing> &writing);

    QString m_path;
    std::optional<EncryptedFile> m_file;
    Secrets m_known;    // of this run, wherever else they are
    Secrets m_homeless; // of these, what is nowhere else
};

// The desktop has a keyring that answers on the session's bus.
bool keyringIsThere();

} // namespace secrets
