#pragma once

#include "models/query/engine.h"

#include <map>
#include <mutex>
#include <string>

namespace tests {

// Answers what it was told to answer, whatever the time. Safe from any thread.
class FakeEngine : public query::Engine {
public:
    // NaN: no value from now on.
    void set(const std::string &expression, const metric::Labels &labels, double value)
    {
        const std::lock_guard lock(m_mutex);
        auto &samples = m_answers[expression];
        if (value != value)
            samples.erase(labels);
        else
            samples[labels] = value;
    }
    void fail(bool failing)
    {
        const std::lock_guard lock(m_mutex);
        m_failing = failing;
    }
    int asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    metric::Result<query::Answer> answer(const query::Question &question, std::stop_token) const override
    {
        const std::lock_guard lock(m_mutex);
        if (question.step > metric::Duration::zero())
            return query::Answer{query::Matrix{}};
        ++m_asked;
        if (m_failing)
            return metric::fail(metric::ErrorCode::Unavailable, "the fake does not answer");
        const auto found = m_answers.find(std::string(question.expression));
        if (found == m_answers.end())
            return metric::fail(metric::ErrorCode::InvalidArgument, "the fake does not know this expression");
        query::Vector samples;
        for (const auto &[labels, value] : found->second)
            samples.push_back({std::make_shared<const metric::Labels>(labels), value});
        return query::Answer{std::move(samples)};
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, std::map<metric::Labels, double>> m_answers;
    bool m_failing = false;
    mutable int m_asked = 0;
};

} // namespace tests
