#include "models/targets/target_rules.h"

#include "models/targets/address.h"
#include "models/targets/behind.h"
#include "models/targets/guess.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QLocale>

#include <algorithm>
#include <cmath>

namespace targets {

namespace {

QString translated(const char *text) { return QCoreApplication::translate("items", text); }

QString shown(double number) { return QLocale().toString(number, 'g', 10); }

// A secret of a new target is not in its options: whoever keeps it puts the reference there.
QString faultOf(const Field &field, const QString &value)
{
    switch (field.type) {
    case FieldType::Number: {
        const auto number = numberOf(value);
        if (!number || *number < field.least || *number > field.most)
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs a number from %1 to %2.")).arg(shown(field.least), shown(field.most));
        break;
    }
    case FieldType::Flag:
        if (value != u"true" && value != u"false")
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs \"true\" or \"false\"."));
        break;
    case FieldType::Choice:
        if (std::ranges::none_of(field.words, [&](const char *word) { return QLatin1String(word) == value; })) {
            QStringList words;
            for (const auto *word : field.words)
                words << QLatin1String(word);
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs one of: %1.")).arg(words.join(QStringLiteral(", ")));
        }
        break;
    case FieldType::File:
        if (const QFileInfo file(value); !file.isFile())
            return translated(QT_TRANSLATE_NOOP("items", "There is no such file."));
        else if (!file.isReadable())
            return translated(QT_TRANSLATE_NOOP("items", "This file may not be read."));
        break;
    case FieldType::Line:
        if (value.contains(u'\n'))
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs one line."));
        break;
    case FieldType::Lines:
    case FieldType::Secret: break;
    }
    return {};
}

QString addressFault(const CheckKind &kind, const QString &text)
{
    if (text.isEmpty())
        return translated(QT_TRANSLATE_NOOP("items", "Say where it is."));
    const auto address = parseAddress(text);
    if (!address)
        return translated(QT_TRANSLATE_NOOP("items", "This is no address."));
    if (!address->password.isEmpty())
        return translated(QT_TRANSLATE_NOOP("items", "A password does not belong into the address."));
    switch (addressForm(kind)) {
    case AddressForm::Url:
        if (address->scheme != u"http" && address->scheme != u"https")
            return translated(QT_TRANSLATE_NOOP("items", "The address begins with http:// or https://."));
        break;
    case AddressForm::HostPort:
        if (!address->scheme.isEmpty())
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs a host with a port, such as db.example.org:5432."));
        if (!address->host.isEmpty() && !address->port && !usualPort(kind))
            return translated(QT_TRANSLATE_NOOP("items", "The port is missing: write it behind the host, such as mail.example.org:25."));
        break;
    case AddressForm::Host:
        if (!address->scheme.isEmpty() || address->host.isEmpty() || !address->path.isEmpty())
            return translated(QT_TRANSLATE_NOOP("items", "Here belongs the name or the address of a host."));
        break;
    }
    return {};
}

const Target *byId(std::span<const Target> all, const QString &id)
{
    const auto found = std::ranges::find(all, id, &Target::id);
    return found == all.end() ? nullptr : &*found;
}

QString behindFault(const Target &target, std::span<const Target> others)
{
    for (const auto &id : target.behind) {
        if (id == target.id)
            return translated(QT_TRANSLATE_NOOP("items", "It cannot be behind itself."));
        const auto *parent = byId(others, id);
        if (!parent)
            return translated(QT_TRANSLATE_NOOP("items", "What it is said to be behind is not there any more."));
        if (leadsTo(parent->behind, target.id, others))
            return translated(QT_TRANSLATE_NOOP("items", "%1 is behind this one already.")).arg(parent->name);
    }
    return {};
}

} // namespace

std::optional<double> numberOf(const QString &text)
{
    bool read = false;
    const double number = QLocale::c().toDouble(text.trimmed(), &read);
    return read && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString numberText(double number)
{
    auto plain = QLocale::c();
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(number, 'g', 12);
}

std::vector<Fault> validate(const Target &target, const CheckKind &kind, std::span<const Target> others)
{
    std::vector<Fault> faults;
    const auto say = [&](const char *field, const QString &message) {
        if (!message.isEmpty())
            faults.push_back({QString::fromLatin1(field), message});
    };
    const auto value = [&](const char *key) { return target.options.value(QString::fromLatin1(key)).trimmed(); };

    auto where = addressFault(kind, value(kind.address));
    if (where.isEmpty()) {
        const auto same = std::ranges::find_if(others, [&](const Target &each) {
            return each.id != target.id && each.instance == instanceLabel(kind, target.options) && jobOf(each) == jobOf(target);
        });
        if (same != others.end()) // their values would be one series
            where = translated(QT_TRANSLATE_NOOP("items", "%1 watches this already in the same way.")).arg(same->name);
    }
    say(kind.address, where);
    for (const auto &field : kind.fields) {
        if (const auto text = value(field.key); !text.isEmpty() && QLatin1String(field.key) != QLatin1String(kind.address))
            say(field.key, faultOf(field, text));
    }
    if (target.name.trimmed().isEmpty())
        say(kNameField, translated(QT_TRANSLATE_NOOP("items", "Give it a name.")));
    if (!(target.interval >= 1 && target.interval <= kLongestInterval))
        say(kIntervalField, translated(QT_TRANSLATE_NOOP("items", "It is checked once a second at most and once a day at least.")));
    else if (const auto timeout = timeoutOf(target, kind); timeout && *timeout > target.interval)
        say(kIntervalField, translated(QT_TRANSLATE_NOOP("items", "It is longer than the timeout, which is %1 seconds.")).arg(shown(*timeout)));
    if (target.retries < 0 || target.retries > kMostRetries)
        say(kRetriesField, translated(QT_TRANSLATE_NOOP("items", "Here belongs a number from %1 to %2.")).arg(0).arg(kMostRetries));
    if (!(target.slowAfter >= 0 && target.slowAfter <= kLongestInterval))
        say(kSlowAfterField, translated(QT_TRANSLATE_NOOP("items", "Here belongs a time; 0 for never.")));
    say(kBehindField, behindFault(target, others));
    if (!(target.objective > 0 && target.objective < 1))
        say(kObjectiveField, translated(QT_TRANSLATE_NOOP("items", "Here belongs a share of the time between 0 % and 100 %, such as 99.9 %.")));
    return faults;
}

std::optional<double> timeoutOf(const Target &target, const CheckKind &kind)
{
    const auto key = QStringLiteral("timeout");
    const auto field = std::ranges::find_if(kind.fields, [&](const Field &each) { return QLatin1String(each.key) == key; });
    if (field == kind.fields.end())
        return {};
    const auto said = target.options.value(key).trimmed();
    const auto number = numberOf(said.isEmpty() ? QString::fromLatin1(field->fallback) : said);
    return number && *number >= field->least && *number <= field->most ? number : std::nullopt;
}

} // namespace targets
