#pragma once

#include "models/targets/check_kind.h"

#include <QtCore/QtGlobal>

// The options of an encrypted connection, in the same words in every form that has them; net::TlsOptions says what they do.
namespace targets {

inline constexpr Field kServerNameField{"server_name",
                                        QT_TRANSLATE_NOOP("items", "Name in the certificate"),
                                        FieldType::Line,
                                        "",
                                        QT_TRANSLATE_NOOP("items", "where it is not the host's name"),
                                        true};
inline constexpr Field kAuthorityField{"authority_file",
                                       QT_TRANSLATE_NOOP("items", "Certificate authority"),
                                       FieldType::File,
                                       "",
                                       QT_TRANSLATE_NOOP("items", "a file in PEM form, instead of the system's authorities"),
                                       true};
inline constexpr Field kCertificateField{"certificate_file",
                                         QT_TRANSLATE_NOOP("items", "Client certificate"),
                                         FieldType::File,
                                         "",
                                         QT_TRANSLATE_NOOP("items", "a file in PEM form"),
                                         true};
inline constexpr Field kKeyField{
    "key_file", QT_TRANSLATE_NOOP("items", "Key of the client certificate"), FieldType::File, "", QT_TRANSLATE_NOOP("items", "a file in PEM form"),
    true};
inline constexpr Field kKeyPasswordField{"key_password", QT_TRANSLATE_NOOP("items", "Password of the key"), FieldType::Secret, "", "", true};
inline constexpr Field kPinField{"pinned_sha256",
                                 QT_TRANSLATE_NOOP("items", "Accepted certificate"),
                                 FieldType::Line,
                                 "",
                                 QT_TRANSLATE_NOOP("items", "SHA-256 of the one certificate that is taken although it cannot be verified"),
                                 true};

} // namespace targets
