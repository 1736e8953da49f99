#include "models/items/process_group_model.h"
#include "tests/support/printed_model.h"
#include "tests/support/registry.h"

using namespace items;

class TstProcessGroupModel : public QObject {
    Q_OBJECT

    static query::InstantSample used(const char *name, double value)
    {
        return {std::make_shared<metric::Labels>(metric::Labels{{"instance", "anvil"}, {"groupname", name}}), value};
    }

private Q_SLOTS:
    void the_busiest_come_first_with_their_memory()
    {
        const query::Vector cpu{used("idle", 0), used("cc1plus", 0.9), used("firefox", 0.25), used("ninja", 0.01), used("ld", 1.5)};
        const query::Vector memory{used("firefox", 1048576), used("cc1plus", 2048)};
        ProcessGroupModel model;
        model.setRows(busiestProcesses(cpu, memory, 3));
        QCOMPARE(tests::printed(model), QStringLiteral("ld | 150 % | –\ncc1plus | 90 % | 2 KiB\nfirefox | 25 % | 1 MiB\n"));
        QVERIFY(busiestProcesses({}, memory, 3).empty());
    }

    void an_instance_is_a_value_and_no_expression()
    {
        QCOMPARE(processCpuExpression("a\"} or x"), std::string("instance_groupname:process_cpu:ratio{instance=\"a\\\"} or x\"}"));
        QCOMPARE(processMemoryExpression("anvil"), std::string("namedprocess_namegroup_memory_bytes{instance=\"anvil\",memtype=\"resident\"}"));
    }
};

VEDETTE_TEST(TstProcessGroupModel)
#include "tst_process_group_model.moc"
