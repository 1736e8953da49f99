#include "probes/linux/process_probes.h"
#include "probes/linux/name_groups.h"
#include "probes/linux/process_reader.h"
#include "probes/linux/process_table.h"

namespace probes {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view kProcessJob = "process";

class ProcessTableProbe final : public Probe {
public:
    ProcessTableProbe(std::shared_ptr<ProcessReader> reader, std::shared_ptr<const ProcessFocus> focus)
        : m_reader(std::move(reader)), m_focus(std::move(focus))
    {
    }

    std::string_view name() const override { return "processes"; }
    std::string_view job() const override { return kProcessJob; }
    metric::Duration interval() const override { return m_focus->tableWanted() ? 0s : 10s; }

    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        return m_reader->read(source, clock, batch.time()).map([&] { batch.addTable(processTable(m_reader->processes(), batch.time())); });
    }

private:
    std::shared_ptr<ProcessReader> m_reader;
    std::shared_ptr<const ProcessFocus> m_focus;
};

class NameGroupsProbe final : public Probe {
public:
    explicit NameGroupsProbe(std::shared_ptr<ProcessReader> reader) : m_reader(std::move(reader)) {}

    std::string_view name() const override { return "namedprocess"; }
    std::string_view job() const override { return kProcessJob; }
    metric::Duration interval() const override { return 5s; }

    metric::Result<void> collect(Source &source, const metric::Clock &clock, metric::BatchBuilder &batch) override
    {
        return m_reader->read(source, clock, batch.time()).map([&] {
            m_groups.count(m_reader->processes());
            m_groups.write(batch);
        });
    }

private:
    std::shared_ptr<ProcessReader> m_reader;
    NameGroups m_groups;
};

} // namespace

std::vector<std::unique_ptr<Probe>> processProbes(std::shared_ptr<ProcessFocus> focus)
{
    // Shared by the two, which one lane runs one after the other.
    const auto reader = std::make_shared<ProcessReader>(focus);
    std::vector<std::unique_ptr<Probe>> probes;
    probes.push_back(std::make_unique<ProcessTableProbe>(reader, focus));
    probes.push_back(std::make_unique<NameGroupsProbe>(reader));
    return probes;
}

} // namespace probes
