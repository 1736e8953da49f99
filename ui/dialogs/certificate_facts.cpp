#include "ui/dialogs/certificate_facts.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

namespace ui {

// "CN=shop.example.org" and then "  issued by CN=Example CA", or "Subject: ..." and "Issuer: ...", and then "SHA-256 a1b2...".
static std::optional<CertificateFacts> firstIn(const QString &text)
{
    static const QRegularExpression fingerprint(QStringLiteral("\\A\\s*SHA-256:?\\s+((?:[0-9a-f]{2}:?){31}[0-9a-f]{2})\\s*\\z"),
                                                QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression issuer(QStringLiteral("\\A\\s*(?:issuer:|issued by)\\s+(.*\\S)\\s*\\z"),
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression subject(QStringLiteral("\\A(?:subject:\\s+)?(\\S.*?)\\s*\\z"), QRegularExpression::CaseInsensitiveOption);
    CertificateFacts facts;
    for (const auto &line : text.split(u'\n')) {
        if (const auto found = fingerprint.match(line); found.hasMatch()) {
            facts.sha256 = found.captured(1).remove(u':').toLower();
            facts.text = text;
            return facts;
        }
        if (const auto by = issuer.match(line); by.hasMatch()) {
            facts.issuer = by.captured(1);
        } else if (const auto to = subject.match(line); to.hasMatch()) {
            facts.subject = to.captured(1);
            facts.issuer.clear();
        }
    }
    return {};
}

std::optional<CertificateFacts> certificateIn(const metric::Evidence &evidence)
{
    for (const auto &part : evidence.parts) {
        if (part.title == "Certificate") // the page that a server sent could say anything
            return firstIn(QString::fromStdString(part.text));
    }
    return {};
}

QString fingerprintText(const QString &sha256)
{
    QStringList pairs;
    for (qsizetype at = 0; at < sha256.size(); at += 2)
        pairs << sha256.mid(at, 2).toUpper();
    return pairs.join(u':');
}

} // namespace ui
