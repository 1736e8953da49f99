#include "app/api/envelope.h"

#include <fmt/format.h>

namespace api {

using metric::ErrorCode;

namespace {

struct Kind {
    int status;
    const char *type;
};

// https://prometheus.io/docs/prometheus/3.5/querying/api/#format-overview, and apiFuncResult of its server.
Kind kindOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument: return {400, "bad_data"};
    case ErrorCode::NotFound: return {404, "not_found"};
    case ErrorCode::Malformed:
    case ErrorCode::LimitExceeded: return {422, "execution"};
    case ErrorCode::Cancelled: return {499, "canceled"};
    case ErrorCode::Timeout: return {503, "timeout"};
    case ErrorCode::Unavailable: return {503, "unavailable"};
    case ErrorCode::PermissionDenied:
    case ErrorCode::Conflict:
    case ErrorCode::Corrupt:
    case ErrorCode::Io: break;
    }
    return {500, "internal"};
}

} // namespace

Response success(const std::function<void(JsonWriter &)> &data, std::span<const query::Annotation> annotations)
{
    JsonWriter json;
    json.beginObject().key("status").string("success").key("data");
    data(json);
    const auto list = [&](const char *name, query::Annotation::Kind kind) {
        bool any = false;
        for (const auto &annotation : annotations) {
            if (annotation.kind != kind)
                continue;
            if (!any)
                json.key(name).beginArray();
            any = true;
            json.string(annotation.message);
        }
        if (any)
            json.endArray();
    };
    list("warnings", query::Annotation::Kind::Warning);
    list("infos", query::Annotation::Kind::Info);
    json.endObject();
    return {200, json.take()};
}

Response failure(const metric::Error &error)
{
    const auto kind = kindOf(error.code);
    JsonWriter json;
    json.beginObject().key("status").string("error").key("errorType").string(kind.type).key("error").string(error.message).endObject();
    return {kind.status, json.take()};
}

Response badData(std::string message) { return failure({ErrorCode::InvalidArgument, std::move(message)}); }

Response badParameter(std::string_view name, std::string_view message) { return badData(fmt::format("invalid parameter \"{}\": {}", name, message)); }

query::Annotation truncatedWarning() { return {query::Annotation::Kind::Warning, "results truncated due to limit"}; }

} // namespace api
