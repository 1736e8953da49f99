#include "ui/dialogs/silences_dialog.h"

#include "models/alerts/matchers.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

SilencesDialog::SilencesDialog(const metric::Clock &clock, QWidget *parent) : QDialog(parent), m_clock(clock)
{
    setObjectName(QStringLiteral("silencesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Silences"));
    resize(820, 420);
    auto *layout = new QVBoxLayout(this);
    m_table = new TableView(this);
    m_table->setObjectName(QStringLiteral("silenceList"));
    m_table->setAccessibleName(tr("Silences"));
    m_table->setModel(&m_model);
    m_table->setStretchColumns({QStringLiteral("matchers")});
    m_table->setSamples({{QStringLiteral("state"), QStringLiteral("begins later")},
                         {QStringLiteral("ends"), QStringLiteral("30 Nov 00:00:00")},
                         {QStringLiteral("author"), QStringLiteral("somebody")},
                         {QStringLiteral("comment"), QStringLiteral("disks are being swapped")}});
    m_table->setEmptyText(tr("Nothing is silenced, and nothing was lately."));
    layout->addWidget(m_table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *add = buttons->addButton(tr("New silence…"), QDialogButtonBox::ActionRole);
    m_end = buttons->addButton(tr("End now"), QDialogButtonBox::ActionRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(add, &QPushButton::clicked, this, &SilencesDialog::newWanted);
    const auto canEnd = [](const items::SilenceRow *row) { return row && row->state != alerts::SilenceState::Expired; };
    connect(m_end, &QPushButton::clicked, this, [this, canEnd] {
        const auto rows = m_table->selectedRowsInOrder();
        for (const auto &index : rows) {
            if (const auto *row = m_model.rowAt(index); canEnd(row))
                Q_EMIT expireWanted(QString::fromStdString(row->silence.id));
        }
    });
    const auto update = [this, canEnd] {
        bool any = false;
        const auto rows = m_table->selectedRowsInOrder();
        for (const auto &index : rows)
            any |= canEnd(m_model.rowAt(index));
        m_end->setEnabled(any);
    };
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, update);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, update);
    update();
}

void SilencesDialog::setSilences(const std::vector<alerts::Silence> &silences)
{
    std::vector<items::SilenceRow> rows;
    for (const auto &silence : silences)
        rows.push_back({silence, stateOf(silence, m_clock.now()), alerts::textOf(silence.matchers)});
    m_model.setRows(rows);
}

} // namespace ui
