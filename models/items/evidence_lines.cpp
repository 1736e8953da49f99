#include "models/items/evidence_lines.h"

#include "models/items/column.h"

#include <QtCore/QStringList>

#include <algorithm>
#include <cstdint>

namespace items {

namespace {

using Kind = EvidenceLine::Kind;

// Where more lines than this differ, they are compared one by one as they stand: what is best costs the product of the two.
constexpr std::size_t kMostCompared = 600;

bool isHarmful(QChar c)
{
    const auto code = c.unicode();
    return (code < 0x20 && code != '\t') || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0x200e || code == 0x200f || code == 0x2028 || code == 0x2029;
}

QStringList evidenceLinesOf(const std::string &text)
{
    constexpr std::size_t kMostBytes = 512 * 1024;
    QStringList lines;
    auto all = QString::fromUtf8(text.data(), qsizetype(std::min(text.size(), kMostBytes)));
    all.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    bool isCut = text.size() > kMostBytes;
    for (auto line : QStringView(all).split(u'\n')) {
        if (lines.size() == kMostEvidenceLines) {
            isCut = true;
            break;
        }
        const bool isLong = line.size() > kMostEvidenceColumns;
        auto shown = line.left(kMostEvidenceColumns).toString();
        for (auto &c : shown) {
            if (isHarmful(c))
                c = QChar::ReplacementCharacter;
        }
        lines << (isLong ? shown + QStringLiteral(" …") : shown);
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    if (isCut)
        lines << translated(QT_TRANSLATE_NOOP("items", "… cut off here"));
    return lines;
}

using TextLines = std::span<const QString>;

void pairUp(TextLines failed, TextLines good, std::vector<EvidenceLine> &out)
{
    for (std::size_t i = 0; i < std::max(failed.size(), good.size()); ++i) {
        const auto kind = i >= good.size() ? Kind::Failed : i >= failed.size() ? Kind::Good : failed[i] == good[i] ? Kind::Same : Kind::Changed;
        out.push_back({kind, i < failed.size() ? failed[i] : QString(), i < good.size() ? good[i] : QString()});
    }
}

// Lines that both have in this order stay side by side; between them the others are paired as they come.
void align(TextLines failed, TextLines good, std::vector<EvidenceLine> &out)
{
    const auto rows = failed.size(), columns = good.size();
    if (rows > kMostCompared || columns > kMostCompared) {
        pairUp(failed, good, out);
        return;
    }
    std::vector<std::uint16_t> common((rows + 1) * (columns + 1)); // how many lines are common from there on
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t & { return common[i * (columns + 1) + j]; };
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;)
            at(i, j) = failed[i] == good[j] ? std::uint16_t(at(i + 1, j + 1) + 1) : std::max(at(i + 1, j), at(i, j + 1));
    }
    std::size_t i = 0, j = 0, fromI = 0, fromJ = 0;
    while (i < rows && j < columns) {
        if (failed[i] == good[j]) {
            pairUp(failed.subspan(fromI, i - fromI), good.subspan(fromJ, j - fromJ), out);
            out.push_back({Kind::Same, failed[i], good[j]});
            fromI = ++i;
            fromJ = ++j;
        } else if (at(i + 1, j) >= at(i, j + 1)) {
            ++i;
        } else {
            ++j;
        }
    }
    pairUp(failed.subspan(fromI), good.subspan(fromJ), out);
}

void comparePart(const QStringList &failed, const QStringList &good, std::vector<EvidenceLine> &out)
{
    const TextLines a(failed.constData(), std::size_t(failed.size())), b(good.constData(), std::size_t(good.size()));
    const auto least = std::min(a.size(), b.size());
    std::size_t head = 0, tail = 0;
    while (head < least && a[head] == b[head])
        ++head;
    while (tail < least - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    pairUp(a.first(head), b.first(head), out);
    align(a.subspan(head, a.size() - head - tail), b.subspan(head, b.size() - head - tail), out);
    pairUp(a.last(tail), b.last(tail), out);
}

// The titles that probes give, for those who translate.
[[maybe_unused]] constexpr const char *kPartTitles[] = {
    QT_TRANSLATE_NOOP("items", "Additional"), QT_TRANSLATE_NOOP("items", "Address"),  QT_TRANSLATE_NOOP("items", "Answer"),
    QT_TRANSLATE_NOOP("items", "Authority"),  QT_TRANSLATE_NOOP("items", "Body"),     QT_TRANSLATE_NOOP("items", "Certificate"),
    QT_TRANSLATE_NOOP("items", "Headers"),    QT_TRANSLATE_NOOP("items", "Lines"),    QT_TRANSLATE_NOOP("items", "Not read"),
    QT_TRANSLATE_NOOP("items", "Phases"),     QT_TRANSLATE_NOOP("items", "Question"), QT_TRANSLATE_NOOP("items", "Remarks"),
    QT_TRANSLATE_NOOP("items", "Reply"),      QT_TRANSLATE_NOOP("items", "Request"),  QT_TRANSLATE_NOOP("items", "Server"),
    QT_TRANSLATE_NOOP("items", "Status"),     QT_TRANSLATE_NOOP("items", "Version"),  QT_TRANSLATE_NOOP("items", "Unassigned shard"),
};

QString partTitle(const metric::Evidence::Part &part)
{
    const auto lines = evidenceLinesOf(part.title);
    return lines.isEmpty() ? QString() : translated(lines.first().toUtf8().constData());
}

} // namespace

std::vector<EvidenceLine> compareEvidence(const metric::Evidence *failed, const metric::Evidence *good)
{
    using Part = metric::Evidence::Part;
    static const std::vector<Part> kNone;
    const auto &left = failed ? failed->parts : kNone;
    const auto &right = good ? good->parts : kNone;
    std::vector<EvidenceLine> lines;
    const auto add = [&](const Part &title, const Part *a, const Part *b) {
        const auto text = partTitle(title);
        lines.push_back({Kind::Title, a ? text : QString(), b ? text : QString()});
        comparePart(a ? evidenceLinesOf(a->text) : QStringList(), b ? evidenceLinesOf(b->text) : QStringList(), lines);
    };
    for (const auto &part : left) {
        const auto other = std::ranges::find(right, part.title, &Part::title);
        add(part, &part, other == right.end() ? nullptr : &*other);
    }
    for (const auto &part : right) {
        if (std::ranges::find(left, part.title, &Part::title) == left.end())
            add(part, nullptr, &part);
    }
    return lines;
}

QString evidenceText(const metric::Evidence &evidence)
{
    QStringList all;
    for (const auto &part : evidence.parts) {
        if (!all.isEmpty())
            all << QString();
        all << partTitle(part) << evidenceLinesOf(part.text);
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace items
