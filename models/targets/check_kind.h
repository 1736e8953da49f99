#pragma once

#include "models/targets/target.h"

#include <QtCore/QMap>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <span>

namespace targets {

enum class FieldType {
    Line,   // a text of one line
    Lines,  // one entry a line
    Number, // from least to most
    Flag,   // "true" or "false"
    Choice, // one of the words
    Secret, // kept in the keyring; what stands in Target::options is a reference
    File,   // path of a file that is there
};

// One option of a check, as data: the editor is built from it, targets.json is read and validated by it, and the probe of the
// same name reads it. Texts are English, translated in the context "items".
struct Field {
    const char *key;   // the option's name, "accepted_status"
    const char *title; // "Accepted status"
    FieldType type;
    const char *fallback = "";               // what holds where nothing is said
    const char *hint = "";                   // an example or what it means, for the empty field
    bool advanced = false;                   // shown when asked for
    double least = 0, most = 0;              // of a Number
    std::span<const char *const> words = {}; // of a Choice
};

// A way to check something: what is asked of the user, and where it belongs.
struct CheckKind {
    const char *id;      // "http"
    const char *title;   // "HTTP or HTTPS"
    const char *meaning; // a sentence
    Kind target;         // the group of the target list
    const char *address; // the field that says where: its text is the instance label
    std::span<const Field> fields;
    const char *job;      // the job label of its series, where the options name no other
    double slowAfter = 2; // seconds, the warning threshold that a new target gets; 0: none
    // What is to be done at the other end first, made of the options: SQL that makes a role. Null: nothing.
    QString (*setup)(const QMap<QString, QString> &options) = nullptr;
};

// In the order in which they are offered.
std::span<const CheckKind *const> checkKinds();
// Null: there is none of that id.
const CheckKind *checkKind(QStringView id);

// The job label of its series: the option of that name, else that of the exporter whose names the check uses.
QString jobOf(const Target &target);

extern const CheckKind kHttpCheck;
extern const CheckKind kTcpCheck;
extern const CheckKind kTlsCheck;
extern const CheckKind kDnsCheck;
extern const CheckKind kIcmpCheck;
extern const CheckKind kPostgresCheck;
extern const CheckKind kRedisCheck;
extern const CheckKind kElasticsearchCheck;
extern const CheckKind kScrapeCheck;

} // namespace targets
