// Certificates for one test, made by openssl in a directory: an authority "ca" and what it, or nobody, signs.
#pragma once

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace tests {

class Certificates {
public:
    Certificates()
    {
        write("ca.cnf", "[req]\ndistinguished_name=dn\nx509_extensions=v3\nprompt=no\n[dn]\nC=DE\nO=Vedette Tests\nCN=Test Authority\n"
                        "[v3]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n");
        run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-config", "ca.cnf", "-keyout",
             "ca.key", "-out", "ca.pem"});
    }

    bool ready() const { return m_ready; }
    QString path(const QString &name) const { return m_directory.filePath(name); }

    // <name>.pem (leaf and authority) and <name>.key. `names`: "DNS:localhost,IP:127.0.0.1". `from`, `to`: "20200101000000Z".
    void issue(const QString &name, const QByteArray &names, const QString &from = {}, const QString &to = {})
    {
        write(name + ".cnf", "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nC=DE\nST=Berlin\nO=Shop, Inc\nOU=Web\nCN=" + name.toUtf8() +
                                 "\nemailAddress=admin@example.org\n[v3]\nbasicConstraints=CA:FALSE\nsubjectAltName=" + names + "\n");
        run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", name + ".cnf", "-keyout", name + ".key", "-out",
             name + ".csr"});
        if (from.isEmpty()) {
            run({"x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "90", "-extfile",
                 name + ".cnf", "-extensions", "v3", "-out", name + ".crt"});
        } else {
            write("index.txt", {});
            write("serial", QByteArray::number(1000 + ++m_serial) + "\n");
            write("authority.cnf",
                  "[ca]\ndefault_ca=own\n[own]\nnew_certs_dir=" + m_directory.path().toUtf8() +
                      "\ndatabase=index.txt\nserial=serial\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\nC=optional\nST=optional\n"
                      "O=optional\nOU=optional\nCN=supplied\nemailAddress=optional\n");
            run({"ca",      "-batch",     "-config",    "authority.cnf", "-in", name + ".csr", "-cert",       "ca.pem",      "-keyfile",
                 "ca.key",  "-startdate", from,         "-enddate",      to,    "-extfile",    name + ".cnf", "-extensions", "v3",
                 "-notext", "-out",       name + ".crt"});
        }
        write(name + ".pem", read(name + ".crt") + read("ca.pem"));
    }
    void issueSelfSigned(const QString &name, const QByteArray &names, const QString &subject = {})
    {
        run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90", "-subj",
             subject.isEmpty() ? "/CN=" + name : subject, "-addext", "subjectAltName=" + QString::fromUtf8(names), "-keyout", name + ".key", "-out",
             name + ".pem"});
    }
    // An encrypted copy of <name>.key: <name>.secret.key
    void encryptKey(const QString &name, const QString &password)
    {
        run({"pkey", "-in", name + ".key", "-aes256", "-passout", "pass:" + password, "-out", name + ".secret.key"});
    }

    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }

private:
    void run(const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_directory.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start("openssl", arguments);
        if (!process.waitForFinished(20'000) || process.exitCode() != 0) {
            m_ready = false;
            qWarning("openssl %s: %s", qPrintable(arguments.join(' ')), process.readAll().constData());
        }
    }

    QTemporaryDir m_directory;
    int m_serial = 0;
    bool m_ready = true;
};

} // namespace tests
