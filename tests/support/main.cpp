#include "tests/support/registry.h"

#ifdef VEDETTE_TEST_WIDGETS
#include <QtWidgets/QApplication>
#else
#include <QtCore/QCoreApplication>
#endif

int main(int argc, char **argv)
{
#ifdef VEDETTE_TEST_WIDGETS
    QApplication application(argc, argv);
#else
    QCoreApplication application(argc, argv);
#endif
    return tests::runRegistered(argc, argv);
}
