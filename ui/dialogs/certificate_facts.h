#pragma once

#include "models/metric/verdict.h"

#include <QtCore/QString>

#include <optional>

namespace ui {

// The certificate that a server showed, as the evidence of a failed check tells it.
struct CertificateFacts {
    QString sha256; // 64 lower-case hexadecimal digits
    QString subject;
    QString issuer;
    QString text; // the whole part of the evidence
};

// The first certificate in it that has a fingerprint: the server's own. What is read was said by a stranger.
std::optional<CertificateFacts> certificateIn(const metric::Evidence &evidence);
// "A1:B2:C3 ...", as people compare them.
QString fingerprintText(const QString &sha256);

} // namespace ui
