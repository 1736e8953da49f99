#include "app/secrets/encrypted_file.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSaveFile>

#include <sodium.h>

namespace secrets {

using metric::ErrorCode;
using metric::Result;

namespace {

// What the file begins with; the salt, the nonce and the sealed JSON follow.
constexpr QByteArrayView kMagic = "vedette-secrets-1\n";
constexpr qint64 kMostBytes = 16 << 20;
constexpr int kSalt = crypto_pwhash_SALTBYTES;
constexpr int kNonce = crypto_secretbox_xchacha20poly1305_NONCEBYTES;
constexpr int kTag = crypto_secretbox_xchacha20poly1305_MACBYTES;

unsigned char *bytes(QByteArray &array) { return reinterpret_cast<unsigned char *>(array.data()); }
const unsigned char *bytes(const QByteArray &array) { return reinterpret_cast<const unsigned char *>(array.constData()); }

QByteArray random(int size)
{
    QByteArray made(size, Qt::Uninitialized);
    randombytes_buf(made.data(), std::size_t(size));
    return made;
}

Result<QByteArray> keyOf(const QString &passphrase, const QByteArray &salt)
{
    auto text = passphrase.toUtf8();
    QByteArray key(crypto_secretbox_xchacha20poly1305_KEYBYTES, Qt::Uninitialized);
    const int failed = sodium_init() < 0
                           ? -1
                           : crypto_pwhash(bytes(key), std::size_t(key.size()), text.constData(), std::size_t(text.size()), bytes(salt),
                                           crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13);
    sodium_memzero(text.data(), std::size_t(text.size()));
    if (failed != 0)
        return metric::fail(ErrorCode::LimitExceeded, "there is not enough memory for the passphrase's key (256 MiB are needed)");
    return key;
}

} // namespace

bool EncryptedFile::exists(const QString &path) { return QFileInfo::exists(path); }

Result<EncryptedFile> EncryptedFile::open(const QString &path, const QString &passphrase)
{
    QFile file(path);
    if (!file.exists())
        return metric::fail(ErrorCode::NotFound, QStringLiteral("there is no %1").arg(path).toStdString());
    if (!file.open(QIODevice::ReadOnly))
        return metric::fail(ErrorCode::Io, QStringLiteral("cannot read %1 (%2)").arg(path, file.errorString()).toStdString());
    const auto all = file.read(kMostBytes + 1);
    if (!all.startsWith(kMagic) || all.size() < kMagic.size() + kSalt + kNonce + kTag || all.size() > kMostBytes)
        return metric::fail(ErrorCode::Malformed, QStringLiteral("%1 holds no secrets of this program: move it away").arg(path).toStdString());
    const auto salt = all.mid(kMagic.size(), kSalt);
    const auto nonce = all.mid(kMagic.size() + kSalt, kNonce);
    const auto sealed = all.mid(kMagic.size() + kSalt + kNonce);
    auto key = keyOf(passphrase, salt);
    if (!key)
        return tl::unexpected(key.error());
    QByteArray opened(sealed.size() - kTag, Qt::Uninitialized);
    if (crypto_secretbox_xchacha20poly1305_open_easy(bytes(opened), bytes(sealed), std::size_t(sealed.size()), bytes(nonce), bytes(*key)) != 0)
        return metric::fail(ErrorCode::PermissionDenied, "this is not the passphrase, or the file was altered");
    EncryptedFile made(path, salt, *key);
    const auto object = QJsonDocument::fromJson(opened).object();
    for (auto at = object.begin(); at != object.end(); ++at)
        made.m_all.insert(at.key(), at.value().toString());
    sodium_memzero(opened.data(), std::size_t(opened.size()));
    return made;
}

Result<EncryptedFile> EncryptedFile::create(const QString &path, const QString &passphrase)
{
    if (exists(path))
        return metric::fail(ErrorCode::Conflict, QStringLiteral("%1 is there already: open it with its passphrase").arg(path).toStdString());
    if (passphrase.isEmpty())
        return metric::fail(ErrorCode::InvalidArgument, "the passphrase is empty");
    if (sodium_init() < 0)
        return metric::fail(ErrorCode::Unavailable, "the system gives no random numbers");
    const auto salt = random(kSalt);
    auto key = keyOf(passphrase, salt);
    if (!key)
        return tl::unexpected(key.error());
    EncryptedFile made(path, salt, *key);
    if (auto saved = made.save({}); !saved)
        return tl::unexpected(saved.error());
    return made;
}

Result<void> EncryptedFile::put(const QMap<QString, QString> &secrets)
{
    auto all = m_all;
    all.insert(secrets);
    if (auto saved = save(all); !saved)
        return saved;
    m_all = std::move(all);
    return {};
}

Result<void> EncryptedFile::remove(const QString &id)
{
    auto all = m_all;
    if (all.remove(id) == 0)
        return {};
    if (auto saved = save(all); !saved)
        return saved;
    m_all = std::move(all);
    return {};
}

Result<void> EncryptedFile::save(const QMap<QString, QString> &secrets) const
{
    QJsonObject object;
    for (auto at = secrets.begin(); at != secrets.end(); ++at)
        object.insert(at.key(), at.value());
    auto plain = QJsonDocument(object).toJson(QJsonDocument::Compact);
    const auto nonce = random(kNonce);
    QByteArray sealed(plain.size() + kTag, Qt::Uninitialized);
    crypto_secretbox_xchacha20poly1305_easy(bytes(sealed), bytes(plain), std::size_t(plain.size()), bytes(nonce), bytes(m_key));
    sodium_memzero(plain.data(), std::size_t(plain.size()));

    const auto failed = [&](const QString &why) {
        return metric::fail(ErrorCode::Io, QStringLiteral("cannot write %1 (%2)").arg(m_path, why).toStdString());
    };
    if (!QDir().mkpath(QFileInfo(m_path).path()))
        return failed(QStringLiteral("cannot make its folder"));
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(kMagic.toByteArray() + m_salt + nonce + sealed);
    if (!file.commit())
        return failed(file.errorString());
    return {};
}

} // namespace secrets
