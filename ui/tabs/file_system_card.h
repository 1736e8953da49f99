#pragma once

#include "ui/widgets/card.h"
#include "ui/window/context.h"

namespace ui {

class TableView;

// The mounted file systems: use as a bar, free space, and when they are full at this rate.
class FileSystemCard : public Card {
    Q_OBJECT

public:
    explicit FileSystemCard(const Context &context, QWidget *parent = nullptr);
    void save();

private:
    const Context &m_context;
    TableView *m_table;
};

} // namespace ui
