#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QFile>

#include <string>
#include <vector>

namespace tests {

// The inputs that a fuzzer kept, tests/fuzz/corpus/<name>.base64; none where the file is missing.
inline std::vector<std::string> fuzzCorpus(const char *name)
{
    QFile file(qEnvironmentVariable("VEDETTE_SOURCE") + "/tests/fuzz/corpus/" + name + ".base64");
    std::vector<std::string> inputs;
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd())
            inputs.push_back(QByteArray::fromBase64(file.readLine().trimmed()).toStdString());
    }
    return inputs;
}

} // namespace tests
