// One executable holds all test classes of a room; each file registers its class here, and CTest runs them one by one by name.
#pragma once

#include <QtCore/QObject>
#include <QtTest/QTest>

#include <functional>
#include <memory>
#include <string>

namespace tests {

struct Registration {
    Registration(const char *className, std::function<std::unique_ptr<QObject>()> make);
};

// Runs the class named by argv[1] with the remaining arguments for QTest; without a name runs all. Returns the failures.
int runRegistered(int argc, char **argv);

} // namespace tests

#define VEDETTE_TEST(Class) static const tests::Registration registration##Class{#Class, [] { return std::unique_ptr<QObject>(new Class); }};
