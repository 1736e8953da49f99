#include "models/rules/template.h"
#include "tests/support/registry.h"

#include <QtCore/QDirIterator>

#include <yaml-cpp/yaml.h>

namespace {

struct FoundTemplate {
    std::string file;
    std::string text;
};

void collectFrom(const YAML::Node &node, const std::string &file, std::vector<FoundTemplate> &found)
{
    if (node.IsSequence()) {
        for (const auto &item : node)
            collectFrom(item, file, found);
        return;
    }
    if (!node.IsMap())
        return;
    const bool isAlert = node["alert"].IsDefined();
    for (const auto &entry : node) {
        const auto key = entry.first.as<std::string>();
        if (isAlert && (key == "annotations" || key == "labels") && entry.second.IsMap()) {
            for (const auto &text : entry.second) {
                if (text.second.IsScalar())
                    found.push_back({file, text.second.as<std::string>()});
            }
        } else {
            collectFrom(entry.second, file, found);
        }
    }
}

// Of all rule files that are rule files; those of the conformance suite that are to be refused as such are left out by their names.
std::vector<FoundTemplate> foundBelow(const QString &folder)
{
    std::vector<FoundTemplate> found;
    QDirIterator iterator(qEnvironmentVariable("VEDETTE_SHARED") + "/" + folder, {"*.yml", "*.yaml"}, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        const auto file = iterator.next();
        if (iterator.fileName().contains("bad"))
            continue;
        try {
            collectFrom(YAML::LoadFile(file.toStdString()), file.toStdString(), found);
        } catch (const YAML::Exception &) {
            continue; // how YAML goes wrong is for the reader of rule files
        }
    }
    return found;
}

metric::Result<query::Vector> someAnswer(std::string_view)
{
    const auto labels = std::make_shared<const metric::Labels>(metric::Labels{{"__name__", "up"}, {"instance", "here:9100"}, {"job", "node"}});
    return query::Vector{{labels, 3.5}, {labels, 1}};
}

} // namespace

class TstTemplateCorpora : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_templates = foundBelow("corpora/rules");
        if (m_templates.empty())
            QSKIP("no corpora: VEDETTE_SHARED does not hold them");
        const auto conformance = foundBelow("conformance/rules");
        m_templates.insert(m_templates.end(), conformance.begin(), conformance.end());
    }

    void every_template_renders()
    {
        const rules::TemplateData data{{{"__name__", "up"}, {"instance", "here:9100"}, {"job", "node"}}, {{"env", "test"}}, "http://here:9090", 0.25};
        std::size_t actions = 0;
        for (const auto &[file, text] : m_templates) {
            const auto read = rules::Template::parse(text);
            QVERIFY2(read, (file + ": " + (read ? "" : read.error().message) + " in " + text).c_str());
            const auto said = read->render(data, someAnswer);
            QVERIFY2(said, (file + ": " + (said ? "" : said.error().message) + " in " + text).c_str());
            QVERIFY2(said->find("<no value>") == std::string::npos && said->find("%!") == std::string::npos, (file + ": " + *said).c_str());
            actions += text.find("{{") != std::string::npos ? 1 : 0;
        }
        qInfo("%zu templates, %zu of them with actions", m_templates.size(), actions);
        QVERIFY(actions > 1000);
    }

private:
    std::vector<FoundTemplate> m_templates;
};

VEDETTE_TEST(TstTemplateCorpora)
#include "tst_template_corpora.moc"
