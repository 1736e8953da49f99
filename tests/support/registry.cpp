#include "tests/support/registry.h"

#include <cstdio>
#include <map>
#include <vector>

namespace tests {

static std::map<std::string, std::function<std::unique_ptr<QObject>()>> &registered()
{
    static std::map<std::string, std::function<std::unique_ptr<QObject>()>> all;
    return all;
}

Registration::Registration(const char *className, std::function<std::unique_ptr<QObject>()> make)
{
    registered().emplace(className, std::move(make));
}

int runRegistered(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] != '-') {
        const auto found = registered().find(argv[1]);
        if (found == registered().end()) {
            std::fprintf(stderr, "no test class '%s' in this executable: does the class name follow the file name?\n", argv[1]);
            return 127;
        }
        std::vector<char *> rest{argv[0]};
        rest.insert(rest.end(), argv + 2, argv + argc);
        return QTest::qExec(found->second().get(), int(rest.size()), rest.data());
    }
    int failures = 0;
    for (const auto &[name, make] : registered())
        failures += QTest::qExec(make().get(), argc, argv);
    return failures;
}

} // namespace tests
