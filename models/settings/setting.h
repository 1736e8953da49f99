#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QString>

#include <optional>

namespace settings {

// One setting: its key in the file, what holds where the file is silent, and which values make sense.
template <class T>
struct Setting {
    const char *key;
    T fallback;
    const char *expects; // "a whole number from 1 to 3600", for the message about a damaged file
    bool (*valid)(const T &) = [](const T &) { return true; };
};

// How a type stands in JSON. fromJson() is empty where the value is of another type; it never guesses.
template <class T>
struct Codec;

template <>
struct Codec<bool> {
    static QJsonValue toJson(bool value) { return value; }
    static std::optional<bool> fromJson(const QJsonValue &json) { return json.isBool() ? std::optional(json.toBool()) : std::nullopt; }
};

template <>
struct Codec<qint64> {
    static QJsonValue toJson(qint64 value) { return value; }
    static std::optional<qint64> fromJson(const QJsonValue &json)
    {
        // Whatever the default given: a fraction and a number too large come back as the default.
        return json.isDouble() && json.toInteger(0) == json.toInteger(1) ? std::optional(json.toInteger()) : std::nullopt;
    }
};

template <>
struct Codec<QString> {
    static QJsonValue toJson(const QString &value) { return value; }
    static std::optional<QString> fromJson(const QJsonValue &json) { return json.isString() ? std::optional(json.toString()) : std::nullopt; }
};

// Bytes (window geometry, header states) as Base64.
template <>
struct Codec<QByteArray> {
    static QJsonValue toJson(const QByteArray &value) { return QString::fromLatin1(value.toBase64()); }
    static std::optional<QByteArray> fromJson(const QJsonValue &json)
    {
        const auto decoded = QByteArray::fromBase64Encoding(json.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        return json.isString() && decoded ? std::optional(*decoded) : std::nullopt;
    }
};

template <class T>
struct Codec<QList<T>> {
    static QJsonValue toJson(const QList<T> &value)
    {
        QJsonArray json;
        for (const T &item : value)
            json.append(Codec<T>::toJson(item));
        return json;
    }
    static std::optional<QList<T>> fromJson(const QJsonValue &json)
    {
        QList<T> value;
        for (const QJsonValue item : json.toArray()) {
            const auto decoded = Codec<T>::fromJson(item);
            if (!decoded)
                return std::nullopt;
            value.push_back(*decoded);
        }
        return json.isArray() ? std::optional(value) : std::nullopt;
    }
};

template <class T>
struct Codec<QMap<QString, T>> {
    static QJsonValue toJson(const QMap<QString, T> &value)
    {
        QJsonObject json;
        for (auto item = value.begin(); item != value.end(); ++item)
            json.insert(item.key(), Codec<T>::toJson(item.value()));
        return json;
    }
    static std::optional<QMap<QString, T>> fromJson(const QJsonValue &json)
    {
        QMap<QString, T> value;
        const QJsonObject object = json.toObject();
        for (auto item = object.begin(); item != object.end(); ++item) {
            const auto decoded = Codec<T>::fromJson(item.value());
            if (!decoded)
                return std::nullopt;
            value.insert(item.key(), *decoded);
        }
        return json.isObject() ? std::optional(value) : std::nullopt;
    }
};

} // namespace settings
