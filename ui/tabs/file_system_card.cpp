#include "ui/tabs/file_system_card.h"

#include "ui/tabs/remembered.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/table_view.h"

namespace ui {

FileSystemCard::FileSystemCard(const Context &context, QWidget *parent) : Card(context.theme, parent), m_context(context)
{
    setObjectName(QStringLiteral("fileSystemCard"));
    setTitle(tr("File systems"));
    m_table = new TableView(this);
    m_table->setObjectName(QStringLiteral("fileSystems"));
    m_table->setAccessibleName(tr("File systems"));
    m_table->setModel(&context.fileSystems);
    m_table->setHiddenColumns(
        {QStringLiteral("free"), QStringLiteral("device"), QStringLiteral("type"), QStringLiteral("size"), QStringLiteral("inodes")});
    m_table->setSamples({{QStringLiteral("used"), QStringLiteral("100 %")},
                         {QStringLiteral("bar"), QStringLiteral("session")},
                         {QStringLiteral("full_in"), QStringLiteral("23 h 59 m")}});
    m_table->setItemDelegate(new BarDelegate(context.theme, context.fileSystems.columnOf(u"bar"), m_table));
    m_table->setEmptyText(tr("No file system is mounted here that could fill up."));
    setContent(m_table);
    restoreTable(context.settings, *m_table);
}

void FileSystemCard::save() { saveTable(m_context.settings, *m_table); }

} // namespace ui
