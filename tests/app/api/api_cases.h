// What the API is asked and says, word for word. Apart from the tests, whose reader of classes stumbles over raw strings.
#pragma once

namespace tests {

struct ApiCase {
    const char *name;
    const char *path; // below /api/v1/
    const char *form;
    int status;
    const char *body; // empty: whatever it is
};

inline constexpr ApiCase kApiCases[] = {
    {"scalar", "query", "query=1%2B1&time=4", 200, R"({"status":"success","data":{"resultType":"scalar","result":[4,"2"]}})"},
    {"string", "query", "query=\"a\\nb\"&time=4.5", 200, R"({"status":"success","data":{"resultType":"string","result":[4.500,"a\nb"]}})"},
    {"vector", "query", "query=up{job=\"node\"}", 200,
     R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","instance":"a","job":"node"},"value":[1700000000,"1"]}]}})"},
    {"now is the default", "query", "query=vector(time())", 200,
     R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"1700000000"]}]}})"},
    {"matrix of a moment", "query", "query=up{job=\"node\"}[30s]&time=1700000000.2", 200,
     R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"a","job":"node"},"values":[[1699999985,"1"],[1700000000,"1"]]}]}})"},
    {"nothing", "query", "query=nothing", 200, R"({"status":"success","data":{"resultType":"vector","result":[]}})"},
    {"infinite", "query", "query=-1/0&time=0", 200, R"({"status":"success","data":{"resultType":"scalar","result":[0,"-Inf"]}})"},
    {"limit", "query", "query=up&limit=1", 200,
     R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","instance":"a","job":"node"},"value":[1700000000,"1"]}]},"warnings":["results truncated due to limit"]})"},
    {"range", "query_range", "query=up{job=\"node\"}&start=1699999999.5&end=2023-11-14T22:13:20Z&step=500ms", 200,
     R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","instance":"a","job":"node"},"values":[[1699999999.500,"1"],[1700000000,"1"]]}]}})"},
    {"bad limit", "query", "query=up&limit=x", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"limit\": strconv.Atoi: parsing \"x\": invalid syntax"})"},
    {"bad time", "query", "query=up&time=x", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"time\": cannot parse \"x\" to a valid timestamp"})"},
    {"bad day", "query", "query=up&time=2023-02-30T00:00:00Z", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"time\": cannot parse \"2023-02-30T00:00:00Z\" to a valid timestamp"})"},
    {"no start", "query_range", "query=up&end=1&step=1", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"start\": cannot parse \"\" to a valid timestamp"})"},
    {"end before start", "query_range", "query=up&start=2&end=1&step=1", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"end\": end timestamp must not be before start time"})"},
    {"no step", "query_range", "query=up&start=1&end=2&step=0", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"step\": zero or negative query resolution step widths are not accepted. Try a positive integer"})"},
    {"bad step", "query_range", "query=up&start=1&end=2&step=1x", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"step\": cannot parse \"1x\" to a valid duration"})"},
    {"too fine", "query_range", "query=up&start=0&end=11001&step=1", 400,
     R"~({"status":"error","errorType":"bad_data","error":"exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)"})~"},
    {"many to many", "query", "query=up*on(job)group_left()up{job=~\".*\"}*on()up", 422, ""},
    {"exemplars", "query_exemplars", "query=up&start=1&end=2", 200, R"({"status":"success","data":[]})"},
    {"series", "series", "match[]=up&match[]={job=\"node\"}", 200,
     R"({"status":"success","data":[{"__name__":"up","instance":"a","job":"node"},{"__name__":"up","instance":"b","job":"vedette"}]})"},
    {"series without", "series", "", 400, R"({"status":"error","errorType":"bad_data","error":"no match[] parameter provided"})"},
    {"series of all", "series", "match[]={job=~\".*\"}", 400,
     R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"match[]\": 1:1: parse error: vector selector must contain at least one non-empty matcher"})"},
    {"labels", "labels", "match[]=up", 200, R"({"status":"success","data":["__name__","instance","job"]})"},
    {"labels in time", "labels", "start=1699999000", 200, R"({"status":"success","data":["__name__","instance","job","service.name"]})"},
    {"values", "label/__name__/values", "limit=2", 200,
     R"({"status":"success","data":["http.status","old"],"warnings":["results truncated due to limit"]})"},
    {"escaped name", "label/U__service_2e_name/values", "", 200, R"({"status":"success","data":["x\"y"]})"},
    {"no such label", "label/nothing/values", "", 200, R"({"status":"success","data":[]})"},
    {"metadata", "metadata", "metric=up", 200, R"({"status":"success","data":{"up":[{"type":"gauge","help":"Whether it answered.","unit":""}]}})"},
    {"format", "format_query", "query=foo/bar", 200, R"({"status":"success","data":"foo / bar"})"},
    {"tree", "parse_query", "query=sum by(job)(rate(up{a!=\"b\"}[5m] offset 1m))", 200,
     R"({"status":"success","data":{"expr":{"args":[{"matchers":[{"name":"__name__","type":"=","value":"up"},{"name":"a","type":"!=","value":"b"}],"name":"up","offset":60000,"range":300000,"startOrEnd":null,"timestamp":null,"type":"matrixSelector"}],"func":{"argTypes":["matrix"],"name":"rate","returnType":"vector","variadic":0},"type":"call"},"grouping":["job"],"op":"sum","param":null,"type":"aggregation","without":false}})"},
    {"configuration", "status/config", "", 200,
     R"({"status":"success","data":{"yaml":"global:\n  scrape_interval: 1000ms\n  evaluation_interval: 1000ms\n"}})"},
};

inline constexpr char kBadQuery[] = R"({"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": )";
inline constexpr char kInfos[] = R"(,"infos":["PromQL info: metric might not be a counter)";
inline constexpr char kVersion[] = R"("version":"3.5.0")";
inline constexpr char kTopMetric[] = R"("seriesCountByMetricName":[{"name":"up","value":2})";

} // namespace tests
