<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>app::Face</name>
        <message>
            <source>The history is not being written. %1</source>
            <translation>Der Verlauf wird nicht geschrieben. %1</translation>
        </message>
        <message>
            <source>This desktop has no tray: closing the window will ask whether to quit or to keep watching. Notifications come all the same.</source>
            <translation>Diese Arbeitsumgebung hat keinen Systembereich: Beim Schließen fragt das Fenster, ob Vedette beendet werden oder weiter wachen soll. Benachrichtigungen kommen trotzdem.</translation>
        </message>
        <message>
            <source>%1 goes on</source>
            <translation>%1 läuft weiter</translation>
        </message>
        <message>
            <source>%1 (process %2) could not be ended: %3.</source>
            <translation>%1 (Prozess %2) ließ sich nicht beenden: %3.</translation>
        </message>
    </context>
    <context>
        <name>app::TargetDesk</name>
        <message>
            <source>%1 (copy)</source>
            <translation>%1 (Kopie)</translation>
        </message>
        <message>
            <source>%1 is not watched any more.</source>
            <translation>%1 wird nicht mehr überwacht.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Import the targets of a Prometheus</source>
            <translation>Ziele eines Prometheus importieren</translation>
        </message>
        <message>
            <source>Prometheus configuration (*.yml *.yaml)</source>
            <translation>Prometheus-Konfiguration (*.yml *.yaml)</translation>
        </message>
        <message>
            <source>Looking for metrics on this machine…</source>
            <translation>Auf diesem Rechner wird nach Metriken gesucht …</translation>
        </message>
        <message>
            <source>this machine</source>
            <translation>dieser Rechner</translation>
        </message>
        <message>
            <source>Nothing that tells metrics was found: %1.</source>
            <translation>Nichts gefunden, das Metriken liefert: %1.</translation>
        </message>
        <message>
            <source>in the desktop&apos;s keyring</source>
            <translation>im Schlüsselbund der Arbeitsumgebung</translation>
        </message>
        <message>
            <source>in the encrypted file</source>
            <translation>in der verschlüsselten Datei</translation>
        </message>
        <message>
            <source>for this run only: the encrypted file is locked</source>
            <translation>nur für diesen Lauf: Die verschlüsselte Datei ist gesperrt</translation>
        </message>
        <message>
            <source>for this run only: there is no keyring on this desktop</source>
            <translation>nur für diesen Lauf: Diese Arbeitsumgebung hat keinen Schlüsselbund</translation>
        </message>
        <message>
            <source>Keep secrets in an encrypted file</source>
            <translation>Geheimnisse in einer verschlüsselten Datei aufbewahren</translation>
        </message>
        <message>
            <source>Unlock the secrets</source>
            <translation>Geheimnisse entsperren</translation>
        </message>
        <message>
            <source>A passphrase that nobody guesses. It is stored nowhere: without it the secrets are lost.</source>
            <translation>Eine Passphrase, die niemand errät. Sie wird nirgends gespeichert: Ohne sie sind die Geheimnisse verloren.</translation>
        </message>
        <message>
            <source>The passphrase of the encrypted file</source>
            <translation>Die Passphrase der verschlüsselten Datei</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>The secrets of some targets are locked.</source>
            <translation>Die Geheimnisse einiger Ziele sind gesperrt.</translation>
        </message>
        <message>
            <source>Unlock…</source>
            <translation>Entsperren …</translation>
        </message>
        <message>
            <source>What you watch is reached through the gateway %1, which nobody checks. With a check of it, a lost connection is told once instead of for each.</source>
            <translation>Was Sie überwachen, wird über das Gateway %1 erreicht, das niemand prüft. Mit einer Prüfung davon wird eine verlorene Verbindung einmal gemeldet statt für jedes einzeln.</translation>
        </message>
        <message>
            <source>Check it</source>
            <translation>Prüfen</translation>
        </message>
    </context>
    <context>
        <name>items</name>
        <message>
            <source>waiting</source>
            <translation>wartet</translation>
        </message>
        <message>
            <source>delivered</source>
            <translation>zugestellt</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>abgelehnt</translation>
        </message>
        <message>
            <source>given up</source>
            <translation>aufgegeben</translation>
        </message>
        <message>
            <source>told with a later one</source>
            <translation>mit einer späteren gemeldet</translation>
        </message>
        <message>
            <source>over</source>
            <translation>vorbei</translation>
        </message>
        <message>
            <source>receiver</source>
            <translation>Empfänger</translation>
        </message>
        <message>
            <source>attempts</source>
            <translation>Versuche</translation>
        </message>
        <message>
            <source>answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>begins later</source>
            <translation>beginnt später</translation>
        </message>
        <message>
            <source>active</source>
            <translation>aktiv</translation>
        </message>
        <message>
            <source>expired</source>
            <translation>abgelaufen</translation>
        </message>
        <message>
            <source>silences</source>
            <translation>schaltet stumm</translation>
        </message>
        <message>
            <source>ends</source>
            <translation>endet</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>Swap</source>
            <translation>Auslagerung</translation>
        </message>
        <message>
            <source>Load per core</source>
            <translation>Last je Kern</translation>
        </message>
        <message>
            <source>Disk space</source>
            <translation>Plattenplatz</translation>
        </message>
        <message>
            <source>Disk utilisation</source>
            <translation>Plattenauslastung</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>Network errors</source>
            <translation>Netzwerkfehler</translation>
        </message>
        <message>
            <source>severity</source>
            <translation>Schwere</translation>
        </message>
        <message>
            <source>alert</source>
            <translation>Alarm</translation>
        </message>
        <message>
            <source>target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>worst</source>
            <translation>schlimmster</translation>
        </message>
        <message>
            <source>since</source>
            <translation>seit</translation>
        </message>
        <message>
            <source>resolved at</source>
            <translation>behoben um</translation>
        </message>
        <message>
            <source>state</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>comment</source>
            <translation>Kommentar</translation>
        </message>
        <message>
            <source>time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>event</source>
            <translation>Ereignis</translation>
        </message>
        <message>
            <source>by</source>
            <translation>von</translation>
        </message>
        <message>
            <source>text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>on</source>
            <translation>an</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>measured</source>
            <translation>gemessen</translation>
        </message>
        <message>
            <source>fires when</source>
            <translation>löst aus bei</translation>
        </message>
        <message>
            <source>for</source>
            <translation>über</translation>
        </message>
        <message>
            <source>every target</source>
            <translation>jedes Ziel</translation>
        </message>
        <message>
            <source>Info</source>
            <translation>Info</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Critical</source>
            <translation>Kritisch</translation>
        </message>
        <message>
            <source>Emergency</source>
            <translation>Notfall</translation>
        </message>
        <message>
            <source>pending</source>
            <translation>bevorstehend</translation>
        </message>
        <message>
            <source>firing</source>
            <translation>ausgelöst</translation>
        </message>
        <message>
            <source>acknowledged</source>
            <translation>bestätigt</translation>
        </message>
        <message>
            <source>resolved</source>
            <translation>behoben</translation>
        </message>
        <message>
            <source>fired</source>
            <translation>ausgelöst</translation>
        </message>
        <message>
            <source>snoozed</source>
            <translation>zurückgestellt</translation>
        </message>
        <message>
            <source>cleared</source>
            <translation>beendet</translation>
        </message>
        <message>
            <source>notified</source>
            <translation>gemeldet</translation>
        </message>
        <message>
            <source>silenced</source>
            <translation>stummgeschaltet</translation>
        </message>
        <message>
            <source>no longer silenced</source>
            <translation>nicht mehr stummgeschaltet</translation>
        </message>
        <message>
            <source>inhibited</source>
            <translation>unterdrückt</translation>
        </message>
        <message>
            <source>no longer inhibited</source>
            <translation>nicht mehr unterdrückt</translation>
        </message>
        <message>
            <source>comes and goes</source>
            <translation>kommt und geht</translation>
        </message>
        <message>
            <source>calm again</source>
            <translation>wieder ruhig</translation>
        </message>
        <message>
            <source>dismissed</source>
            <translation>weggelegt</translation>
        </message>
        <message>
            <source>commented</source>
            <translation>kommentiert</translation>
        </message>
        <message>
            <source>above</source>
            <translation>über</translation>
        </message>
        <message>
            <source>at least</source>
            <translation>mindestens</translation>
        </message>
        <message>
            <source>below</source>
            <translation>unter</translation>
        </message>
        <message>
            <source>it has a value</source>
            <translation>es einen Wert hat</translation>
        </message>
        <message>
            <source>at most</source>
            <translation>höchstens</translation>
        </message>
        <message>
            <source>mount</source>
            <translation>Einhängepunkt</translation>
        </message>
        <message>
            <source>used</source>
            <translation>belegt</translation>
        </message>
        <message>
            <source>use</source>
            <translation>Belegung</translation>
        </message>
        <message>
            <source>free</source>
            <translation>frei</translation>
        </message>
        <message>
            <source>full in</source>
            <translation>voll in</translation>
        </message>
        <message>
            <source>size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>inodes</source>
            <translation>Inodes</translation>
        </message>
        <message>
            <source>device</source>
            <translation>Gerät</translation>
        </message>
        <message>
            <source>type</source>
            <translation>Typ</translation>
        </message>
        <message>
            <source>probe</source>
            <translation>Sonde</translation>
        </message>
        <message>
            <source>resource</source>
            <translation>Ressource</translation>
        </message>
        <message>
            <source>check</source>
            <translation>Prüfung</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>last run</source>
            <translation>letzter Lauf</translation>
        </message>
        <message>
            <source>last change</source>
            <translation>letzte Änderung</translation>
        </message>
        <message>
            <source>why</source>
            <translation>Grund</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Degraded</source>
            <translation>Beeinträchtigt</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>Ausgefallen</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>Unbekannt</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>%1 fails</source>
            <translation>%1 schlägt fehl</translation>
        </message>
        <message>
            <source>%1 is unknown</source>
            <translation>%1 ist unbekannt</translation>
        </message>
        <message>
            <source>name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>pid</source>
            <translation>PID</translation>
        </message>
        <message>
            <source>parent</source>
            <translation>Elternprozess</translation>
        </message>
        <message>
            <source>user</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <source>CPU</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>own memory</source>
            <translation>eigener Speicher</translation>
        </message>
        <message>
            <source>read</source>
            <translation>gelesen</translation>
        </message>
        <message>
            <source>write</source>
            <translation>geschrieben</translation>
        </message>
        <message>
            <source>threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>nice</source>
            <translation>Nice</translation>
        </message>
        <message>
            <source>started</source>
            <translation>gestartet</translation>
        </message>
        <message>
            <source>unit</source>
            <translation>Einheit</translation>
        </message>
        <message>
            <source>command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>trend</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>This machine</source>
            <translation>Dieser Rechner</translation>
        </message>
        <message>
            <source>Hosts</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>Dienste</translation>
        </message>
        <message>
            <source>Applications</source>
            <translation>Anwendungen</translation>
        </message>
        <message>
            <source>part</source>
            <translation>Teil</translation>
        </message>
        <message>
            <source>series</source>
            <translation>Reihen</translation>
        </message>
        <message>
            <source>fails</source>
            <translation>schlägt fehl</translation>
        </message>
        <message>
            <source>scalar</source>
            <translation>Skalar</translation>
        </message>
        <message>
            <source>instant vector</source>
            <translation>Momentvektor</translation>
        </message>
        <message>
            <source>range vector</source>
            <translation>Bereichsvektor</translation>
        </message>
        <message>
            <source>string</source>
            <translation>Zeichenkette</translation>
        </message>
        <message>
            <source>query</source>
            <translation>Abfrage</translation>
        </message>
        <message>
            <source>metric</source>
            <translation>Metrik</translation>
        </message>
        <message>
            <source>detail</source>
            <translation>Näheres</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>behalten</translation>
        </message>
        <message>
            <source>expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <source>asked</source>
            <translation>gefragt</translation>
        </message>
        <message>
            <source>began</source>
            <translation>begann</translation>
        </message>
        <message>
            <source>lasted</source>
            <translation>dauerte</translation>
        </message>
        <message>
            <source>rule</source>
            <translation>Regel</translation>
        </message>
        <message>
            <source>incidents</source>
            <translation>Vorfälle</translation>
        </message>
        <message>
            <source>time firing</source>
            <translation>Zeit ausgelöst</translation>
        </message>
        <message>
            <source>each</source>
            <translation>jeweils</translation>
        </message>
        <message>
            <source>MTTA</source>
            <translation>MTTA</translation>
        </message>
        <message>
            <source>not acknowledged</source>
            <translation>nicht bestätigt</translation>
        </message>
        <message>
            <source>MTTR</source>
            <translation>MTTR</translation>
        </message>
        <message>
            <source>still firing</source>
            <translation>löst noch aus</translation>
        </message>
        <message>
            <source>noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>flapping</source>
            <translation>flatternd</translation>
        </message>
        <message>
            <source>%1, after %2</source>
            <translation>%1, nach %2</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>seit %1</translation>
        </message>
        <message>
            <source>over %1, after %2</source>
            <translation>vorbei %1, nach %2</translation>
        </message>
        <message>
            <source>acknowledged by %1</source>
            <translation>bestätigt von %1</translation>
        </message>
        <message>
            <source>Show what fires</source>
            <translation>Zeigen, was ausgelöst ist</translation>
        </message>
        <message>
            <source>Show what is about to fire</source>
            <translation>Zeigen, was bevorsteht</translation>
        </message>
        <message>
            <source>Show what is over</source>
            <translation>Zeigen, was vorbei ist</translation>
        </message>
        <message>
            <source>emergency</source>
            <translation>Notfall</translation>
        </message>
        <message>
            <source>Show emergencies</source>
            <translation>Notfälle zeigen</translation>
        </message>
        <message>
            <source>critical</source>
            <translation>kritisch</translation>
        </message>
        <message>
            <source>Show what is critical</source>
            <translation>Kritisches zeigen</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Show warnings</source>
            <translation>Warnungen zeigen</translation>
        </message>
        <message>
            <source>info</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Show what is only to be known</source>
            <translation>Hinweise zeigen</translation>
        </message>
        <message>
            <source>muted</source>
            <translation>stumm</translation>
        </message>
        <message>
            <source>Show what nobody is told of: silenced, inhibited, snoozed</source>
            <translation>Zeigen, was niemandem gemeldet wird: stummgeschaltet, unterdrückt, zurückgestellt</translation>
        </message>
        <message>
            <source>Show what was dismissed</source>
            <translation>Zeigen, was weggelegt wurde</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine Angabe</translation>
        </message>
        <message>
            <source>rule group</source>
            <translation>Regelgruppe</translation>
        </message>
        <message>
            <source>Severity</source>
            <translation>Schweregrad</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>Ziel</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>Worst value</source>
            <translation>Schlechtester Wert</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>Seit</translation>
        </message>
        <message>
            <source>Lasted</source>
            <translation>Dauerte</translation>
        </message>
        <message>
            <source>Lasts</source>
            <translation>Dauert</translation>
        </message>
        <message>
            <source>Acknowledged by</source>
            <translation>Bestätigt von</translation>
        </message>
        <message>
            <source>Comment</source>
            <translation>Kommentar</translation>
        </message>
        <message>
            <source>What it means</source>
            <translation>Was es bedeutet</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>Was zu tun ist</translation>
        </message>
        <message>
            <source>Runbook</source>
            <translation>Runbook</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Annotations</source>
            <translation>Annotationen</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <source>%1 in %2</source>
            <translation>%1 in %2</translation>
        </message>
        <message>
            <source>%1, down for %2</source>
            <translation>%1, %2 lang ausgefallen</translation>
        </message>
        <message>
            <source>response</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>over time</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>available</source>
            <translation>verfügbar</translation>
        </message>
        <message>
            <source>why / last change</source>
            <translation>Grund / letzte Änderung</translation>
        </message>
        <message>
            <source>next check</source>
            <translation>nächste Prüfung</translation>
        </message>
        <message>
            <source>address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>objective</source>
            <translation>Zielwert</translation>
        </message>
        <message>
            <source>achieved</source>
            <translation>erreicht</translation>
        </message>
        <message>
            <source>budget left</source>
            <translation>Budget übrig</translation>
        </message>
        <message>
            <source>of the budget</source>
            <translation>vom Budget</translation>
        </message>
        <message>
            <source>burn, 1 h</source>
            <translation>Verbrauch, 1 h</translation>
        </message>
        <message>
            <source>burn, 3 d</source>
            <translation>Verbrauch, 3 T</translation>
        </message>
        <message>
            <source>MTBF</source>
            <translation>MTBF</translation>
        </message>
        <message>
            <source>outages</source>
            <translation>Ausfälle</translation>
        </message>
        <message>
            <source>not asked yet</source>
            <translation>noch nicht abgefragt</translation>
        </message>
        <message>
            <source>for %1</source>
            <translation>seit %1</translation>
        </message>
        <message>
            <source>behind %1, which does not answer</source>
            <translation>hinter %1, das nicht antwortet</translation>
        </message>
        <message>
            <source>asked again (%1 of %2)</source>
            <translation>erneut abgefragt (%1 von %2)</translation>
        </message>
        <message>
            <source>as it should be</source>
            <translation>wie es sein soll</translation>
        </message>
        <message>
            <source>dns</source>
            <translation>DNS</translation>
        </message>
        <message>
            <source>network</source>
            <translation>Netzwerk</translation>
        </message>
        <message>
            <source>timeout</source>
            <translation>Zeitlimit</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>geschlossen</translation>
        </message>
        <message>
            <source>tls</source>
            <translation>TLS</translation>
        </message>
        <message>
            <source>authentication</source>
            <translation>Anmeldung</translation>
        </message>
        <message>
            <source>permission</source>
            <translation>Berechtigung</translation>
        </message>
        <message>
            <source>status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>redirects</source>
            <translation>Weiterleitungen</translation>
        </message>
        <message>
            <source>header</source>
            <translation>Header</translation>
        </message>
        <message>
            <source>body</source>
            <translation>Inhalt</translation>
        </message>
        <message>
            <source>protocol</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>options</source>
            <translation>Optionen</translation>
        </message>
        <message>
            <source>24 h</source>
            <translation>24 h</translation>
        </message>
        <message>
            <source>7 d</source>
            <translation>7 T</translation>
        </message>
        <message>
            <source>30 d</source>
            <translation>30 T</translation>
        </message>
        <message>
            <source>90 d</source>
            <translation>90 T</translation>
        </message>
        <message>
            <source>Maintenance</source>
            <translation>Wartung</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 bis %2</translation>
        </message>
        <message>
            <source>%1 available</source>
            <translation>%1 verfügbar</translation>
        </message>
        <message>
            <source>down for %1</source>
            <translation>%1 lang ausgefallen</translation>
        </message>
        <message>
            <source>degraded for %1</source>
            <translation>%1 lang beeinträchtigt</translation>
        </message>
        <message>
            <source>unknown for %1</source>
            <translation>%1 lang unbekannt</translation>
        </message>
        <message>
            <source>paused for %1</source>
            <translation>%1 lang angehalten</translation>
        </message>
        <message>
            <source>in maintenance for %1</source>
            <translation>%1 lang in Wartung</translation>
        </message>
        <message>
            <source>not observed</source>
            <translation>nicht beobachtet</translation>
        </message>
        <message>
            <source>not observed for %1</source>
            <translation>%1 lang nicht beobachtet</translation>
        </message>
        <message>
            <source>… cut off here</source>
            <translation>… hier abgeschnitten</translation>
        </message>
        <message>
            <source>operation</source>
            <translation>Vorgang</translation>
        </message>
        <message>
            <source>rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>count</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <source>min</source>
            <translation>Min</translation>
        </message>
        <message>
            <source>avg</source>
            <translation>Mittel</translation>
        </message>
        <message>
            <source>p50</source>
            <translation>p50</translation>
        </message>
        <message>
            <source>p95</source>
            <translation>p95</translation>
        </message>
        <message>
            <source>p99</source>
            <translation>p99</translation>
        </message>
        <message>
            <source>max</source>
            <translation>Max</translation>
        </message>
        <message>
            <source>last 100</source>
            <translation>letzte 100</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Record type</source>
            <translation>Eintragstyp</translation>
        </message>
        <message>
            <source>Name server</source>
            <translation>Nameserver</translation>
        </message>
        <message>
            <source>the first one of this machine</source>
            <translation>der erste dieses Rechners</translation>
        </message>
        <message>
            <source>Expected records</source>
            <translation>Erwartete Einträge</translation>
        </message>
        <message>
            <source>one a line: 192.0.2.1, or 10 mail.example.org</source>
            <translation>einer je Zeile: 192.0.2.1 oder 10 mail.example.org</translation>
        </message>
        <message>
            <source>Which of them must be there</source>
            <translation>Welche davon da sein müssen</translation>
        </message>
        <message>
            <source>Transport</source>
            <translation>Transport</translation>
        </message>
        <message>
            <source>Accepted response codes</source>
            <translation>Akzeptierte Antwortcodes</translation>
        </message>
        <message>
            <source>At least one record</source>
            <translation>Mindestens ein Eintrag</translation>
        </message>
        <message>
            <source>Some record matches</source>
            <translation>Irgendein Eintrag passt</translation>
        </message>
        <message>
            <source>regular expressions, one a line</source>
            <translation>reguläre Ausdrücke, einer je Zeile</translation>
        </message>
        <message>
            <source>No record matches</source>
            <translation>Kein Eintrag passt</translation>
        </message>
        <message>
            <source>The server must answer with authority</source>
            <translation>Der Server muss autoritativ antworten</translation>
        </message>
        <message>
            <source>The answer must be validated by DNSSEC</source>
            <translation>Die Antwort muss durch DNSSEC bestätigt sein</translation>
        </message>
        <message>
            <source>The server may ask others</source>
            <translation>Der Server darf andere fragen</translation>
        </message>
        <message>
            <source>Record class</source>
            <translation>Eintragsklasse</translation>
        </message>
        <message>
            <source>Address family</source>
            <translation>Adressfamilie</translation>
        </message>
        <message>
            <source>Name in the certificate</source>
            <translation>Name im Zertifikat</translation>
        </message>
        <message>
            <source>Timeout</source>
            <translation>Zeitlimit</translation>
        </message>
        <message>
            <source>seconds</source>
            <translation>Sekunden</translation>
        </message>
        <message>
            <source>DNS</source>
            <translation>DNS</translation>
        </message>
        <message>
            <source>Asks a name server for a name.</source>
            <translation>Fragt einen Nameserver nach einem Namen.</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>User</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <source>one with the privilege &quot;monitor&quot; is enough</source>
            <translation>einer mit dem Recht „monitor“ genügt</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>API key</source>
            <translation>API-Schlüssel</translation>
        </message>
        <message>
            <source>instead of a user, in its encoded form</source>
            <translation>statt eines Benutzers, in kodierter Form</translation>
        </message>
        <message>
            <source>Worst status that is good</source>
            <translation>Schlechtester Status, der noch gut ist</translation>
        </message>
        <message>
            <source>yellow: replicas are missing, no data is</source>
            <translation>yellow: Replikate fehlen, aber keine Daten</translation>
        </message>
        <message>
            <source>Nodes</source>
            <translation>Knoten</translation>
        </message>
        <message>
            <source>local: only the one that answers</source>
            <translation>local: nur der, der antwortet</translation>
        </message>
        <message>
            <source>Indices</source>
            <translation>Indizes</translation>
        </message>
        <message>
            <source>costs much where there are thousands: ask once a minute or less</source>
            <translation>teuer, wo es Tausende gibt: höchstens einmal je Minute abfragen</translation>
        </message>
        <message>
            <source>Settings of indices</source>
            <translation>Einstellungen der Indizes</translation>
        </message>
        <message>
            <source>Fields of indices</source>
            <translation>Felder der Indizes</translation>
        </message>
        <message>
            <source>Shards by node</source>
            <translation>Shards je Knoten</translation>
        </message>
        <message>
            <source>Settings of the cluster</source>
            <translation>Einstellungen des Clusters</translation>
        </message>
        <message>
            <source>Snapshots</source>
            <translation>Snapshots</translation>
        </message>
        <message>
            <source>Snapshots by plan (SLM)</source>
            <translation>Snapshots je Plan (SLM)</translation>
        </message>
        <message>
            <source>Life of indices by plan (ILM)</source>
            <translation>Lebenszyklus der Indizes je Plan (ILM)</translation>
        </message>
        <message>
            <source>Data streams</source>
            <translation>Datenströme</translation>
        </message>
        <message>
            <source>Health report</source>
            <translation>Gesundheitsbericht</translation>
        </message>
        <message>
            <source>since version 8.7</source>
            <translation>ab Version 8.7</translation>
        </message>
        <message>
            <source>where it is not the host&apos;s name</source>
            <translation>falls es nicht der Name des Rechners ist</translation>
        </message>
        <message>
            <source>Certificate authority</source>
            <translation>Zertifizierungsstelle</translation>
        </message>
        <message>
            <source>a file in PEM form, instead of the system&apos;s authorities</source>
            <translation>eine Datei im PEM-Format, statt der Stellen des Systems</translation>
        </message>
        <message>
            <source>Client certificate</source>
            <translation>Client-Zertifikat</translation>
        </message>
        <message>
            <source>a file in PEM form</source>
            <translation>eine Datei im PEM-Format</translation>
        </message>
        <message>
            <source>Key of the client certificate</source>
            <translation>Schlüssel des Client-Zertifikats</translation>
        </message>
        <message>
            <source>Password of the key</source>
            <translation>Passwort des Schlüssels</translation>
        </message>
        <message>
            <source>Accepted certificate</source>
            <translation>Akzeptiertes Zertifikat</translation>
        </message>
        <message>
            <source>SHA-256 of the one certificate that is taken although it cannot be verified</source>
            <translation>SHA-256 des einen Zertifikats, das gilt, obwohl es sich nicht prüfen lässt</translation>
        </message>
        <message>
            <source>Elasticsearch or OpenSearch</source>
            <translation>Elasticsearch oder OpenSearch</translation>
        </message>
        <message>
            <source>Health of the cluster, nodes, memory and queues.</source>
            <translation>Gesundheit des Clusters, Knoten, Speicher und Warteschlangen.</translation>
        </message>
        <message>
            <source>Text that must be there</source>
            <translation>Text, der da sein muss</translation>
        </message>
        <message>
            <source>Text that must not be there</source>
            <translation>Text, der nicht da sein darf</translation>
        </message>
        <message>
            <source>Accepted status</source>
            <translation>Akzeptierter Status</translation>
        </message>
        <message>
            <source>Bearer token</source>
            <translation>Bearer-Token</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Methode</translation>
        </message>
        <message>
            <source>Headers</source>
            <translation>Header</translation>
        </message>
        <message>
            <source>Secret header</source>
            <translation>Geheimer Header</translation>
        </message>
        <message>
            <source>Content to send</source>
            <translation>Zu sendender Inhalt</translation>
        </message>
        <message>
            <source>Headers that must match</source>
            <translation>Header, die passen müssen</translation>
        </message>
        <message>
            <source>Content must match</source>
            <translation>Inhalt muss passen</translation>
        </message>
        <message>
            <source>a regular expression a line</source>
            <translation>ein regulärer Ausdruck je Zeile</translation>
        </message>
        <message>
            <source>Content must not match</source>
            <translation>Inhalt darf nicht passen</translation>
        </message>
        <message>
            <source>JSON value</source>
            <translation>JSON-Wert</translation>
        </message>
        <message>
            <source>Expected JSON value</source>
            <translation>Erwarteter JSON-Wert</translation>
        </message>
        <message>
            <source>Redirects to follow</source>
            <translation>Weiterleitungen, denen gefolgt wird</translation>
        </message>
        <message>
            <source>Largest content</source>
            <translation>Größter Inhalt</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>Byte</translation>
        </message>
        <message>
            <source>Ask for compressed content</source>
            <translation>Komprimierten Inhalt anfordern</translation>
        </message>
        <message>
            <source>Proxy</source>
            <translation>Proxy</translation>
        </message>
        <message>
            <source>User at the proxy</source>
            <translation>Benutzer am Proxy</translation>
        </message>
        <message>
            <source>Password at the proxy</source>
            <translation>Passwort am Proxy</translation>
        </message>
        <message>
            <source>IP version</source>
            <translation>IP-Version</translation>
        </message>
        <message>
            <source>HTTP or HTTPS</source>
            <translation>HTTP oder HTTPS</translation>
        </message>
        <message>
            <source>Asks for a page or an interface, and judges the answer.</source>
            <translation>Fragt eine Seite oder eine Schnittstelle ab und beurteilt die Antwort.</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Payload</source>
            <translation>Nutzdaten</translation>
        </message>
        <message>
            <source>Hop limit</source>
            <translation>Hop-Limit</translation>
        </message>
        <message>
            <source>Must not be cut into pieces on the way</source>
            <translation>Darf unterwegs nicht zerteilt werden</translation>
        </message>
        <message>
            <source>Ping (ICMP)</source>
            <translation>Ping (ICMP)</translation>
        </message>
        <message>
            <source>Sends an echo request to a host.</source>
            <translation>Sendet eine Echo-Anfrage an einen Rechner.</translation>
        </message>
        <message>
            <source>Database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>the one whose tables and indexes are looked at</source>
            <translation>die, deren Tabellen und Indizes angesehen werden</translation>
        </message>
        <message>
            <source>a role that has pg_monitor is enough</source>
            <translation>eine Rolle mit pg_monitor genügt</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation>Verschlüsselung</translation>
        </message>
        <message>
            <source>automatic: verified, except on this machine</source>
            <translation>automatisch: geprüft, außer auf diesem Rechner</translation>
        </message>
        <message>
            <source>PostgreSQL</source>
            <translation>PostgreSQL</translation>
        </message>
        <message>
            <source>Connections, queries, locks, tables and replication of a server.</source>
            <translation>Verbindungen, Abfragen, Sperren, Tabellen und Replikation eines Servers.</translation>
        </message>
        <message>
            <source>none: the default user</source>
            <translation>keiner: der Standardbenutzer</translation>
        </message>
        <message>
            <source>Encrypted (TLS)</source>
            <translation>Verschlüsselt (TLS)</translation>
        </message>
        <message>
            <source>Redis</source>
            <translation>Redis</translation>
        </message>
        <message>
            <source>Memory, hit rate, clients, slow commands and replication of a server.</source>
            <translation>Speicher, Trefferquote, Clients, langsame Befehle und Replikation eines Servers.</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>Job</translation>
        </message>
        <message>
            <source>the label by which rules and dashboards find it</source>
            <translation>das Label, an dem Regeln und Dashboards es finden</translation>
        </message>
        <message>
            <source>Parameters of the address</source>
            <translation>Parameter der Adresse</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>sent as a bearer token</source>
            <translation>wird als Bearer-Token gesendet</translation>
        </message>
        <message>
            <source>Follow redirects</source>
            <translation>Umleitungen folgen</translation>
        </message>
        <message>
            <source>Keep the labels that the endpoint tells</source>
            <translation>Labels behalten, die der Endpunkt meldet</translation>
        </message>
        <message>
            <source>for gateways and federation; otherwise they are called exported_</source>
            <translation>für Gateways und Föderation; sonst heißen sie exported_</translation>
        </message>
        <message>
            <source>Relabelling</source>
            <translation>Relabelling</translation>
        </message>
        <message>
            <source>Most samples</source>
            <translation>Höchstzahl der Messwerte</translation>
        </message>
        <message>
            <source>0: no limit</source>
            <translation>0: keine Grenze</translation>
        </message>
        <message>
            <source>Most labels of a series</source>
            <translation>Höchstzahl der Labels einer Reihe</translation>
        </message>
        <message>
            <source>Longest name of a label</source>
            <translation>Längster Name eines Labels</translation>
        </message>
        <message>
            <source>bytes; 0: no limit</source>
            <translation>Byte; 0: keine Grenze</translation>
        </message>
        <message>
            <source>Longest value of a label</source>
            <translation>Längster Wert eines Labels</translation>
        </message>
        <message>
            <source>Largest answer</source>
            <translation>Größte Antwort</translation>
        </message>
        <message>
            <source>Metrics of an application (/metrics)</source>
            <translation>Metriken einer Anwendung (/metrics)</translation>
        </message>
        <message>
            <source>Reads what an application or an exporter tells in the format of Prometheus.</source>
            <translation>Liest, was eine Anwendung oder ein Exporter im Format von Prometheus meldet.</translation>
        </message>
        <message>
            <source>Here belongs a number from %1 to %2.</source>
            <translation>Hierher gehört eine Zahl von %1 bis %2.</translation>
        </message>
        <message>
            <source>Here belongs &quot;true&quot; or &quot;false&quot;.</source>
            <translation>Hierher gehört „true“ oder „false“.</translation>
        </message>
        <message>
            <source>Here belongs one of: %1.</source>
            <translation>Hierher gehört eines von: %1.</translation>
        </message>
        <message>
            <source>There is no such file.</source>
            <translation>Diese Datei gibt es nicht.</translation>
        </message>
        <message>
            <source>This file may not be read.</source>
            <translation>Diese Datei darf nicht gelesen werden.</translation>
        </message>
        <message>
            <source>Here belongs one line.</source>
            <translation>Hierher gehört eine einzige Zeile.</translation>
        </message>
        <message>
            <source>Say where it is.</source>
            <translation>Es braucht eine Adresse.</translation>
        </message>
        <message>
            <source>This is no address.</source>
            <translation>Das ist keine Adresse.</translation>
        </message>
        <message>
            <source>A password does not belong into the address.</source>
            <translation>Ein Passwort gehört nicht in die Adresse.</translation>
        </message>
        <message>
            <source>The address begins with http:// or https://.</source>
            <translation>Die Adresse beginnt mit http:// oder https://.</translation>
        </message>
        <message>
            <source>Here belongs a host with a port, such as db.example.org:5432.</source>
            <translation>Hierher gehört ein Rechner mit Port, etwa db.example.org:5432.</translation>
        </message>
        <message>
            <source>The port is missing: write it behind the host, such as mail.example.org:25.</source>
            <translation>Der Port fehlt: Er steht hinter dem Rechner, etwa mail.example.org:25.</translation>
        </message>
        <message>
            <source>Here belongs the name or the address of a host.</source>
            <translation>Hierher gehört der Name oder die Adresse eines Rechners.</translation>
        </message>
        <message>
            <source>It cannot be behind itself.</source>
            <translation>Es kann nicht hinter sich selbst liegen.</translation>
        </message>
        <message>
            <source>What it is said to be behind is not there any more.</source>
            <translation>Wohinter es liegen soll, das gibt es nicht mehr.</translation>
        </message>
        <message>
            <source>%1 is behind this one already.</source>
            <translation>%1 liegt schon hinter diesem.</translation>
        </message>
        <message>
            <source>%1 watches this already in the same way.</source>
            <translation>%1 überwacht das schon auf dieselbe Weise.</translation>
        </message>
        <message>
            <source>Give it a name.</source>
            <translation>Es braucht einen Namen.</translation>
        </message>
        <message>
            <source>It is checked once a second at most and once a day at least.</source>
            <translation>Geprüft wird höchstens einmal je Sekunde und mindestens einmal am Tag.</translation>
        </message>
        <message>
            <source>It is longer than the timeout, which is %1 seconds.</source>
            <translation>Kürzer als das Zeitlimit von %1 Sekunden geht es nicht.</translation>
        </message>
        <message>
            <source>Here belongs a time; 0 for never.</source>
            <translation>Hierher gehört eine Zeit; 0 für nie.</translation>
        </message>
        <message>
            <source>Here belongs a share of the time between 0 % and 100 %, such as 99.9 %.</source>
            <translation>Hierher gehört ein Anteil der Zeit zwischen 0 % und 100 %, etwa 99,9 %.</translation>
        </message>
        <message>
            <source>Expected greeting</source>
            <translation>Erwartete Begrüßung</translation>
        </message>
        <message>
            <source>a regular expression</source>
            <translation>ein regulärer Ausdruck</translation>
        </message>
        <message>
            <source>Encryption is agreed on by (STARTTLS)</source>
            <translation>Verschlüsselung wird vereinbart über (STARTTLS)</translation>
        </message>
        <message>
            <source>Dialogue</source>
            <translation>Dialog</translation>
        </message>
        <message>
            <source>TCP port</source>
            <translation>TCP-Port</translation>
        </message>
        <message>
            <source>Connects to a port, and may talk to what listens there.</source>
            <translation>Verbindet sich mit einem Port und kann mit dem sprechen, was dort lauscht.</translation>
        </message>
        <message>
            <source>Days it must still be good</source>
            <translation>Tage, die es noch gültig sein muss</translation>
        </message>
        <message>
            <source>days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>TLS certificate</source>
            <translation>TLS-Zertifikat</translation>
        </message>
        <message>
            <source>Looks at the certificate that a server shows, and how long it is good.</source>
            <translation>Sieht sich das Zertifikat an, das ein Server zeigt, und wie lange es gültig ist.</translation>
        </message>
        <message>
            <source>it could not be asked</source>
            <translation>konnte nicht gefragt werden</translation>
        </message>
        <message>
            <source>it was not asked for more than %1</source>
            <translation>wurde seit mehr als %1 nicht gefragt</translation>
        </message>
        <message>
            <source>it is being asked again</source>
            <translation>wird erneut gefragt</translation>
        </message>
        <message>
            <source>it answers, and should not</source>
            <translation>antwortet und sollte nicht</translation>
        </message>
        <message>
            <source>it answers, and should not: %1</source>
            <translation>antwortet und sollte nicht: %1</translation>
        </message>
        <message>
            <source>it does not answer, as it should: %1</source>
            <translation>antwortet nicht, wie es soll: %1</translation>
        </message>
        <message>
            <source>answers slowly: most of the last answers took longer than %1</source>
            <translation>antwortet langsam: die meisten letzten Antworten brauchten länger als %1</translation>
        </message>
        <message>
            <source>behind %1, which is down</source>
            <translation>hinter %1, das ausgefallen ist</translation>
        </message>
        <message>
            <source>this machine is offline</source>
            <translation>dieser Rechner ist offline</translation>
        </message>
        <message>
            <source>%1 is down</source>
            <translation>%1 ist ausgefallen</translation>
        </message>
        <message>
            <source>%1 answers slowly</source>
            <translation>%1 antwortet langsam</translation>
        </message>
        <message>
            <source>%1 is down, and %2 more</source>
            <translation>%1 ist ausgefallen, und %2 weitere</translation>
        </message>
        <message>
            <source>%1 answers slowly, and %2 more</source>
            <translation>%1 antwortet langsam, und %2 weitere</translation>
        </message>
        <message>
            <source>%1 is unknown, and %2 more</source>
            <translation>%1 ist unbekannt, und %2 weitere</translation>
        </message>
        <message>
            <source>in maintenance</source>
            <translation>in Wartung</translation>
        </message>
        <message>
            <source>Additional</source>
            <translation>Zusätzliches</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Authority</source>
            <translation>Zuständigkeit</translation>
        </message>
        <message>
            <source>Body</source>
            <translation>Inhalt</translation>
        </message>
        <message>
            <source>Certificate</source>
            <translation>Zertifikat</translation>
        </message>
        <message>
            <source>Lines</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Not read</source>
            <translation>Nicht gelesen</translation>
        </message>
        <message>
            <source>Phases</source>
            <translation>Phasen</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>Bemerkungen</translation>
        </message>
        <message>
            <source>Reply</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>Anfrage</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>Server</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Unassigned shard</source>
            <translation>Nicht zugewiesener Shard</translation>
        </message>
    </context>
    <context>
        <name>notify::DesktopNotifier</name>
        <message>
            <source>Resolved: %1</source>
            <translation>Behoben: %1</translation>
        </message>
        <message>
            <source>lasted %1</source>
            <translation>Dauer %1</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>seit %1</translation>
        </message>
        <message>
            <source>Info</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Critical</source>
            <translation>Kritisch</translation>
        </message>
        <message>
            <source>Emergency</source>
            <translation>Notfall</translation>
        </message>
        <message>
            <source>%1 alerts fire</source>
            <translation>%1 Alarme lösen aus</translation>
        </message>
        <message>
            <source>%1 alerts are over</source>
            <translation>%1 Alarme sind vorbei</translation>
        </message>
        <message>
            <source>%1: %2 times</source>
            <translation>%1: %2-mal</translation>
        </message>
        <message>
            <source>and %1 more</source>
            <translation>und %1 weitere</translation>
        </message>
        <message>
            <source>over meanwhile: %1</source>
            <translation>inzwischen vorbei: %1</translation>
        </message>
        <message>
            <source>It still fires.</source>
            <translation>Er löst weiter aus.</translation>
        </message>
        <message>
            <source>It is told again because its silence ended.</source>
            <translation>Er wird wieder gemeldet, weil seine Stille endete.</translation>
        </message>
        <message>
            <source>It comes and goes; nothing more is told until it is calm.</source>
            <translation>Er kommt und geht; bis Ruhe ist, wird nichts mehr gemeldet.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Acknowledge</source>
            <translation>Bestätigen</translation>
        </message>
        <message>
            <source>Snooze 1 h</source>
            <translation>1 h zurückstellen</translation>
        </message>
    </context>
    <context>
        <name>rules</name>
        <message>
            <source>back within the limits</source>
            <translation>wieder innerhalb der Grenzen</translation>
        </message>
        <message>
            <source>no data</source>
            <translation>keine Werte</translation>
        </message>
        <message>
            <source>the rule was changed</source>
            <translation>die Regel wurde geändert</translation>
        </message>
        <message>
            <source>the rule was deleted</source>
            <translation>die Regel wurde gelöscht</translation>
        </message>
        <message>
            <source>the rule was switched off</source>
            <translation>die Regel wurde abgeschaltet</translation>
        </message>
        <message>
            <source>CPU above 70 %</source>
            <translation>CPU über 70 %</translation>
        </message>
        <message>
            <source>The processor has been busy for a quarter of an hour; little is left for peaks.</source>
            <translation>Der Prozessor ist seit einer Viertelstunde beschäftigt; für Spitzen bleibt wenig.</translation>
        </message>
        <message>
            <source>Sort the process table by CPU to see who uses it; end or slow down what need not run now.</source>
            <translation>Die Prozesstabelle nach CPU sortieren, um zu sehen, wer ihn nutzt; beenden oder bremsen, was jetzt nicht laufen muss.</translation>
        </message>
        <message>
            <source>CPU above 90 %</source>
            <translation>CPU über 90 %</translation>
        </message>
        <message>
            <source>The processor is nearly saturated; programs wait for it and answer slowly.</source>
            <translation>Der Prozessor ist fast ausgelastet; Programme warten auf ihn und antworten langsam.</translation>
        </message>
        <message>
            <source>Load per core above 2</source>
            <translation>Last je Kern über 2</translation>
        </message>
        <message>
            <source>Twice as many tasks as cores want to run or wait for a disk.</source>
            <translation>Doppelt so viele Aufgaben wie Kerne wollen laufen oder warten auf eine Platte.</translation>
        </message>
        <message>
            <source>Compare CPU use and disk pressure to see which of them the tasks wait for.</source>
            <translation>CPU-Auslastung und Plattendruck vergleichen, um zu sehen, worauf die Aufgaben warten.</translation>
        </message>
        <message>
            <source>Memory above 80 %</source>
            <translation>Speicher über 80 %</translation>
        </message>
        <message>
            <source>Little memory is left; caches shrink and everything that reads files slows down.</source>
            <translation>Es ist wenig Speicher übrig; Caches schrumpfen, und alles, was Dateien liest, wird langsamer.</translation>
        </message>
        <message>
            <source>Sort the process table by memory; restart what grew, close what is not needed, or add memory.</source>
            <translation>Die Prozesstabelle nach Speicher sortieren; neu starten, was gewachsen ist, schließen, was nicht gebraucht wird, oder Speicher nachrüsten.</translation>
        </message>
        <message>
            <source>Memory above 95 %</source>
            <translation>Speicher über 95 %</translation>
        </message>
        <message>
            <source>Memory is nearly exhausted; the kernel may soon kill a process to go on.</source>
            <translation>Der Speicher ist fast erschöpft; der Kernel schießt womöglich bald einen Prozess ab.</translation>
        </message>
        <message>
            <source>Swap above 80 %</source>
            <translation>Auslagerung über 80 %</translation>
        </message>
        <message>
            <source>Most of the swap space is in use; once it is full, processes are killed.</source>
            <translation>Der Auslagerungsspeicher ist großteils belegt; ist er voll, werden Prozesse abgeschossen.</translation>
        </message>
        <message>
            <source>File system above 80 %</source>
            <translation>Dateisystem über 80 %</translation>
        </message>
        <message>
            <source>The file system fills up.</source>
            <translation>Das Dateisystem läuft voll.</translation>
        </message>
        <message>
            <source>Delete or move what is not needed: package caches, old logs, container images, core dumps.</source>
            <translation>Löschen oder verschieben, was nicht gebraucht wird: Paket-Caches, alte Protokolle, Container-Abbilder, Speicherauszüge.</translation>
        </message>
        <message>
            <source>File system above 90 %</source>
            <translation>Dateisystem über 90 %</translation>
        </message>
        <message>
            <source>The file system is nearly full; programs that write to it will soon fail.</source>
            <translation>Das Dateisystem ist fast voll; Programme, die darauf schreiben, scheitern bald.</translation>
        </message>
        <message>
            <source>File system full within 24 h</source>
            <translation>Dateisystem voll binnen 24 h</translation>
        </message>
        <message>
            <source>At the last hour&apos;s pace no space is left within a day.</source>
            <translation>Im Tempo der letzten Stunde ist binnen eines Tages kein Platz mehr.</translation>
        </message>
        <message>
            <source>Find out what is written: a log that grew, a backup, a download.</source>
            <translation>Herausfinden, was geschrieben wird: ein gewachsenes Protokoll, eine Sicherung, ein Download.</translation>
        </message>
        <message>
            <source>File system inodes above 90 %</source>
            <translation>Inodes des Dateisystems über 90 %</translation>
        </message>
        <message>
            <source>Nearly as many files as the file system can hold; new ones will be refused although space is left.</source>
            <translation>Fast so viele Dateien, wie das Dateisystem fassen kann; neue werden abgelehnt, obwohl noch Platz ist.</translation>
        </message>
        <message>
            <source>Look for directories with very many small files, for example mail queues, sessions and caches.</source>
            <translation>Nach Verzeichnissen mit sehr vielen kleinen Dateien suchen, etwa Mail-Warteschlangen, Sitzungen und Caches.</translation>
        </message>
        <message>
            <source>Disk busy above 95 %</source>
            <translation>Platte über 95 % ausgelastet</translation>
        </message>
        <message>
            <source>The disk has had something to do nearly all the time; a single slow disk is then saturated, a fast parallel one need not be.</source>
            <translation>Die Platte hatte fast immer zu tun; eine einzelne langsame ist damit ausgelastet, eine schnelle parallele nicht unbedingt.</translation>
        </message>
        <message>
            <source>Look at the disk&apos;s latency, and sort the process table by reads and writes.</source>
            <translation>Die Latenz der Platte ansehen und die Prozesstabelle nach Lesen und Schreiben sortieren.</translation>
        </message>
        <message>
            <source>CPU pressure above 50 %</source>
            <translation>CPU-Druck über 50 %</translation>
        </message>
        <message>
            <source>Half of the time some task is ready to run and gets no core.</source>
            <translation>Die Hälfte der Zeit ist eine Aufgabe bereit und bekommt keinen Kern.</translation>
        </message>
        <message>
            <source>Disk pressure above 30 %</source>
            <translation>Plattendruck über 30 %</translation>
        </message>
        <message>
            <source>A third of the time nothing runs because every task waits for a disk.</source>
            <translation>Ein Drittel der Zeit läuft nichts, weil jede Aufgabe auf eine Platte wartet.</translation>
        </message>
        <message>
            <source>Sort the process table by reads and writes, and look at the disks&apos; latency.</source>
            <translation>Die Prozesstabelle nach Lesen und Schreiben sortieren und die Latenz der Platten ansehen.</translation>
        </message>
        <message>
            <source>Memory pressure above 10 %</source>
            <translation>Speicherdruck über 10 %</translation>
        </message>
        <message>
            <source>The machine spends its time moving memory in and out and hardly gets on.</source>
            <translation>Der Rechner ist damit beschäftigt, Speicher ein- und auszulagern, und kommt kaum voran.</translation>
        </message>
        <message>
            <source>Temperature above 85 °C</source>
            <translation>Temperatur über 85 °C</translation>
        </message>
        <message>
            <source>A sensor is hot; the processor will lower its speed.</source>
            <translation>Ein Fühler ist heiß; der Prozessor wird langsamer.</translation>
        </message>
        <message>
            <source>Check fans, dust and the room; take load off the machine until it has cooled.</source>
            <translation>Lüfter, Staub und Raum prüfen; den Rechner entlasten, bis er abgekühlt ist.</translation>
        </message>
        <message>
            <source>Temperature above 95 °C</source>
            <translation>Temperatur über 95 °C</translation>
        </message>
        <message>
            <source>A sensor is close to the temperature at which machines switch off.</source>
            <translation>Ein Fühler ist nahe der Temperatur, bei der Rechner abschalten.</translation>
        </message>
        <message>
            <source>Network errors above 10/s</source>
            <translation>Netzwerkfehler über 10/s</translation>
        </message>
        <message>
            <source>The interface loses packets; connections through it are slow or break.</source>
            <translation>Die Schnittstelle verliert Pakete; Verbindungen darüber sind langsam oder reißen ab.</translation>
        </message>
        <message>
            <source>Check cable, switch port and duplex, and whether the machine keeps up with the traffic.</source>
            <translation>Kabel, Switch-Port und Duplex prüfen, und ob der Rechner mit dem Verkehr mitkommt.</translation>
        </message>
        <message>
            <source>Too many series</source>
            <translation>Zu viele Zeitreihen</translation>
        </message>
        <message>
            <source>A target brings more series than the limit allows; new ones are refused, those that are known go on.</source>
            <translation>Ein Ziel liefert mehr Zeitreihen, als die Grenze erlaubt; neue werden abgewiesen, bekannte laufen weiter.</translation>
        </message>
        <message>
            <source>Look at the metric and the label that are named: values that are ever new (paths, ids) do not belong into a label.</source>
            <translation>Die genannte Metrik und das genannte Label ansehen: Immer neue Werte (Pfade, Kennungen) gehören nicht in ein Label.</translation>
        </message>
        <message>
            <source>A probe fails</source>
            <translation>Eine Sonde schlägt fehl</translation>
        </message>
        <message>
            <source>What this probe measures is unknown at the moment; its other alerts can not fire.</source>
            <translation>Was diese Sonde misst, ist im Augenblick unbekannt; ihre anderen Alarme können nicht auslösen.</translation>
        </message>
        <message>
            <source>Read the reason in the Health tab; often a permission is missing or a file is not there.</source>
            <translation>Den Grund im Reiter Gesundheit lesen; oft fehlt ein Recht oder eine Datei.</translation>
        </message>
        <message>
            <source>The history is not written</source>
            <translation>Der Verlauf wird nicht geschrieben</translation>
        </message>
        <message>
            <source>What is measured now waits in memory; once that is full the oldest is lost, and all of it if the console ends.</source>
            <translation>Was jetzt gemessen wird, wartet im Speicher; ist dieser voll, geht das Älteste verloren, und alles, wenn die Konsole endet.</translation>
        </message>
        <message>
            <source>Make room on the data directory&apos;s disk, or mend its permissions; the log has the reason. Writing resumes by itself.</source>
            <translation>Auf der Platte des Datenverzeichnisses Platz schaffen oder die Rechte richten; den Grund nennt das Protokoll. Danach wird von selbst weitergeschrieben.</translation>
        </message>
        <message>
            <source>Error rate above 1 %</source>
            <translation>Fehlerrate über 1 %</translation>
        </message>
        <message>
            <source>One request in a hundred fails.</source>
            <translation>Eine von hundert Anfragen schlägt fehl.</translation>
        </message>
        <message>
            <source>Look at which endpoint fails and since when; compare with what was deployed then.</source>
            <translation>Nachsehen, welcher Endpunkt fehlschlägt und seit wann; mit dem vergleichen, was damals eingespielt wurde.</translation>
        </message>
        <message>
            <source>Error rate above 5 %</source>
            <translation>Fehlerrate über 5 %</translation>
        </message>
        <message>
            <source>One request in twenty fails.</source>
            <translation>Eine von zwanzig Anfragen schlägt fehl.</translation>
        </message>
        <message>
            <source>Look at which endpoint fails and since when; go back to the version before if it came with one.</source>
            <translation>Nachsehen, welcher Endpunkt fehlschlägt und seit wann; kam es mit einer neuen Version, zur vorigen zurückgehen.</translation>
        </message>
        <message>
            <source>Cache hit rate below 50 %</source>
            <translation>Trefferquote des Caches unter 50 %</translation>
        </message>
        <message>
            <source>Half of what is asked of the cache is not there.</source>
            <translation>Die Hälfte dessen, wonach der Cache gefragt wird, hat er nicht.</translation>
        </message>
        <message>
            <source>See whether keys expire or are evicted too early, and whether what is asked for was ever kept.</source>
            <translation>Prüfen, ob Schlüssel zu früh ablaufen oder verdrängt werden, und ob das Gefragte je abgelegt wurde.</translation>
        </message>
        <message>
            <source>Cache memory above 80 %</source>
            <translation>Speicher des Caches über 80 %</translation>
        </message>
        <message>
            <source>The cache fills up and will evict what may still be needed.</source>
            <translation>Der Cache füllt sich und wird verdrängen, was vielleicht noch gebraucht wird.</translation>
        </message>
        <message>
            <source>Raise its limit, or let keys expire sooner.</source>
            <translation>Seine Grenze anheben oder Schlüssel früher ablaufen lassen.</translation>
        </message>
        <message>
            <source>Cache memory above 95 %</source>
            <translation>Speicher des Caches über 95 %</translation>
        </message>
        <message>
            <source>The cache evicts, or refuses to write.</source>
            <translation>Der Cache verdrängt oder verweigert das Schreiben.</translation>
        </message>
        <message>
            <source>Database connections above 70 %</source>
            <translation>Datenbankverbindungen über 70 %</translation>
        </message>
        <message>
            <source>Little is left of the connections that the server allows.</source>
            <translation>Von den Verbindungen, die der Server zulässt, ist wenig übrig.</translation>
        </message>
        <message>
            <source>See who holds them, and whether a pool leaks or is too large.</source>
            <translation>Nachsehen, wer sie hält und ob ein Pool leckt oder zu groß ist.</translation>
        </message>
        <message>
            <source>Database connections above 90 %</source>
            <translation>Datenbankverbindungen über 90 %</translation>
        </message>
        <message>
            <source>New connections will soon be refused.</source>
            <translation>Neue Verbindungen werden bald abgewiesen.</translation>
        </message>
        <message>
            <source>End idle sessions, lower the pools, or raise the limit.</source>
            <translation>Untätige Sitzungen beenden, Pools verkleinern oder die Grenze anheben.</translation>
        </message>
        <message>
            <source>Slow queries above 500 ms</source>
            <translation>Langsame Abfragen über 500 ms</translation>
        </message>
        <message>
            <source>A query takes more than half a second on average.</source>
            <translation>Eine Abfrage dauert im Mittel länger als eine halbe Sekunde.</translation>
        </message>
        <message>
            <source>Look at its plan: a missing index, old statistics, or a lock it waits for.</source>
            <translation>Ihren Plan ansehen: ein fehlender Index, alte Statistiken oder eine Sperre, auf die sie wartet.</translation>
        </message>
        <message>
            <source>Database cache hit rate below 50 %</source>
            <translation>Trefferquote des Datenbank-Caches unter 50 %</translation>
        </message>
        <message>
            <source>Half of what is read comes from the disk.</source>
            <translation>Die Hälfte dessen, was gelesen wird, kommt vom Datenträger.</translation>
        </message>
        <message>
            <source>Give the server more memory for its cache, or find the query that reads so much.</source>
            <translation>Dem Server mehr Speicher für seinen Cache geben oder die Abfrage finden, die so viel liest.</translation>
        </message>
        <message>
            <source>Target does not answer</source>
            <translation>Ziel antwortet nicht</translation>
        </message>
        <message>
            <source>What this target measures is unknown at the moment; its other alerts can not fire.</source>
            <translation>Was dieses Ziel misst, ist zurzeit unbekannt; seine anderen Alarme können nicht auslösen.</translation>
        </message>
        <message>
            <source>See whether the machine is on and reachable, and whether what answers there is running.</source>
            <translation>Prüfen, ob der Rechner an und erreichbar ist und ob dort läuft, was antworten soll.</translation>
        </message>
        <message>
            <source>HTTP response above 1 s</source>
            <translation>HTTP-Antwort über 1 s</translation>
        </message>
        <message>
            <source>The service answers slowly.</source>
            <translation>Der Dienst antwortet langsam.</translation>
        </message>
        <message>
            <source>Compare the phases: a slow name, connection or handshake is the network; a slow first byte is the service.</source>
            <translation>Die Phasen vergleichen: Namensauflösung, Verbindung oder Handshake langsam – das Netz; das erste Byte langsam – der Dienst.</translation>
        </message>
        <message>
            <source>HTTP response above 2 s</source>
            <translation>HTTP-Antwort über 2 s</translation>
        </message>
        <message>
            <source>The service answers so slowly that people give up.</source>
            <translation>Der Dienst antwortet so langsam, dass Leute aufgeben.</translation>
        </message>
        <message>
            <source>Certificate expires within 30 days</source>
            <translation>Zertifikat läuft in 30 Tagen ab</translation>
        </message>
        <message>
            <source>After that moment no client trusts the service any more.</source>
            <translation>Danach vertraut kein Client dem Dienst mehr.</translation>
        </message>
        <message>
            <source>Renew the certificate, and find out why it was not renewed by itself.</source>
            <translation>Das Zertifikat erneuern und herausfinden, warum es nicht von selbst erneuert wurde.</translation>
        </message>
        <message>
            <source>Certificate expires within 7 days</source>
            <translation>Zertifikat läuft in 7 Tagen ab</translation>
        </message>
        <message>
            <source>Renew the certificate today.</source>
            <translation>Das Zertifikat heute erneuern.</translation>
        </message>
        <message>
            <source>Service is down</source>
            <translation>Dienst ist ausgefallen</translation>
        </message>
        <message>
            <source>The service failed, was asked again, and failed each time; nothing that it is behind is down.</source>
            <translation>Der Dienst schlug fehl, wurde erneut gefragt und schlug jedes Mal fehl; nichts, hinter dem er liegt, ist ausgefallen.</translation>
        </message>
        <message>
            <source>Read the reason and the evidence of the failure in the Health tab, and compare it with the last good answer.</source>
            <translation>Grund und Belege des Fehlschlags im Reiter Gesundheit lesen und mit der letzten guten Antwort vergleichen.</translation>
        </message>
        <message>
            <source>Service answers slowly</source>
            <translation>Dienst antwortet langsam</translation>
        </message>
        <message>
            <source>Most of the last answers took longer than the warning threshold of the check.</source>
            <translation>Die meisten der letzten Antworten dauerten länger als die Warnschwelle der Prüfung.</translation>
        </message>
        <message>
            <source>Error budget burns 14 times too fast</source>
            <translation>Budget wird 14-mal zu schnell verbraucht</translation>
        </message>
        <message>
            <source>2 % of the error budget of 30 days went within an hour, and it goes on.</source>
            <translation>2 % des Budgets von 30 Tagen gingen binnen einer Stunde weg, und es geht weiter.</translation>
        </message>
        <message>
            <source>Act now: at this pace the budget is used up in two days.</source>
            <translation>Jetzt handeln: In diesem Tempo ist das Budget in zwei Tagen aufgebraucht.</translation>
        </message>
        <message>
            <source>Error budget burns 6 times too fast</source>
            <translation>Budget wird 6-mal zu schnell verbraucht</translation>
        </message>
        <message>
            <source>5 % of the error budget of 30 days went within six hours, and it goes on.</source>
            <translation>5 % des Budgets von 30 Tagen gingen binnen sechs Stunden weg, und es geht weiter.</translation>
        </message>
        <message>
            <source>Act today: at this pace the budget is used up in five days.</source>
            <translation>Heute handeln: In diesem Tempo ist das Budget in fünf Tagen aufgebraucht.</translation>
        </message>
        <message>
            <source>Error budget burns 3 times too fast</source>
            <translation>Budget wird 3-mal zu schnell verbraucht</translation>
        </message>
        <message>
            <source>10 % of the error budget of 30 days went within a day, and it goes on.</source>
            <translation>10 % des Budgets von 30 Tagen gingen binnen eines Tages weg, und es geht weiter.</translation>
        </message>
        <message>
            <source>Find the cause in the coming days: at this pace the budget is used up in ten days.</source>
            <translation>Die Ursache in den nächsten Tagen finden: In diesem Tempo ist das Budget in zehn Tagen aufgebraucht.</translation>
        </message>
        <message>
            <source>Error budget will not last</source>
            <translation>Budget wird nicht reichen</translation>
        </message>
        <message>
            <source>10 % of the error budget of 30 days went within three days, and it goes on.</source>
            <translation>10 % des Budgets von 30 Tagen gingen binnen drei Tagen weg, und es geht weiter.</translation>
        </message>
        <message>
            <source>Plan time for the cause: at this pace nothing of the budget is left at the end of the 30 days.</source>
            <translation>Zeit für die Ursache einplanen: In diesem Tempo ist am Ende der 30 Tage vom Budget nichts übrig.</translation>
        </message>
    </context>
    <context>
        <name>ui::AboutDialog</name>
        <message>
            <source>About Vedette</source>
            <translation>Über Vedette</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Vedette %1&lt;/h3&gt;&lt;p&gt;Watches this machine and tells you when something is wrong.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;br&gt;Built with Qt %2.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Vedette %1&lt;/h3&gt;&lt;p&gt;Wacht über diesen Rechner und meldet sich, wenn etwas nicht stimmt.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder später.&lt;br&gt;Gebaut mit Qt %2.&lt;/p&gt;</translation>
        </message>
    </context>
    <context>
        <name>ui::AcknowledgeDialog</name>
        <message numerus="yes">
            <source>Acknowledge %n alert(s)</source>
            <translation>
                <numerusform>%n Alarm bestätigen</numerusform>
                <numerusform>%n Alarme bestätigen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weiterer</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>&amp;Comment, for whoever looks next:</source>
            <translation>&amp;Kommentar für den Nächsten:</translation>
        </message>
        <message>
            <source>Acknowledge</source>
            <translation>Bestätigen</translation>
        </message>
    </context>
    <context>
        <name>ui::AlertActions</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weiterer</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>Acknowledge…</source>
            <translation>Bestätigen …</translation>
        </message>
        <message>
            <source>Take the selected alerts on, with a comment</source>
            <translation>Die gewählten Alarme mit einem Kommentar übernehmen</translation>
        </message>
        <message>
            <source>Snooze 1 h</source>
            <translation>1 h zurückstellen</translation>
        </message>
        <message>
            <source>No notification of the selected alerts for an hour</source>
            <translation>Eine Stunde lang keine Meldung der gewählten Alarme</translation>
        </message>
        <message numerus="yes">
            <source>No notification of %n alerts for an hour?</source>
            <translation>
                <numerusform>Eine Stunde lang keine Meldung von %n Alarm?</numerusform>
                <numerusform>Eine Stunde lang keine Meldung von %n Alarmen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Silence…</source>
            <translation>Stummschalten …</translation>
        </message>
        <message>
            <source>Tell nobody of alerts with these labels for a while</source>
            <translation>Alarme mit diesen Labels eine Zeit lang niemandem melden</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>End the selected alerts; they return only after the value was well once</source>
            <translation>Die gewählten Alarme beenden; sie kommen erst wieder, nachdem der Wert einmal gut war</translation>
        </message>
        <message numerus="yes">
            <source>End %n alerts?</source>
            <translation>
                <numerusform>%n Alarm beenden?</numerusform>
                <numerusform>%n Alarme beenden?</numerusform>
            </translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>Weglegen</translation>
        </message>
        <message>
            <source>Take the selected alerts off the list; they are told no more until they fire anew</source>
            <translation>Die gewählten Alarme von der Liste nehmen; sie werden nicht mehr gemeldet, bis sie erneut auslösen</translation>
        </message>
        <message numerus="yes">
            <source>Take %n alerts off the list?</source>
            <translation>
                <numerusform>%n Alarm von der Liste nehmen?</numerusform>
                <numerusform>%n Alarme von der Liste nehmen?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertAnalyticsView</name>
        <message>
            <source>Noisiest rules</source>
            <translation>Lauteste Regeln</translation>
        </message>
        <message>
            <source>Copy as CSV</source>
            <translation>Als CSV kopieren</translation>
        </message>
        <message>
            <source>When alerts begin</source>
            <translation>Wann Alarme beginnen</translation>
        </message>
        <message>
            <source>by day of the week and hour, in local time</source>
            <translation>nach Wochentag und Stunde, in Ortszeit</translation>
        </message>
    </context>
    <context>
        <name>ui::AlertDetail</name>
        <message>
            <source>The value around the alert&apos;s beginning</source>
            <translation>Der Wert um den Beginn des Alarms</translation>
        </message>
        <message>
            <source>The history holds no values of that time.</source>
            <translation>Aus dieser Zeit sind keine Werte gespeichert.</translation>
        </message>
        <message>
            <source>What it means</source>
            <translation>Was es bedeutet</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>Was zu tun ist</translation>
        </message>
        <message>
            <source>Events</source>
            <translation>Ereignisse</translation>
        </message>
        <message>
            <source>Nothing has happened to it yet.</source>
            <translation>Noch ist nichts damit geschehen.</translation>
        </message>
        <message>
            <source>No alert chosen</source>
            <translation>Kein Alarm gewählt</translation>
        </message>
        <message>
            <source>choose one at the left to see what it means</source>
            <translation>links einen wählen, um zu sehen, was er bedeutet</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>seit %1</translation>
        </message>
        <message>
            <source>now %1, worst %2</source>
            <translation>jetzt %1, schlimmster Wert %2</translation>
        </message>
        <message>
            <source>lasted %1</source>
            <translation>dauerte %1</translation>
        </message>
        <message>
            <source>acknowledged by %1</source>
            <translation>bestätigt von %1</translation>
        </message>
        <message>
            <source>The rule does not say.</source>
            <translation>Die Regel sagt dazu nichts.</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Copy as text</source>
            <translation>Als Text kopieren</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Als Markdown kopieren</translation>
        </message>
        <message>
            <source>Busiest processes when it began</source>
            <translation>Die eifrigsten Prozesse, als er begann</translation>
        </message>
        <message>
            <source>Nothing is known of processes there at that time.</source>
            <translation>Über Prozesse dort zu dieser Zeit ist nichts bekannt.</translation>
        </message>
        <message numerus="yes">
            <source>%n alerts chosen</source>
            <translation>
                <numerusform>%n Alarm gewählt</numerusform>
                <numerusform>%n Alarme gewählt</numerusform>
            </translation>
        </message>
        <message>
            <source>choose one alone to see what it means</source>
            <translation>einen allein wählen, um zu sehen, was er bedeutet</translation>
        </message>
        <message>
            <source>Runbook</source>
            <translation>Runbook</translation>
        </message>
        <message>
            <source>Show only alerts with %1</source>
            <translation>Nur Alarme mit %1 zeigen</translation>
        </message>
    </context>
    <context>
        <name>ui::AlertFilterBar</name>
        <message>
            <source>%1; with Ctrl nothing else of its kind</source>
            <translation>%1; mit Strg nichts anderes dieser Art</translation>
        </message>
        <message>
            <source>Filter: name, label, !regex</source>
            <translation>Filter: Name, Label, !regex</translation>
        </message>
        <message>
            <source>Filter alerts</source>
            <translation>Alarme filtern</translation>
        </message>
        <message>
            <source>Grouped</source>
            <translation>Gruppiert</translation>
        </message>
        <message>
            <source>Put alerts that have something in common below one line</source>
            <translation>Alarme mit Gemeinsamem unter einer Zeile zusammenfassen</translation>
        </message>
        <message>
            <source>What alerts of a group have in common</source>
            <translation>Was Alarme einer Gruppe gemeinsam haben</translation>
        </message>
        <message>
            <source>by %1</source>
            <translation>nach %1</translation>
        </message>
        <message>
            <source>Show others than %1 too</source>
            <translation>Auch andere als %1 zeigen</translation>
        </message>
        <message>
            <source>Not a regular expression yet: %1</source>
            <translation>Noch kein regulärer Ausdruck: %1</translation>
        </message>
    </context>
    <context>
        <name>ui::AlertHistory</name>
        <message>
            <source>The history is being read…</source>
            <translation>Der Verlauf wird gelesen …</translation>
        </message>
        <message>
            <source>History of alerts</source>
            <translation>Verlauf der Alarme</translation>
        </message>
        <message>
            <source>‹ Alerts</source>
            <translation>‹ Alarme</translation>
        </message>
        <message>
            <source>Back to what fires now</source>
            <translation>Zurück zu dem, was jetzt ausgelöst ist</translation>
        </message>
        <message>
            <source>24 h</source>
            <translation>24 h</translation>
        </message>
        <message>
            <source>7 d</source>
            <translation>7 T</translation>
        </message>
        <message>
            <source>30 d</source>
            <translation>30 T</translation>
        </message>
        <message>
            <source>90 d</source>
            <translation>90 T</translation>
        </message>
        <message>
            <source>The last %1</source>
            <translation>Die letzten %1</translation>
        </message>
        <message>
            <source>By target</source>
            <translation>Nach Ziel</translation>
        </message>
        <message>
            <source>A lane for each target, not for each rule</source>
            <translation>Eine Spur für jedes Ziel, nicht für jede Regel</translation>
        </message>
        <message>
            <source>Analytics</source>
            <translation>Auswertung</translation>
        </message>
        <message>
            <source>The noisiest rules, and when alerts begin</source>
            <translation>Die lautesten Regeln, und wann Alarme beginnen</translation>
        </message>
        <message>
            <source>Incidents</source>
            <translation>Vorfälle</translation>
        </message>
        <message>
            <source>MTTA</source>
            <translation>MTTA</translation>
        </message>
        <message>
            <source>MTTR</source>
            <translation>MTTR</translation>
        </message>
        <message>
            <source>Noise</source>
            <translation>Rauschen</translation>
        </message>
        <message>
            <source>Alerts that fired at any time of the range</source>
            <translation>Alarme, die irgendwann in dieser Zeit ausgelöst waren</translation>
        </message>
        <message>
            <source>Mean time from the beginning to the first acknowledgement</source>
            <translation>Mittlere Zeit vom Beginn bis zur ersten Bestätigung</translation>
        </message>
        <message>
            <source>Mean time from the beginning to the end</source>
            <translation>Mittlere Zeit vom Beginn bis zum Ende</translation>
        </message>
        <message>
            <source>The share that ended by itself within a minute</source>
            <translation>Der Anteil, der binnen einer Minute von selbst vorbei war</translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>Zeitverlauf</translation>
        </message>
        <message>
            <source>hollow: acknowledged · arrow: still firing · hatched: nobody watched</source>
            <translation>hohl: bestätigt · Pfeil: noch ausgelöst · schraffiert: niemand wachte</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 bis %2</translation>
        </message>
        <message>
            <source>The history of alerts can not be read: %1</source>
            <translation>Der Verlauf der Alarme lässt sich nicht lesen: %1</translation>
        </message>
        <message>
            <source>Nothing fired in that time. Choose a longer one to see what did before.</source>
            <translation>In dieser Zeit hat nichts ausgelöst. Eine längere zeigt, was davor war.</translation>
        </message>
        <message>
            <source>of more than %1, the newest %2 are listed</source>
            <translation>von mehr als %1 stehen die neuesten %2 hier</translation>
        </message>
        <message>
            <source>of %1, the newest %2 are listed</source>
            <translation>von %1 stehen die neuesten %2 hier</translation>
        </message>
        <message numerus="yes">
            <source>%n still firing</source>
            <translation>
                <numerusform>%n löst noch aus</numerusform>
                <numerusform>%n lösen noch aus</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not acknowledged</source>
            <translation>
                <numerusform>%n nicht bestätigt</numerusform>
                <numerusform>%n nicht bestätigt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>of %n ended</source>
            <translation>
                <numerusform>von %n beendeten</numerusform>
                <numerusform>von %n beendeten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n flapped</source>
            <translation>
                <numerusform>%n flatterte</numerusform>
                <numerusform>%n flatterten</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertHours</name>
        <message>
            <source>When alerts begin</source>
            <translation>Wann Alarme beginnen</translation>
        </message>
        <message>
            <source>%1, %2:00 to %3:00</source>
            <translation>%1, %2:00 bis %3:00</translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s) began</source>
            <translation>
                <numerusform>%n Alarm begann</numerusform>
                <numerusform>%n Alarme begannen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertTimeline</name>
        <message>
            <source>Timeline of alerts</source>
            <translation>Zeitverlauf der Alarme</translation>
        </message>
        <message numerus="yes">
            <source>%n incident(s)</source>
            <translation>
                <numerusform>%n Vorfall</numerusform>
                <numerusform>%n Vorfälle</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody watched from %1 to %2.</source>
            <translation>Niemand hat gewacht von %1 bis %2.</translation>
        </message>
    </context>
    <context>
        <name>ui::AlertsTab</name>
        <message>
            <source>Notifications…</source>
            <translation>Benachrichtigungen…</translation>
        </message>
        <message>
            <source>When people are told, and what they were told</source>
            <translation>Wann gemeldet wird und was gemeldet wurde</translation>
        </message>
        <message>
            <source>Silences…</source>
            <translation>Stummschaltungen …</translation>
        </message>
        <message>
            <source>What is silenced, and what was</source>
            <translation>Was stummgeschaltet ist und was es war</translation>
        </message>
        <message>
            <source>%1, line %2: %3 (what it said before counts)</source>
            <translation>%1, Zeile %2: %3 (es gilt, was vorher dort stand)</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>Alarme</translation>
        </message>
        <message>
            <source>Thresholds…</source>
            <translation>Schwellen …</translation>
        </message>
        <message>
            <source>What is watched, and when it fires</source>
            <translation>Was beobachtet wird und wann es auslöst</translation>
        </message>
        <message>
            <source>Nothing fires. What does will be listed here, with its history.</source>
            <translation>Nichts ist ausgelöst. Was auslöst, steht hier mit seiner Geschichte.</translation>
        </message>
        <message>
            <source>Nothing is what the filters above ask for.</source>
            <translation>Nichts entspricht den Filtern oben.</translation>
        </message>
        <message>
            <source>Only this target</source>
            <translation>Nur dieses Ziel</translation>
        </message>
        <message>
            <source>Only this alert</source>
            <translation>Nur dieser Alarm</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>What fired before: when, how long and how often</source>
            <translation>Was früher ausgelöst hat: wann, wie lange und wie oft</translation>
        </message>
    </context>
    <context>
        <name>ui::ApplicationPage</name>
        <message>
            <source>%1 has told nothing yet. Its pages come with its first answer.</source>
            <translation>%1 hat noch nichts gemeldet. Die Seiten kommen mit der ersten Antwort.</translation>
        </message>
    </context>
    <context>
        <name>ui::ChartCard</name>
        <message>
            <source>Samples</source>
            <translation>Messwerte</translation>
        </message>
        <message>
            <source>taken per second</source>
            <translation>je Sekunde genommen</translation>
        </message>
        <message>
            <source>samples</source>
            <translation>Messwerte</translation>
        </message>
        <message>
            <source>Rounds</source>
            <translation>Runden</translation>
        </message>
        <message>
            <source>of probes, per second</source>
            <translation>der Sonden, je Sekunde</translation>
        </message>
        <message>
            <source>rounds</source>
            <translation>Runden</translation>
        </message>
        <message>
            <source>Probes</source>
            <translation>Sonden</translation>
        </message>
        <message>
            <source>duration of each</source>
            <translation>Dauer einer jeden</translation>
        </message>
        <message>
            <source>Queues</source>
            <translation>Warteschlangen</translation>
        </message>
        <message>
            <source>batches that wait</source>
            <translation>wartende Pakete</translation>
        </message>
        <message>
            <source>Event loop</source>
            <translation>Ereignisschleife</translation>
        </message>
        <message>
            <source>how long an event waits</source>
            <translation>wie lange ein Ereignis wartet</translation>
        </message>
        <message>
            <source>lag</source>
            <translation>Verzug</translation>
        </message>
        <message>
            <source>Memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>of the console</source>
            <translation>der Konsole</translation>
        </message>
        <message>
            <source>resident</source>
            <translation>resident</translation>
        </message>
        <message>
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>of one core, by the console</source>
            <translation>eines Kerns, durch die Konsole</translation>
        </message>
        <message>
            <source>processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>file size</source>
            <translation>Dateigröße</translation>
        </message>
        <message>
            <source>file</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>No values in this time.</source>
            <translation>Keine Werte in dieser Zeit.</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>share of all cores</source>
            <translation>Anteil aller Kerne</translation>
        </message>
        <message>
            <source>user</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <source>system</source>
            <translation>System</translation>
        </message>
        <message>
            <source>iowait</source>
            <translation>iowait</translation>
        </message>
        <message>
            <source>steal</source>
            <translation>steal</translation>
        </message>
        <message>
            <source>nice</source>
            <translation>Nice</translation>
        </message>
        <message>
            <source>and swap</source>
            <translation>und Auslagerung</translation>
        </message>
        <message>
            <source>used</source>
            <translation>belegt</translation>
        </message>
        <message>
            <source>cache</source>
            <translation>Cache</translation>
        </message>
        <message>
            <source>swap</source>
            <translation>Auslagerung</translation>
        </message>
        <message>
            <source>Pressure</source>
            <translation>Druck</translation>
        </message>
        <message>
            <source>share of time stalled</source>
            <translation>Anteil der Wartezeit</translation>
        </message>
        <message>
            <source>io</source>
            <translation>E/A</translation>
        </message>
        <message>
            <source>cpu</source>
            <translation>CPU</translation>
        </message>
        <message>
            <source>memory</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>This kernel reports no pressure (PSI is off; boot with psi=1).</source>
            <translation>Dieser Kernel meldet keinen Druck (PSI ist aus; mit psi=1 starten).</translation>
        </message>
        <message>
            <source>Disk</source>
            <translation>Platten</translation>
        </message>
        <message>
            <source>throughput</source>
            <translation>Durchsatz</translation>
        </message>
        <message>
            <source>read</source>
            <translation>gelesen</translation>
        </message>
        <message>
            <source>write</source>
            <translation>geschrieben</translation>
        </message>
        <message>
            <source>No disks are visible here.</source>
            <translation>Hier sind keine Platten zu sehen.</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netzwerk</translation>
        </message>
        <message>
            <source>per interface</source>
            <translation>je Schnittstelle</translation>
        </message>
        <message>
            <source>received</source>
            <translation>empfangen</translation>
        </message>
        <message>
            <source>sent</source>
            <translation>gesendet</translation>
        </message>
        <message>
            <source>Cores</source>
            <translation>Kerne</translation>
        </message>
        <message>
            <source>each core&apos;s use</source>
            <translation>Auslastung jedes Kerns</translation>
        </message>
        <message>
            <source>Load</source>
            <translation>Last</translation>
        </message>
        <message>
            <source>tasks that run or wait</source>
            <translation>laufende oder wartende Aufgaben</translation>
        </message>
        <message>
            <source>1 min</source>
            <translation>1 min</translation>
        </message>
        <message>
            <source>5 min</source>
            <translation>5 min</translation>
        </message>
        <message>
            <source>15 min</source>
            <translation>15 min</translation>
        </message>
        <message>
            <source>Disk utilisation</source>
            <translation>Plattenauslastung</translation>
        </message>
        <message>
            <source>share of time busy</source>
            <translation>Anteil der Zeit in Arbeit</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>This machine shows no temperature sensors.</source>
            <translation>Dieser Rechner zeigt keine Temperaturfühler.</translation>
        </message>
        <message>
            <source>Response</source>
            <translation>Antwortzeit</translation>
        </message>
        <message>
            <source>by phase</source>
            <translation>nach Phase</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>of the answer</source>
            <translation>der Antwort</translation>
        </message>
        <message>
            <source>status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>body</source>
            <translation>Inhalt</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>Records</source>
            <translation>Einträge</translation>
        </message>
        <message>
            <source>in the answer</source>
            <translation>in der Antwort</translation>
        </message>
        <message>
            <source>answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <source>authority</source>
            <translation>Autorität</translation>
        </message>
        <message>
            <source>additional</source>
            <translation>zusätzlich</translation>
        </message>
        <message>
            <source>Echo</source>
            <translation>Echo</translation>
        </message>
        <message>
            <source>Certificate</source>
            <translation>Zertifikat</translation>
        </message>
        <message>
            <source>time left</source>
            <translation>verbleibende Zeit</translation>
        </message>
        <message>
            <source>left</source>
            <translation>Rest</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Prüfung</translation>
        </message>
        <message>
            <source>how long it took</source>
            <translation>wie lange sie dauerte</translation>
        </message>
        <message>
            <source>duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Asking</source>
            <translation>Abfragen</translation>
        </message>
        <message>
            <source>per round</source>
            <translation>je Runde</translation>
        </message>
        <message>
            <source>told</source>
            <translation>gemeldet</translation>
        </message>
        <message>
            <source>kept</source>
            <translation>behalten</translation>
        </message>
        <message>
            <source>Connections</source>
            <translation>Verbindungen</translation>
        </message>
        <message>
            <source>by state, against the limit</source>
            <translation>nach Zustand, gegen die Grenze</translation>
        </message>
        <message>
            <source>Transactions</source>
            <translation>Transaktionen</translation>
        </message>
        <message>
            <source>per second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>committed</source>
            <translation>abgeschlossen</translation>
        </message>
        <message>
            <source>rolled back</source>
            <translation>zurückgerollt</translation>
        </message>
        <message>
            <source>Cache hit ratio</source>
            <translation>Trefferquote des Caches</translation>
        </message>
        <message>
            <source>of blocks read</source>
            <translation>der gelesenen Blöcke</translation>
        </message>
        <message>
            <source>hits</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>fetched</source>
            <translation>geholt</translation>
        </message>
        <message>
            <source>inserted</source>
            <translation>eingefügt</translation>
        </message>
        <message>
            <source>updated</source>
            <translation>geändert</translation>
        </message>
        <message>
            <source>deleted</source>
            <translation>gelöscht</translation>
        </message>
        <message>
            <source>Locks</source>
            <translation>Sperren</translation>
        </message>
        <message>
            <source>held or waited for, by mode</source>
            <translation>gehalten oder erwartet, nach Modus</translation>
        </message>
        <message>
            <source>Longest transaction</source>
            <translation>Längste Transaktion</translation>
        </message>
        <message>
            <source>that is open</source>
            <translation>die offen ist</translation>
        </message>
        <message>
            <source>age</source>
            <translation>Alter</translation>
        </message>
        <message>
            <source>Deadlocks and temporary files</source>
            <translation>Deadlocks und temporäre Dateien</translation>
        </message>
        <message>
            <source>deadlocks</source>
            <translation>Deadlocks</translation>
        </message>
        <message>
            <source>temporary files</source>
            <translation>temporäre Dateien</translation>
        </message>
        <message>
            <source>of each database</source>
            <translation>jeder Datenbank</translation>
        </message>
        <message>
            <source>Running queries</source>
            <translation>Laufende Abfragen</translation>
        </message>
        <message>
            <source>Nothing runs at the moment.</source>
            <translation>Im Augenblick läuft nichts.</translation>
        </message>
        <message>
            <source>Blocked queries</source>
            <translation>Blockierte Abfragen</translation>
        </message>
        <message>
            <source>Nobody waits for a lock.</source>
            <translation>Niemand wartet auf eine Sperre.</translation>
        </message>
        <message>
            <source>Slow queries</source>
            <translation>Langsame Abfragen</translation>
        </message>
        <message>
            <source>The extension pg_stat_statements is not there, or nothing ran.</source>
            <translation>Die Erweiterung pg_stat_statements fehlt, oder es lief nichts.</translation>
        </message>
        <message>
            <source>No connections.</source>
            <translation>Keine Verbindungen.</translation>
        </message>
        <message>
            <source>Tables</source>
            <translation>Tabellen</translation>
        </message>
        <message>
            <source>No tables.</source>
            <translation>Keine Tabellen.</translation>
        </message>
        <message>
            <source>Indexes</source>
            <translation>Indexe</translation>
        </message>
        <message>
            <source>No candidates.</source>
            <translation>Keine Kandidaten.</translation>
        </message>
        <message>
            <source>Replication</source>
            <translation>Replikation</translation>
        </message>
        <message>
            <source>No replicas, no slots.</source>
            <translation>Keine Replikate, keine Slots.</translation>
        </message>
        <message>
            <source>against the limit</source>
            <translation>gegen die Grenze</translation>
        </message>
        <message>
            <source>limit</source>
            <translation>Grenze</translation>
        </message>
        <message>
            <source>Hit rate</source>
            <translation>Trefferquote</translation>
        </message>
        <message>
            <source>of keys asked for</source>
            <translation>der gefragten Schlüssel</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Time of a command</source>
            <translation>Zeit eines Befehls</translation>
        </message>
        <message>
            <source>mean</source>
            <translation>Mittel</translation>
        </message>
        <message>
            <source>Clients</source>
            <translation>Clients</translation>
        </message>
        <message>
            <source>connected</source>
            <translation>verbunden</translation>
        </message>
        <message>
            <source>blocked</source>
            <translation>blockiert</translation>
        </message>
        <message>
            <source>Keys that went</source>
            <translation>Verschwundene Schlüssel</translation>
        </message>
        <message>
            <source>evicted</source>
            <translation>verdrängt</translation>
        </message>
        <message>
            <source>expired</source>
            <translation>abgelaufen</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Schlüssel</translation>
        </message>
        <message>
            <source>by database</source>
            <translation>nach Datenbank</translation>
        </message>
        <message>
            <source>Slow commands</source>
            <translation>Langsame Befehle</translation>
        </message>
        <message>
            <source>The slow log is empty.</source>
            <translation>Das Protokoll langsamer Befehle ist leer.</translation>
        </message>
        <message>
            <source>No commands yet.</source>
            <translation>Noch keine Befehle.</translation>
        </message>
        <message>
            <source>Databases</source>
            <translation>Datenbanken</translation>
        </message>
        <message>
            <source>No keys.</source>
            <translation>Keine Schlüssel.</translation>
        </message>
        <message>
            <source>Latency events</source>
            <translation>Latenzereignisse</translation>
        </message>
        <message>
            <source>None, or the latency monitor is off (CONFIG SET latency-monitor-threshold 100).</source>
            <translation>Keine, oder die Latenzüberwachung ist aus (CONFIG SET latency-monitor-threshold 100).</translation>
        </message>
        <message>
            <source>Heap</source>
            <translation>Heap</translation>
        </message>
        <message>
            <source>of each node</source>
            <translation>jedes Knotens</translation>
        </message>
        <message>
            <source>Searches</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Time of a search</source>
            <translation>Zeit einer Suche</translation>
        </message>
        <message>
            <source>per shard, mean</source>
            <translation>je Shard, Mittel</translation>
        </message>
        <message>
            <source>Indexing</source>
            <translation>Indizierung</translation>
        </message>
        <message>
            <source>documents per second</source>
            <translation>Dokumente je Sekunde</translation>
        </message>
        <message>
            <source>used share of each node</source>
            <translation>belegter Anteil jedes Knotens</translation>
        </message>
        <message>
            <source>Shards</source>
            <translation>Shards</translation>
        </message>
        <message>
            <source>that are not where they should be</source>
            <translation>die nicht sind, wo sie sein sollen</translation>
        </message>
        <message>
            <source>unassigned</source>
            <translation>nicht zugewiesen</translation>
        </message>
        <message>
            <source>relocating</source>
            <translation>ziehen um</translation>
        </message>
        <message>
            <source>initializing</source>
            <translation>starten</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgewiesen</translation>
        </message>
        <message>
            <source>per second, by thread pool</source>
            <translation>je Sekunde, nach Thread-Pool</translation>
        </message>
        <message>
            <source>Garbage collection</source>
            <translation>Garbage Collection</translation>
        </message>
        <message>
            <source>share of time</source>
            <translation>Anteil der Zeit</translation>
        </message>
        <message>
            <source>Nodes</source>
            <translation>Knoten</translation>
        </message>
        <message>
            <source>No nodes.</source>
            <translation>Keine Knoten.</translation>
        </message>
        <message>
            <source>Indices</source>
            <translation>Indizes</translation>
        </message>
        <message>
            <source>Not asked for, or none.</source>
            <translation>Nicht abgefragt, oder keine.</translation>
        </message>
        <message>
            <source>p95</source>
            <translation>p95</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>Rate</translation>
        </message>
        <message>
            <source>operations per second</source>
            <translation>Vorgänge je Sekunde</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <source>share of operations that fail</source>
            <translation>Anteil der fehlgeschlagenen Vorgänge</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>of operations</source>
            <translation>der Vorgänge</translation>
        </message>
        <message>
            <source>p50</source>
            <translation>p50</translation>
        </message>
        <message>
            <source>p99</source>
            <translation>p99</translation>
        </message>
        <message>
            <source>greatest</source>
            <translation>größte</translation>
        </message>
        <message>
            <source>reserved</source>
            <translation>reserviert</translation>
        </message>
        <message>
            <source>outside</source>
            <translation>außerhalb</translation>
        </message>
        <message>
            <source>Handles and requests</source>
            <translation>Handles und Anfragen</translation>
        </message>
        <message>
            <source>that are open</source>
            <translation>die offen sind</translation>
        </message>
        <message>
            <source>handles</source>
            <translation>Handles</translation>
        </message>
        <message>
            <source>requests</source>
            <translation>Anfragen</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>all</source>
            <translation>alle</translation>
        </message>
        <message>
            <source>daemons</source>
            <translation>Daemons</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>that are loaded</source>
            <translation>die geladen sind</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>Klassen</translation>
        </message>
        <message>
            <source>Goroutines</source>
            <translation>Goroutines</translation>
        </message>
        <message>
            <source>goroutines</source>
            <translation>Goroutines</translation>
        </message>
        <message>
            <source>threads</source>
            <translation>Threads</translation>
        </message>
        <message>
            <source>in use</source>
            <translation>belegt</translation>
        </message>
        <message>
            <source>pause, longest and median</source>
            <translation>Pause, längste und Median</translation>
        </message>
        <message>
            <source>longest</source>
            <translation>längste</translation>
        </message>
        <message>
            <source>median</source>
            <translation>Median</translation>
        </message>
        <message>
            <source>Allocated</source>
            <translation>Zugeteilt</translation>
        </message>
        <message>
            <source>allocated</source>
            <translation>zugeteilt</translation>
        </message>
        <message>
            <source>collections per second</source>
            <translation>Läufe je Sekunde</translation>
        </message>
        <message>
            <source>Objects collected</source>
            <translation>Eingesammelte Objekte</translation>
        </message>
        <message>
            <source>of one core</source>
            <translation>eines Kerns</translation>
        </message>
        <message>
            <source>of the process</source>
            <translation>des Prozesses</translation>
        </message>
        <message>
            <source>Open files</source>
            <translation>Offene Dateien</translation>
        </message>
        <message>
            <source>open</source>
            <translation>offen</translation>
        </message>
    </context>
    <context>
        <name>ui::ChartWidget</name>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Legend: %1</source>
            <translation>Legende: %1</translation>
        </message>
        <message>
            <source>Save chart</source>
            <translation>Diagramm speichern</translation>
        </message>
        <message>
            <source>chart</source>
            <translation>Diagramm</translation>
        </message>
        <message>
            <source>The file %1 could not be written.</source>
            <translation>Die Datei %1 ließ sich nicht schreiben.</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Back to live</source>
            <translation>Zurück zur Gegenwart</translation>
        </message>
        <message>
            <source>Copy image</source>
            <translation>Bild kopieren</translation>
        </message>
        <message>
            <source>Save as PNG…</source>
            <translation>Als PNG speichern …</translation>
        </message>
        <message>
            <source>PNG pictures (*.png)</source>
            <translation>PNG-Bilder (*.png)</translation>
        </message>
        <message>
            <source>Copy data (CSV)</source>
            <translation>Daten kopieren (CSV)</translation>
        </message>
        <message>
            <source>Save data as CSV…</source>
            <translation>Daten als CSV speichern …</translation>
        </message>
        <message>
            <source>Comma-separated values (*.csv)</source>
            <translation>Kommagetrennte Werte (*.csv)</translation>
        </message>
        <message>
            <source>Explore this</source>
            <translation>Dies erkunden</translation>
        </message>
        <message>
            <source>Change the threshold…</source>
            <translation>Schwelle ändern …</translation>
        </message>
        <message>
            <source>Change the threshold &quot;%1&quot;…</source>
            <translation>Schwelle „%1“ ändern …</translation>
        </message>
    </context>
    <context>
        <name>ui::CheckActions</name>
        <message>
            <source>Check now</source>
            <translation>Jetzt prüfen</translation>
        </message>
        <message>
            <source>Ask the selected at once instead of when it is their turn</source>
            <translation>Die gewählten sofort abfragen, statt wenn sie an der Reihe sind</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Do not ask the selected until they are resumed</source>
            <translation>Die gewählten nicht abfragen, bis sie fortgesetzt werden</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Ask the selected again</source>
            <translation>Die gewählten wieder abfragen</translation>
        </message>
        <message>
            <source>Maintenance for 1 h</source>
            <translation>Wartung für 1 h</translation>
        </message>
        <message>
            <source>Go on asking, but count nothing and tell nobody for an hour</source>
            <translation>Weiter abfragen, aber eine Stunde lang nichts zählen und niemandem melden</translation>
        </message>
        <message>
            <source>End maintenance</source>
            <translation>Wartung beenden</translation>
        </message>
        <message>
            <source>What comes of the selected counts again</source>
            <translation>Was die gewählten ergeben, zählt wieder</translation>
        </message>
        <message>
            <source>Evidence…</source>
            <translation>Belege …</translation>
        </message>
        <message>
            <source>What was seen when it failed, beside what was seen when it was well</source>
            <translation>Was beim Fehlschlag zu sehen war, neben dem, was zu sehen war, als es gut ging</translation>
        </message>
        <message>
            <source>Open its page</source>
            <translation>Seite öffnen</translation>
        </message>
        <message>
            <source>Everything that is known of it</source>
            <translation>Alles, was darüber bekannt ist</translation>
        </message>
        <message>
            <source>Edit…</source>
            <translation>Bearbeiten …</translation>
        </message>
        <message>
            <source>What is asked, how often, and what counts as well</source>
            <translation>Was abgefragt wird, wie oft, und was als gut gilt</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Check the selected no more</source>
            <translation>Die gewählten nicht mehr prüfen</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>Everything that can be done with the selected checks</source>
            <translation>Alles, was sich mit den gewählten Prüfungen tun lässt</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weitere</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Check %n of them no more?</source>
            <translation>
                <numerusform>%n Prüfung entfernen?</numerusform>
                <numerusform>%n Prüfungen entfernen?</numerusform>
            </translation>
        </message>
        <message>
            <source>Maintenance…</source>
            <translation>Wartung…</translation>
        </message>
        <message>
            <source>Until when, or at which times of the week, nothing counts and nobody is told</source>
            <translation>Bis wann oder zu welchen Zeiten der Woche nichts zählt und niemand benachrichtigt wird</translation>
        </message>
    </context>
    <context>
        <name>ui::CheckDetail</name>
        <message>
            <source>Not observed</source>
            <translation>Nicht beobachtet</translation>
        </message>
        <message>
            <source>Response time</source>
            <translation>Antwortzeit</translation>
        </message>
        <message>
            <source>No answers in this time.</source>
            <translation>Keine Antworten in dieser Zeit.</translation>
        </message>
        <message>
            <source>Last changes</source>
            <translation>Letzte Änderungen</translation>
        </message>
        <message>
            <source>Evidence…</source>
            <translation>Belege …</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Availability</source>
            <translation>Verfügbarkeit</translation>
        </message>
        <message>
            <source>Availability of the last %1</source>
            <translation>Verfügbarkeit der letzten %1</translation>
        </message>
        <message>
            <source>No check chosen</source>
            <translation>Keine Prüfung gewählt</translation>
        </message>
        <message>
            <source>choose one to see how it was</source>
            <translation>eine wählen, um zu sehen, wie es war</translation>
        </message>
        <message numerus="yes">
            <source>%n outage(s) in 30 days</source>
            <translation>
                <numerusform>%n Ausfall in 30 Tagen</numerusform>
                <numerusform>%n Ausfälle in 30 Tagen</numerusform>
            </translation>
        </message>
        <message>
            <source>repaired in %1 on average</source>
            <translation>im Mittel in %1 behoben</translation>
        </message>
        <message>
            <source>%1 between them</source>
            <translation>%1 dazwischen</translation>
        </message>
        <message>
            <source>slow</source>
            <translation>langsam</translation>
        </message>
        <message>
            <source>response time</source>
            <translation>Antwortzeit</translation>
        </message>
        <message>
            <source>Nothing is known of the time before.</source>
            <translation>Über die Zeit davor ist nichts bekannt.</translation>
        </message>
        <message>
            <source>They cannot be read: %1</source>
            <translation>Sie lassen sich nicht lesen: %1</translation>
        </message>
        <message>
            <source>It has not changed since it is checked.</source>
            <translation>Seit geprüft wird, hat sich nichts geändert.</translation>
        </message>
        <message>
            <source>Certificate valid until %1 (for %2)</source>
            <translation>Zertifikat gültig bis %1 (noch %2)</translation>
        </message>
        <message>
            <source>Certificate expired on %1, %2 ago</source>
            <translation>Zertifikat abgelaufen am %1, vor %2</translation>
        </message>
        <message>
            <source>Nobody asks</source>
            <translation>Niemand fragt</translation>
        </message>
        <message>
            <source>Nobody knows when it is asked next</source>
            <translation>Wann wieder abgefragt wird, ist unbekannt</translation>
        </message>
        <message>
            <source>Asked next in %1</source>
            <translation>Nächste Abfrage in %1</translation>
        </message>
        <message>
            <source>Being asked</source>
            <translation>Wird gerade abgefragt</translation>
        </message>
        <message>
            <source>every %1</source>
            <translation>alle %1</translation>
        </message>
        <message>
            <source>last %1</source>
            <translation>zuletzt %1</translation>
        </message>
    </context>
    <context>
        <name>ui::CheckFilterBar</name>
        <message>
            <source>Show checks in this state; with Ctrl no others</source>
            <translation>Prüfungen in diesem Zustand zeigen; mit Strg keine anderen</translation>
        </message>
        <message>
            <source>Availability of the last %1</source>
            <translation>Verfügbarkeit der letzten %1</translation>
        </message>
        <message>
            <source>Filter: name, kind, reason, !regex</source>
            <translation>Filter: Name, Art, Grund, !Regex</translation>
        </message>
        <message>
            <source>Filter checks</source>
            <translation>Prüfungen filtern</translation>
        </message>
        <message>
            <source>Not a regular expression yet: %1</source>
            <translation>Noch kein regulärer Ausdruck: %1</translation>
        </message>
    </context>
    <context>
        <name>ui::CloseDialog</name>
        <message>
            <source>Keep watching?</source>
            <translation>Weiter wachen?</translation>
        </message>
        <message>
            <source>This desktop has no tray, so Vedette cannot hide there. Should it keep watching, with its window minimised, or quit? It remembers the answer.</source>
            <translation>Diese Arbeitsumgebung hat keinen Systembereich, in dem Vedette bleiben könnte. Soll es mit minimiertem Fenster weiter wachen oder sich beenden? Die Antwort wird gemerkt.</translation>
        </message>
        <message>
            <source>Keep watching</source>
            <translation>Weiter wachen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>ui::CompletionPopup</name>
        <message>
            <source>Completions</source>
            <translation>Vervollständigungen</translation>
        </message>
    </context>
    <context>
        <name>ui::CompletionSource</name>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n Wert</numerusform>
                <numerusform>%n Werte</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n series</source>
            <translation>
                <numerusform>%n Reihe</numerusform>
                <numerusform>%n Reihen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::ConditionFields</name>
        <message>
            <source>Own expression</source>
            <translation>Eigener Ausdruck</translation>
        </message>
        <message>
            <source>metric{label=&quot;value&quot;} or rate(metric[30s])</source>
            <translation>metric{label=&quot;value&quot;} oder rate(metric[30s])</translation>
        </message>
        <message>
            <source>Expression</source>
            <translation>Ausdruck</translation>
        </message>
        <message>
            <source>is above</source>
            <translation>über liegt</translation>
        </message>
        <message>
            <source>is at least</source>
            <translation>mindestens erreicht</translation>
        </message>
        <message>
            <source>is below</source>
            <translation>unter liegt</translation>
        </message>
        <message>
            <source>is at most</source>
            <translation>höchstens erreicht</translation>
        </message>
        <message>
            <source>has a value</source>
            <translation>einen Wert hat</translation>
        </message>
        <message>
            <source>Info</source>
            <translation>Info</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <source>Critical</source>
            <translation>Kritisch</translation>
        </message>
        <message>
            <source>Emergency</source>
            <translation>Notfall</translation>
        </message>
        <message>
            <source>&amp;Measured</source>
            <translation>&amp;Gemessen</translation>
        </message>
        <message>
            <source>&amp;Target</source>
            <translation>&amp;Ziel</translation>
        </message>
        <message>
            <source>&amp;Fires when it</source>
            <translation>&amp;Löst aus, wenn es</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>Wert</translation>
        </message>
        <message>
            <source>and fires &amp;on for</source>
            <translation>und löst weiter a&amp;us für</translation>
        </message>
        <message>
            <source>For at &amp;least</source>
            <translation>Mindestens &amp;über</translation>
        </message>
        <message>
            <source>Fires on for</source>
            <translation>Löst weiter aus für</translation>
        </message>
        <message>
            <source>How long it still counts as firing after the condition has ended</source>
            <translation>Wie lange er nach dem Ende der Bedingung noch als ausgelöst gilt</translation>
        </message>
        <message>
            <source>Se&amp;verity</source>
            <translation>S&amp;chwere</translation>
        </message>
        <message>
            <source>Every target</source>
            <translation>Jedes Ziel</translation>
        </message>
    </context>
    <context>
        <name>ui::EvidenceDialog</name>
        <message>
            <source>Evidence: %1</source>
            <translation>Belege: %1</translation>
        </message>
        <message>
            <source>Which failure</source>
            <translation>Welcher Fehlschlag</translation>
        </message>
        <message>
            <source>Reading what was kept…</source>
            <translation>Das Aufbewahrte wird gelesen …</translation>
        </message>
        <message>
            <source>Copy the failure</source>
            <translation>Fehlschlag kopieren</translation>
        </message>
        <message>
            <source>What was kept cannot be read: %1</source>
            <translation>Das Aufbewahrte lässt sich nicht lesen: %1</translation>
        </message>
        <message>
            <source>Nothing was kept of it yet: neither a failure nor a good answer.</source>
            <translation>Noch ist nichts davon aufbewahrt: weder ein Fehlschlag noch eine gute Antwort.</translation>
        </message>
        <message>
            <source>It has not failed as far back as is kept.</source>
            <translation>So weit zurück, wie aufbewahrt wird, gab es keinen Fehlschlag.</translation>
        </message>
        <message>
            <source>Failed, %1</source>
            <translation>Fehlgeschlagen, %1</translation>
        </message>
        <message>
            <source>No failure</source>
            <translation>Kein Fehlschlag</translation>
        </message>
        <message>
            <source>Last good, %1</source>
            <translation>Zuletzt gut, %1</translation>
        </message>
        <message>
            <source>Never good since it is checked</source>
            <translation>Nie gut, seit geprüft wird</translation>
        </message>
    </context>
    <context>
        <name>ui::ExplorePage</name>
        <message>
            <source>Expressions</source>
            <translation>Ausdrücke</translation>
        </message>
        <message>
            <source>Asking…</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <source>Add query</source>
            <translation>Neue Abfrage</translation>
        </message>
        <message>
            <source>Another expression on the same chart</source>
            <translation>Noch ein Ausdruck im selben Diagramm</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>What was asked before (Ctrl+Up)</source>
            <translation>Was zuvor gefragt wurde (Strg+Hoch)</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>Formatieren</translation>
        </message>
        <message>
            <source>Write the expression in its canonical form (Ctrl+Shift+F)</source>
            <translation>Den Ausdruck in seiner kanonischen Form schreiben (Strg+Umschalt+F)</translation>
        </message>
        <message>
            <source>Parts</source>
            <translation>Teile</translation>
        </message>
        <message>
            <source>The parts of the expression, and how many series each answers</source>
            <translation>Die Teile des Ausdrucks, und wie viele Reihen jeder ergibt</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Ausführen</translation>
        </message>
        <message>
            <source>Ask (Enter)</source>
            <translation>Fragen (Eingabetaste)</translation>
        </message>
        <message>
            <source>Type an expression of PromQL and press Enter, for example:</source>
            <translation>Schreiben Sie einen Ausdruck in PromQL und drücken Sie die Eingabetaste, zum Beispiel:</translation>
        </message>
        <message>
            <source>Examples</source>
            <translation>Beispiele</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>Abgebrochen.</translation>
        </message>
    </context>
    <context>
        <name>ui::ExploreResult</name>
        <message>
            <source>Chart</source>
            <translation>Diagramm</translation>
        </message>
        <message>
            <source>Explore</source>
            <translation>Erkunden</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>Werte</translation>
        </message>
        <message>
            <source>Filter: text or !regex</source>
            <translation>Filter: Text oder !Regex</translation>
        </message>
        <message>
            <source>Filter values</source>
            <translation>Werte filtern</translation>
        </message>
        <message>
            <source>Copy as CSV</source>
            <translation>Als CSV kopieren</translation>
        </message>
        <message>
            <source>No values at this moment.</source>
            <translation>Keine Werte zu diesem Zeitpunkt.</translation>
        </message>
        <message>
            <source>No values in this time.</source>
            <translation>Keine Werte in dieser Zeit.</translation>
        </message>
        <message numerus="yes">
            <source>%n value(s) at %1</source>
            <translation>
                <numerusform>%n Wert um %1</numerusform>
                <numerusform>%n Werte um %1</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2 series are drawn; narrow it down, or put topk() around it.</source>
            <translation>%1 von %2 Reihen sind gezeichnet; grenzen Sie den Ausdruck ein oder setzen Sie topk() darum.</translation>
        </message>
        <message numerus="yes">
            <source>%n series</source>
            <translation>
                <numerusform>%n Reihe</numerusform>
                <numerusform>%n Reihen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 samples read</source>
            <translation>%1 Messwerte gelesen</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>Schritt %1</translation>
        </message>
    </context>
    <context>
        <name>ui::ExpressionTree</name>
        <message>
            <source>Parts of the expression</source>
            <translation>Teile des Ausdrucks</translation>
        </message>
        <message>
            <source>Run an expression to see its parts.</source>
            <translation>Führen Sie einen Ausdruck aus, um seine Teile zu sehen.</translation>
        </message>
    </context>
    <context>
        <name>ui::FieldEdit</name>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Remove what is kept: %1</source>
            <translation>Hinterlegtes entfernen: %1</translation>
        </message>
        <message>
            <source>One is kept. Type to replace it.</source>
            <translation>Es ist eines hinterlegt. Tippen ersetzt es.</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>Choose a file: %1</source>
            <translation>Datei wählen: %1</translation>
        </message>
    </context>
    <context>
        <name>ui::FieldForm</name>
        <message>
            <source>More options</source>
            <translation>Weitere Optionen</translation>
        </message>
    </context>
    <context>
        <name>ui::Figures</name>
        <message>
            <source>CPU use</source>
            <translation>CPU-Auslastung</translation>
        </message>
        <message>
            <source>CPU use by mode</source>
            <translation>CPU-Auslastung nach Art</translation>
        </message>
        <message>
            <source>CPU use by core</source>
            <translation>CPU-Auslastung je Kern</translation>
        </message>
        <message>
            <source>Load per core</source>
            <translation>Last je Kern</translation>
        </message>
        <message>
            <source>Pressure</source>
            <translation>Druck</translation>
        </message>
        <message>
            <source>Memory use</source>
            <translation>Speicherauslastung</translation>
        </message>
        <message>
            <source>Memory used</source>
            <translation>Belegter Speicher</translation>
        </message>
        <message>
            <source>Memory used as cache</source>
            <translation>Speicher als Cache</translation>
        </message>
        <message>
            <source>Memory installed</source>
            <translation>Eingebauter Speicher</translation>
        </message>
        <message>
            <source>Swap used</source>
            <translation>Belegte Auslagerung</translation>
        </message>
        <message>
            <source>Swap use</source>
            <translation>Nutzung der Auslagerung</translation>
        </message>
        <message>
            <source>Disk reads</source>
            <translation>Plattenlesen</translation>
        </message>
        <message>
            <source>Disk writes</source>
            <translation>Plattenschreiben</translation>
        </message>
        <message>
            <source>Disk utilisation</source>
            <translation>Plattenauslastung</translation>
        </message>
        <message>
            <source>Disk latency</source>
            <translation>Plattenlatenz</translation>
        </message>
        <message>
            <source>File system use</source>
            <translation>Belegung des Dateisystems</translation>
        </message>
        <message>
            <source>File system space left</source>
            <translation>Freier Platz im Dateisystem</translation>
        </message>
        <message>
            <source>File system full in</source>
            <translation>Dateisystem voll in</translation>
        </message>
        <message>
            <source>File system inodes in use</source>
            <translation>Belegte Inodes</translation>
        </message>
        <message>
            <source>Network received</source>
            <translation>Netzwerk empfangen</translation>
        </message>
        <message>
            <source>Network sent</source>
            <translation>Netzwerk gesendet</translation>
        </message>
        <message>
            <source>Network errors and drops</source>
            <translation>Netzwerkfehler und Verluste</translation>
        </message>
        <message>
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <source>CPU use by process group</source>
            <translation>CPU-Auslastung je Prozessgruppe</translation>
        </message>
        <message>
            <source>Samples taken</source>
            <translation>Genommene Messwerte</translation>
        </message>
        <message>
            <source>CPU use of the console</source>
            <translation>CPU-Auslastung der Konsole</translation>
        </message>
    </context>
    <context>
        <name>ui::FileSystemCard</name>
        <message>
            <source>File systems</source>
            <translation>Dateisysteme</translation>
        </message>
        <message>
            <source>No file system is mounted here that could fill up.</source>
            <translation>Hier ist kein Dateisystem eingehängt, das volllaufen könnte.</translation>
        </message>
    </context>
    <context>
        <name>ui::HealthTab</name>
        <message>
            <source>Checks</source>
            <translation>Prüfungen</translation>
        </message>
        <message>
            <source>Nothing has been checked yet; the first round comes in a moment.</source>
            <translation>Noch ist nichts geprüft; die erste Runde kommt gleich.</translation>
        </message>
        <message numerus="yes">
            <source>%n check(s)</source>
            <translation>
                <numerusform>%n Prüfung</numerusform>
                <numerusform>%n Prüfungen</numerusform>
            </translation>
        </message>
        <message>
            <source>Objectives</source>
            <translation>Zielwerte</translation>
        </message>
        <message>
            <source>last 30 days</source>
            <translation>letzte 30 Tage</translation>
        </message>
        <message>
            <source>Add a check…</source>
            <translation>Prüfung hinzufügen …</translation>
        </message>
        <message>
            <source>Something else that is to be checked</source>
            <translation>Etwas anderes, das geprüft werden soll</translation>
        </message>
        <message>
            <source>Nothing is checked yet</source>
            <translation>Noch wird nichts geprüft</translation>
        </message>
        <message>
            <source>Add a web page, a port, a certificate, a name, a database or whatever else somebody depends on: it is asked again and again, and here stands how it is.</source>
            <translation>Eine Webseite hinzufügen, einen Port, ein Zertifikat, einen Namen, eine Datenbank oder was sonst gebraucht wird: Es wird immer wieder abgefragt, und hier steht, wie es darum steht.</translation>
        </message>
        <message>
            <source>This machine and the console itself</source>
            <translation>Dieser Rechner und die Konsole selbst</translation>
        </message>
        <message>
            <source>The console&apos;s own probes, and the resources that have thresholds</source>
            <translation>Die eigenen Sonden der Konsole und die Ressourcen, die Schwellen haben</translation>
        </message>
        <message>
            <source>No check is what the filters above ask for.</source>
            <translation>Keine Prüfung entspricht den Filtern oben.</translation>
        </message>
        <message>
            <source>No check has an objective.</source>
            <translation>Keine Prüfung hat einen Zielwert.</translation>
        </message>
    </context>
    <context>
        <name>ui::HistoryPopup</name>
        <message>
            <source>History of queries</source>
            <translation>Verlauf der Abfragen</translation>
        </message>
        <message>
            <source>Search what was asked</source>
            <translation>Suchen, was gefragt wurde</translation>
        </message>
        <message>
            <source>Search the history</source>
            <translation>Im Verlauf suchen</translation>
        </message>
        <message>
            <source>Nothing was asked yet. What you run is kept here, the last hundred of it.</source>
            <translation>Noch wurde nichts gefragt. Was Sie ausführen, bleibt hier, die letzten hundert davon.</translation>
        </message>
    </context>
    <context>
        <name>ui::ImportTargetsDialog</name>
        <message>
            <source>Add several checks</source>
            <translation>Mehrere Prüfungen hinzufügen</translation>
        </message>
        <message>
            <source>Offered checks</source>
            <translation>Angebotene Prüfungen</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Kind of check</source>
            <translation>Art der Prüfung</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>Anmerkung</translation>
        </message>
        <message>
            <source>&amp;All</source>
            <translation>&amp;Alle</translation>
        </message>
        <message>
            <source>&amp;None</source>
            <translation>&amp;Keine</translation>
        </message>
        <message>
            <source>There is no such kind of check here.</source>
            <translation>Diese Art der Prüfung gibt es hier nicht.</translation>
        </message>
        <message>
            <source>Add %1</source>
            <translation>%1 hinzufügen</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>ui::MainWindow</name>
        <message>
            <source>The threshold of &quot;%1&quot; is at %2 now.</source>
            <translation>Die Schwelle von „%1“ liegt jetzt bei %2.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Application</source>
            <translation>Anwendung</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>Gesundheit</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>Alarme</translation>
        </message>
        <message>
            <source>This machine&apos;s resources and processes</source>
            <translation>Ressourcen und Prozesse dieses Rechners</translation>
        </message>
        <message>
            <source>Every check and its state</source>
            <translation>Jede Prüfung und ihr Zustand</translation>
        </message>
        <message>
            <source>What fires, and its history</source>
            <translation>Was ausgelöst ist, und seine Geschichte</translation>
        </message>
        <message>
            <source>&amp;Thresholds…</source>
            <translation>&amp;Schwellen …</translation>
        </message>
        <message>
            <source>&amp;Appearance</source>
            <translation>&amp;Aussehen</translation>
        </message>
        <message>
            <source>As the desktop</source>
            <translation>Wie die Arbeitsumgebung</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>About &amp;Vedette</source>
            <translation>Über &amp;Vedette</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>Explore</source>
            <translation>Erkunden</translation>
        </message>
        <message>
            <source>Any question to all values, in PromQL; also Ctrl+E</source>
            <translation>Jede Frage an alle Werte, in PromQL; auch Strg+E</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>What a service or an application tells of itself</source>
            <translation>Was ein Dienst oder eine Anwendung über sich meldet</translation>
        </message>
        <message>
            <source>&amp;Add a check…</source>
            <translation>&amp;Prüfung hinzufügen …</translation>
        </message>
        <message>
            <source>&amp;Import the targets of a Prometheus…</source>
            <translation>Ziele eines Prometheus &amp;importieren …</translation>
        </message>
        <message>
            <source>&amp;Find metrics on this machine…</source>
            <translation>&amp;Metriken auf diesem Rechner suchen …</translation>
        </message>
    </context>
    <context>
        <name>ui::MaintenanceDialog</name>
        <message>
            <source>Maintenance</source>
            <translation>Wartung</translation>
        </message>
        <message>
            <source>It goes on being asked, but what comes of it counts for nothing, and nobody is told.</source>
            <translation>Es wird weiter abgefragt, aber was sich ergibt, zählt nicht, und niemandem wird etwas gemeldet.</translation>
        </message>
        <message>
            <source>Begin maintenance</source>
            <translation>Wartung beginnen</translation>
        </message>
        <message>
            <source>&amp;Now, until</source>
            <translation>&amp;Jetzt, bis</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>Bis</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
    </context>
    <context>
        <name>ui::NamedTextList</name>
        <message>
            <source>This fails: %1</source>
            <translation>Das schlägt fehl: %1</translation>
        </message>
        <message>
            <source>Remove %1</source>
            <translation>%1 entfernen</translation>
        </message>
        <message>
            <source>Another…</source>
            <translation>Andere …</translation>
        </message>
    </context>
    <context>
        <name>ui::NotificationsDialog</name>
        <message>
            <source>Notifications</source>
            <translation>Benachrichtigungen</translation>
        </message>
        <message>
            <source>What was told</source>
            <translation>Was gemeldet wurde</translation>
        </message>
        <message>
            <source>Nobody was told anything yet.</source>
            <translation>Noch wurde niemandem etwas gemeldet.</translation>
        </message>
        <message>
            <source>Quiet hours</source>
            <translation>Ruhezeiten</translation>
        </message>
        <message>
            <source>Tell of emergencies alone</source>
            <translation>Nur Notfälle melden</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>Bis</translation>
        </message>
        <message>
            <source>What still fires afterwards is told then.</source>
            <translation>Was danach noch auslöst, wird dann gemeldet.</translation>
        </message>
        <message>
            <source>Sounds</source>
            <translation>Töne</translation>
        </message>
        <message>
            <source>Sound: %1</source>
            <translation>Ton: %1</translation>
        </message>
        <message>
            <source>A name of the desktop&apos;s sound theme, or the path of a sound file</source>
            <translation>Ein Name aus dem Klangthema der Arbeitsumgebung oder der Pfad einer Klangdatei</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keiner</translation>
        </message>
    </context>
    <context>
        <name>ui::Presence</name>
        <message numerus="yes">
            <source>%n alert(s) fired</source>
            <translation>
                <numerusform>%n Alarm hat ausgelöst</numerusform>
                <numerusform>%n Alarme haben ausgelöst</numerusform>
            </translation>
        </message>
        <message>
            <source>it is over</source>
            <translation>er ist vorbei</translation>
        </message>
        <message>
            <source>all of them are over</source>
            <translation>alle sind vorbei</translation>
        </message>
        <message numerus="yes">
            <source>%n of them is over</source>
            <translation>
                <numerusform>%n davon ist vorbei</numerusform>
                <numerusform>%n davon sind vorbei</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n earlier alert(s) ended</source>
            <translation>
                <numerusform>%n früherer Alarm ist zu Ende</numerusform>
                <numerusform>%n frühere Alarme sind zu Ende</numerusform>
            </translation>
        </message>
        <message>
            <source>While you were away since %1: %2.</source>
            <translation>Während Sie seit %1 weg waren: %2.</translation>
        </message>
    </context>
    <context>
        <name>ui::ProcessPanel</name>
        <message>
            <source>Processes</source>
            <translation>Prozesse</translation>
        </message>
        <message>
            <source>Filter: name, user, pid, !regex</source>
            <translation>Filter: Name, Benutzer, PID, !Regex</translation>
        </message>
        <message>
            <source>Filter processes</source>
            <translation>Prozesse filtern</translation>
        </message>
        <message>
            <source>Tree</source>
            <translation>Baum</translation>
        </message>
        <message>
            <source>Show processes below the process that started them</source>
            <translation>Prozesse unter dem zeigen, der sie gestartet hat</translation>
        </message>
        <message>
            <source>Waiting for the first list of processes</source>
            <translation>Warten auf die erste Prozessliste</translation>
        </message>
        <message>
            <source>Terminate…</source>
            <translation>Beenden …</translation>
        </message>
        <message>
            <source>Kill…</source>
            <translation>Abschießen …</translation>
        </message>
        <message numerus="yes">
            <source>at %1 · %n processes</source>
            <translation>
                <numerusform>um %1 · %n Prozess</numerusform>
                <numerusform>um %1 · %n Prozesse</numerusform>
            </translation>
        </message>
        <message>
            <source>Not a regular expression yet: %1</source>
            <translation>Noch kein regulärer Ausdruck: %1</translation>
        </message>
        <message>
            <source>No list of processes is known for this moment</source>
            <translation>Für diesen Augenblick ist keine Prozessliste bekannt</translation>
        </message>
        <message>
            <source>No processes</source>
            <translation>Keine Prozesse</translation>
        </message>
        <message>
            <source>No process matches “%1”</source>
            <translation>Kein Prozess passt zu „%1“</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weiterer</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 (pid %2, user %3)</source>
            <translation>%1 (PID %2, Benutzer %3)</translation>
        </message>
        <message>
            <source>Kill processes</source>
            <translation>Prozesse abschießen</translation>
        </message>
        <message>
            <source>Terminate processes</source>
            <translation>Prozesse beenden</translation>
        </message>
        <message numerus="yes">
            <source>Kill %n processes?</source>
            <translation>
                <numerusform>%n Prozess abschießen?</numerusform>
                <numerusform>%n Prozesse abschießen?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Terminate %n processes?</source>
            <translation>
                <numerusform>%n Prozess beenden?</numerusform>
                <numerusform>%n Prozesse beenden?</numerusform>
            </translation>
        </message>
        <message>
            <source>A killed process cannot save anything.</source>
            <translation>Ein abgeschossener Prozess kann nichts mehr speichern.</translation>
        </message>
        <message>
            <source>A process asked to terminate may save its work, or refuse.</source>
            <translation>Ein Prozess, der sich beenden soll, kann noch speichern – oder sich weigern.</translation>
        </message>
        <message>
            <source>Kill</source>
            <translation>Abschießen</translation>
        </message>
        <message>
            <source>Terminate</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>ui::QueryRow</name>
        <message>
            <source>Switch this query on or off</source>
            <translation>Diese Abfrage ein- oder ausschalten</translation>
        </message>
        <message>
            <source>An expression, for example rate(node_cpu_seconds_total[5m])</source>
            <translation>Ein Ausdruck, zum Beispiel rate(node_cpu_seconds_total[5m])</translation>
        </message>
        <message>
            <source>Remove this query</source>
            <translation>Diese Abfrage entfernen</translation>
        </message>
        <message>
            <source>Query %1</source>
            <translation>Abfrage %1</translation>
        </message>
        <message>
            <source>Expression %1</source>
            <translation>Ausdruck %1</translation>
        </message>
        <message>
            <source>Remove query %1</source>
            <translation>Abfrage %1 entfernen</translation>
        </message>
    </context>
    <context>
        <name>ui::RuleEditor</name>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>Give the threshold a name.</source>
            <translation>Die Schwelle braucht einen Namen.</translation>
        </message>
        <message>
            <source>Say what is measured.</source>
            <translation>Was soll gemessen werden?</translation>
        </message>
        <message>
            <source>This name is too long.</source>
            <translation>Dieser Name ist zu lang.</translation>
        </message>
        <message>
            <source>This can not be evaluated: %1</source>
            <translation>Das lässt sich nicht auswerten: %1</translation>
        </message>
        <message>
            <source>This is not a number.</source>
            <translation>Das ist keine Zahl.</translation>
        </message>
        <message>
            <source>Say how long, or 0 for at once.</source>
            <translation>Wie lange? 0 heißt sofort.</translation>
        </message>
        <message>
            <source>This can never be below zero.</source>
            <translation>Das kann nie unter null liegen.</translation>
        </message>
        <message>
            <source>Longer than a week: it would hardly ever fire.</source>
            <translation>Länger als eine Woche: Das löste kaum je aus.</translation>
        </message>
        <message>
            <source>This is more than can ever be measured.</source>
            <translation>Das ist mehr, als je gemessen werden kann.</translation>
        </message>
        <message>
            <source>No value can ever be beyond this threshold.</source>
            <translation>Kein Wert kann je jenseits dieser Schwelle liegen.</translation>
        </message>
        <message>
            <source>Only tr&amp;y it: fires are noted and nobody is told</source>
            <translation>Nur ausp&amp;robieren: wird vermerkt, niemand wird benachrichtigt</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>When it fires</source>
            <translation>Wann er auslöst</translation>
        </message>
        <message>
            <source>What it says</source>
            <translation>Was er sagt</translation>
        </message>
        <message>
            <source>Give it a name.</source>
            <translation>Er braucht einen Namen.</translation>
        </message>
        <message>
            <source>Longer than a week: it would hardly ever end.</source>
            <translation>Länger als eine Woche: Er würde kaum je enden.</translation>
        </message>
        <message>
            <source>It can not be called that.</source>
            <translation>So kann es nicht heißen.</translation>
        </message>
        <message>
            <source>There is one of that name already.</source>
            <translation>Diesen Namen gibt es schon.</translation>
        </message>
        <message>
            <source>Line %1, column %2: %3</source>
            <translation>Zeile %1, Spalte %2: %3</translation>
        </message>
    </context>
    <context>
        <name>ui::RuleList</name>
        <message>
            <source>%1: %2 of %3 switched on</source>
            <translation>%1: %2 von %3 eingeschaltet</translation>
        </message>
    </context>
    <context>
        <name>ui::RuleTexts</name>
        <message>
            <source>Add a text</source>
            <translation>Text hinzufügen</translation>
        </message>
        <message>
            <source>Name of the text</source>
            <translation>Name des Textes</translation>
        </message>
        <message>
            <source>Text; {{ $value }} and {{ $labels.instance }} are filled in</source>
            <translation>Text; {{ $value }} und {{ $labels.instance }} werden eingesetzt</translation>
        </message>
        <message>
            <source>In one line</source>
            <translation>In einer Zeile</translation>
        </message>
        <message>
            <source>In more words</source>
            <translation>Ausführlich</translation>
        </message>
        <message>
            <source>What it means</source>
            <translation>Was es bedeutet</translation>
        </message>
        <message>
            <source>What to do</source>
            <translation>Was zu tun ist</translation>
        </message>
        <message>
            <source>Where more is written</source>
            <translation>Wo mehr steht</translation>
        </message>
        <message>
            <source>Where it is shown</source>
            <translation>Wo es zu sehen ist</translation>
        </message>
        <message>
            <source>Add a label</source>
            <translation>Label hinzufügen</translation>
        </message>
        <message>
            <source>Name of the label</source>
            <translation>Name des Labels</translation>
        </message>
        <message>
            <source>Value of the label</source>
            <translation>Wert des Labels</translation>
        </message>
        <message>
            <source>Labels that it adds, by which alerts are grouped and silenced</source>
            <translation>Labels, die er hinzufügt; nach ihnen werden Alarme gruppiert und stummgeschaltet</translation>
        </message>
        <message>
            <source>Nothing answers to the expression now: there is nothing to fill into the texts.</source>
            <translation>Auf den Ausdruck antwortet gerade nichts: In die Texte ist nichts einzusetzen.</translation>
        </message>
        <message>
            <source>It would fire now; below each text is what it would say.</source>
            <translation>Er würde jetzt auslösen; unter jedem Text steht, was er sagen würde.</translation>
        </message>
        <message>
            <source>It would not fire now; below each text is what it would say.</source>
            <translation>Er würde jetzt nicht auslösen; unter jedem Text steht, was er sagen würde.</translation>
        </message>
        <message>
            <source>It would fire now; below each text is what it would say of %1.</source>
            <translation>Er würde jetzt auslösen; unter jedem Text steht, was er über %1 sagen würde.</translation>
        </message>
        <message>
            <source>It would fire for nothing now; below each text is what it would say of %1.</source>
            <translation>Er würde jetzt für nichts auslösen; unter jedem Text steht, was er über %1 sagen würde.</translation>
        </message>
    </context>
    <context>
        <name>ui::ScoreCard</name>
        <message>
            <source>Health</source>
            <translation>Gesundheit</translation>
        </message>
        <message>
            <source>Health score, 0 to 100</source>
            <translation>Gesundheitswert, 0 bis 100</translation>
        </message>
        <message>
            <source>of 100</source>
            <translation>von 100</translation>
        </message>
        <message>
            <source>This machine is offline</source>
            <translation>Dieser Rechner ist offline</translation>
        </message>
        <message>
            <source>Everything that is checked is well</source>
            <translation>Alles, was geprüft wird, ist in Ordnung</translation>
        </message>
        <message>
            <source>Every check is well</source>
            <translation>Jede Prüfung ist in Ordnung</translation>
        </message>
        <message>
            <source>Show this check</source>
            <translation>Diese Prüfung zeigen</translation>
        </message>
    </context>
    <context>
        <name>ui::SilenceDialog</name>
        <message>
            <source>1 hour</source>
            <translation>1 Stunde</translation>
        </message>
        <message>
            <source>4 hours</source>
            <translation>4 Stunden</translation>
        </message>
        <message>
            <source>1 day</source>
            <translation>1 Tag</translation>
        </message>
        <message>
            <source>1 week</source>
            <translation>1 Woche</translation>
        </message>
        <message>
            <source>until nothing matches it any more</source>
            <translation>bis nichts mehr darauf passt</translation>
        </message>
        <message>
            <source>Silence alerts</source>
            <translation>Alarme stummschalten</translation>
        </message>
        <message>
            <source>alertname=&quot;…&quot;, instance=~&quot;web.*&quot;</source>
            <translation>alertname=&quot;…&quot;, instance=~&quot;web.*&quot;</translation>
        </message>
        <message>
            <source>&amp;Labels</source>
            <translation>&amp;Labels</translation>
        </message>
        <message>
            <source>&amp;For</source>
            <translation>&amp;Für</translation>
        </message>
        <message>
            <source>&amp;Why</source>
            <translation>&amp;Warum</translation>
        </message>
        <message>
            <source>Silence</source>
            <translation>Stummschalten</translation>
        </message>
        <message>
            <source>Nothing that fires now would be silenced.</source>
            <translation>Nichts, was jetzt auslöst, würde stummgeschaltet.</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weiterer</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>Would silence now: %1</source>
            <translation>Würde jetzt stummschalten: %1</translation>
        </message>
    </context>
    <context>
        <name>ui::SilencesDialog</name>
        <message>
            <source>Silences</source>
            <translation>Stummschaltungen</translation>
        </message>
        <message>
            <source>Nothing is silenced, and nothing was lately.</source>
            <translation>Nichts ist stummgeschaltet, und nichts war es in letzter Zeit.</translation>
        </message>
        <message>
            <source>New silence…</source>
            <translation>Neue Stummschaltung …</translation>
        </message>
        <message>
            <source>End now</source>
            <translation>Jetzt beenden</translation>
        </message>
    </context>
    <context>
        <name>ui::TablePanel</name>
        <message>
            <source>Lists</source>
            <translation>Listen</translation>
        </message>
        <message>
            <source>Operations</source>
            <translation>Operationen</translation>
        </message>
        <message>
            <source>Nothing was asked of it in this time.</source>
            <translation>In dieser Zeit wurde nichts davon abgefragt.</translation>
        </message>
    </context>
    <context>
        <name>ui::TableView</name>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
    </context>
    <context>
        <name>ui::TargetEditor</name>
        <message>
            <source>Add a check</source>
            <translation>Prüfung hinzufügen</translation>
        </message>
        <message>
            <source>How it is watched</source>
            <translation>Wie es überwacht wird</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>&amp;Try it</source>
            <translation>&amp;Erproben</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Kind of check</source>
            <translation>Art der Prüfung</translation>
        </message>
        <message>
            <source>&amp;Address</source>
            <translation>&amp;Adresse</translation>
        </message>
        <message>
            <source>&amp;Kind of check</source>
            <translation>A&amp;rt der Prüfung</translation>
        </message>
        <message>
            <source>Show what to set up there first</source>
            <translation>Zeigen, was dort zuerst einzurichten ist</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Copy what to set up</source>
            <translation>Kopieren, was einzurichten ist</translation>
        </message>
        <message>
            <source>Paste or type where it is, such as %1</source>
            <translation>Einfügen oder tippen, wo es ist, etwa %1</translation>
        </message>
        <message>
            <source>Change %1</source>
            <translation>%1 ändern</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>What is secret is kept %1.</source>
            <translation>Geheimes wird %1 verwahrt.</translation>
        </message>
        <message>
            <source>Keep it in an encrypted file…</source>
            <translation>In einer verschlüsselten Datei verwahren …</translation>
        </message>
        <message>
            <source>One certificate is trusted for this target although nobody vouches for it (see &quot;More options&quot;).</source>
            <translation>Für dieses Ziel gilt ein Zertifikat als vertrauenswürdig, obwohl niemand dafür bürgt (siehe „Weitere Optionen“).</translation>
        </message>
    </context>
    <context>
        <name>ui::TargetList</name>
        <message>
            <source>Targets</source>
            <translation>Ziele</translation>
        </message>
        <message>
            <source>&amp;Edit…</source>
            <translation>&amp;Bearbeiten …</translation>
        </message>
        <message>
            <source>&amp;Check now</source>
            <translation>&amp;Jetzt prüfen</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>&amp;Anhalten</translation>
        </message>
        <message>
            <source>&amp;Duplicate…</source>
            <translation>&amp;Duplizieren …</translation>
        </message>
        <message>
            <source>&amp;Remove</source>
            <translation>&amp;Entfernen</translation>
        </message>
        <message>
            <source>&amp;Add…</source>
            <translation>&amp;Hinzufügen …</translation>
        </message>
        <message>
            <source>&amp;Resume</source>
            <translation>&amp;Fortsetzen</translation>
        </message>
    </context>
    <context>
        <name>ui::TargetPanel</name>
        <message>
            <source>Add…</source>
            <translation>Hinzufügen …</translation>
        </message>
        <message>
            <source>Watch another service, host or application (Ctrl+N)</source>
            <translation>Einen weiteren Dienst, Rechner oder eine weitere Anwendung überwachen (Strg+N)</translation>
        </message>
    </context>
    <context>
        <name>ui::TargetTerms</name>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>Check &amp;every</source>
            <translation>&amp;Prüfen alle</translation>
        </message>
        <message>
            <source>&amp;Slow above</source>
            <translation>&amp;Langsam über</translation>
        </message>
        <message>
            <source>0: never</source>
            <translation>0: nie</translation>
        </message>
        <message>
            <source>&amp;Retries</source>
            <translation>&amp;Wiederholungen</translation>
        </message>
        <message>
            <source>before it counts as down</source>
            <translation>bevor es als ausgefallen gilt</translation>
        </message>
        <message>
            <source>&amp;Behind</source>
            <translation>&amp;Hinter</translation>
        </message>
        <message>
            <source>&amp;Objective</source>
            <translation>&amp;Zielwert</translation>
        </message>
        <message>
            <source>of the time it is up</source>
            <translation>der Zeit verfügbar</translation>
        </message>
        <message>
            <source>&amp;Upside down: it is as it should be while the check fails</source>
            <translation>&amp;Umgekehrt: Es ist, wie es sein soll, solange die Prüfung fehlschlägt</translation>
        </message>
        <message>
            <source>(gone)</source>
            <translation>(nicht mehr da)</translation>
        </message>
        <message>
            <source>nothing</source>
            <translation>nichts</translation>
        </message>
        <message>
            <source>Nothing else is checked yet.</source>
            <translation>Noch wird nichts anderes geprüft.</translation>
        </message>
        <message>
            <source>Put it behind %1</source>
            <translation>Hinter %1 stellen</translation>
        </message>
    </context>
    <context>
        <name>ui::ThresholdDialog</name>
        <message>
            <source>Thresholds</source>
            <translation>Schwellen</translation>
        </message>
        <message>
            <source>&amp;Add</source>
            <translation>&amp;Hinzufügen</translation>
        </message>
        <message>
            <source>D&amp;uplicate</source>
            <translation>&amp;Duplizieren</translation>
        </message>
        <message>
            <source>D&amp;elete…</source>
            <translation>L&amp;öschen …</translation>
        </message>
        <message>
            <source>&amp;Save</source>
            <translation>&amp;Speichern</translation>
        </message>
        <message>
            <source>D&amp;iscard changes</source>
            <translation>Änderungen &amp;verwerfen</translation>
        </message>
        <message>
            <source>Unticked thresholds are switched off.</source>
            <translation>Schwellen ohne Haken sind abgeschaltet.</translation>
        </message>
        <message>
            <source>switched off</source>
            <translation>abgeschaltet</translation>
        </message>
        <message>
            <source>New threshold</source>
            <translation>Neue Schwelle</translation>
        </message>
        <message>
            <source>%1 (copy)</source>
            <translation>%1 (Kopie)</translation>
        </message>
        <message>
            <source>Delete threshold</source>
            <translation>Schwelle löschen</translation>
        </message>
        <message>
            <source>Delete &quot;%1&quot;? Its alerts end; their history stays.</source>
            <translation>„%1“ löschen? Ihre Alarme enden, deren Geschichte bleibt.</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message numerus="yes">
            <source>%n threshold(s) were edited and not saved.</source>
            <translation>
                <numerusform>%n Schwelle wurde geändert und nicht gespeichert.</numerusform>
                <numerusform>%n Schwellen wurden geändert und nicht gespeichert.</numerusform>
            </translation>
        </message>
        <message>
            <source>Applications</source>
            <translation>Anwendungen</translation>
        </message>
        <message>
            <source>Caches</source>
            <translation>Caches</translation>
        </message>
        <message>
            <source>Databases</source>
            <translation>Datenbanken</translation>
        </message>
        <message>
            <source>Machines</source>
            <translation>Rechner</translation>
        </message>
        <message>
            <source>Services</source>
            <translation>Dienste</translation>
        </message>
        <message>
            <source>Vedette itself</source>
            <translation>Vedette selbst</translation>
        </message>
        <message>
            <source>Set here</source>
            <translation>Hier gesetzt</translation>
        </message>
        <message>
            <source>on trial</source>
            <translation>auf Probe</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>geändert</translation>
        </message>
        <message>
            <source>not saved</source>
            <translation>nicht gespeichert</translation>
        </message>
        <message>
            <source>S&amp;witch on for real</source>
            <translation>Richtig &amp;einschalten</translation>
        </message>
        <message>
            <source>It is on trial; from now on people are told when it fires</source>
            <translation>Er läuft auf Probe; von jetzt an wird benachrichtigt, wenn er auslöst</translation>
        </message>
        <message>
            <source>&amp;Back to the shipped one…</source>
            <translation>&amp;Zurück zum mitgelieferten …</translation>
        </message>
        <message>
            <source>Back to the shipped one</source>
            <translation>Zurück zum mitgelieferten</translation>
        </message>
        <message>
            <source>&quot;%1&quot; will be as it was shipped; what was changed of it is lost.</source>
            <translation>„%1“ wird wieder so, wie er mitgeliefert wurde; was daran geändert wurde, geht verloren.</translation>
        </message>
        <message>
            <source>As shipped</source>
            <translation>Wie mitgeliefert</translation>
        </message>
        <message>
            <source>Service objectives</source>
            <translation>Zielwerte der Dienste</translation>
        </message>
    </context>
    <context>
        <name>ui::ThresholdPreview</name>
        <message>
            <source>30 m</source>
            <translation>30 min</translation>
        </message>
        <message>
            <source>Try it on the last half hour</source>
            <translation>An der letzten halben Stunde erproben</translation>
        </message>
        <message>
            <source>in the last half hour</source>
            <translation>in der letzten halben Stunde</translation>
        </message>
        <message>
            <source>24 h</source>
            <translation>24 h</translation>
        </message>
        <message>
            <source>Try it on the last day</source>
            <translation>Am letzten Tag erproben</translation>
        </message>
        <message>
            <source>in the last day</source>
            <translation>am letzten Tag</translation>
        </message>
        <message>
            <source>7 d</source>
            <translation>7 d</translation>
        </message>
        <message>
            <source>Try it on the last week</source>
            <translation>An der letzten Woche erproben</translation>
        </message>
        <message>
            <source>in the last week</source>
            <translation>in der letzten Woche</translation>
        </message>
        <message>
            <source>What was measured, and when it would have fired</source>
            <translation>Was gemessen wurde, und wann ausgelöst worden wäre</translation>
        </message>
        <message>
            <source>Nothing answers to this yet.</source>
            <translation>Darauf antwortet noch nichts.</translation>
        </message>
        <message>
            <source>threshold</source>
            <translation>Schwelle</translation>
        </message>
        <message>
            <source>Being tried…</source>
            <translation>Wird erprobt …</translation>
        </message>
        <message>
            <source>It can not be tried: %1</source>
            <translation>Das lässt sich nicht erproben: %1</translation>
        </message>
        <message>
            <source>It would not have fired %1.</source>
            <translation>Die Regel hätte %1 nicht ausgelöst.</translation>
        </message>
        <message numerus="yes">
            <source>It would have fired %n time(s) %1: %2 in all, the longest %3.</source>
            <translation>
                <numerusform>Die Regel hätte %1 %n-mal ausgelöst: insgesamt %2, am längsten %3.</numerusform>
                <numerusform>Die Regel hätte %1 %n-mal ausgelöst: insgesamt %2, am längsten %3.</numerusform>
            </translation>
        </message>
        <message>
            <source>It would have fired nearly all the time %1: such a threshold tells nobody anything.</source>
            <translation>Er hätte %1 fast die ganze Zeit ausgelöst: So eine Schwelle sagt niemandem etwas.</translation>
        </message>
    </context>
    <context>
        <name>ui::TimeBar</name>
        <message>
            <source>5 m</source>
            <translation>5 min</translation>
        </message>
        <message>
            <source>15 m</source>
            <translation>15 min</translation>
        </message>
        <message>
            <source>1 h</source>
            <translation>1 h</translation>
        </message>
        <message>
            <source>6 h</source>
            <translation>6 h</translation>
        </message>
        <message>
            <source>24 h</source>
            <translation>24 h</translation>
        </message>
        <message>
            <source>● Live</source>
            <translation>● Live</translation>
        </message>
        <message>
            <source>Follow the present (Ctrl+L)</source>
            <translation>Der Gegenwart folgen (Strg+L)</translation>
        </message>
        <message>
            <source>Show the last %1</source>
            <translation>Die letzten %1 zeigen</translation>
        </message>
        <message>
            <source>One window back (Alt+Left)</source>
            <translation>Ein Fenster zurück (Alt+Links)</translation>
        </message>
        <message>
            <source>One window forward (Alt+Right)</source>
            <translation>Ein Fenster vor (Alt+Rechts)</translation>
        </message>
    </context>
    <context>
        <name>ui::TimeStrip</name>
        <message>
            <source>Click or drag to go to that time</source>
            <translation>Klicken oder ziehen, um zu dieser Zeit zu gehen</translation>
        </message>
        <message>
            <source>Overview of the past</source>
            <translation>Überblick über die Vergangenheit</translation>
        </message>
    </context>
    <context>
        <name>ui::TopBar</name>
        <message>
            <source>Menu (F10)</source>
            <translation>Menü (F10)</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message numerus="yes">
            <source>%n emergency or critical</source>
            <translation>
                <numerusform>%n Notfall oder kritisch</numerusform>
                <numerusform>%n Notfälle oder kritisch</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n critical</source>
            <translation>
                <numerusform>%n kritisch</numerusform>
                <numerusform>%n kritisch</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n Warnung</numerusform>
                <numerusform>%n Warnungen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 info</source>
            <translation>%1 Info</translation>
        </message>
        <message>
            <source>all calm</source>
            <translation>alles ruhig</translation>
        </message>
        <message>
            <source>Health %1</source>
            <translation>Gesundheit %1</translation>
        </message>
    </context>
    <context>
        <name>ui::Tray</name>
        <message>
            <source>nothing fires</source>
            <translation>nichts ist ausgelöst</translation>
        </message>
        <message>
            <source>Open Vedette</source>
            <translation>Vedette öffnen</translation>
        </message>
        <message>
            <source>Pause notifications for 1 h</source>
            <translation>Meldungen 1 h anhalten</translation>
        </message>
        <message>
            <source>Acknowledge all</source>
            <translation>Alle bestätigen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>notifications paused</source>
            <translation>Meldungen angehalten</translation>
        </message>
    </context>
    <context>
        <name>ui::UnitField</name>
        <message>
            <source>%</source>
            <translation>%</translation>
        </message>
        <message>
            <source>bytes</source>
            <translation>Byte</translation>
        </message>
        <message>
            <source>KiB</source>
            <translation>KiB</translation>
        </message>
        <message>
            <source>MiB</source>
            <translation>MiB</translation>
        </message>
        <message>
            <source>GiB</source>
            <translation>GiB</translation>
        </message>
        <message>
            <source>TiB</source>
            <translation>TiB</translation>
        </message>
        <message>
            <source>bytes/s</source>
            <translation>Byte/s</translation>
        </message>
        <message>
            <source>KiB/s</source>
            <translation>KiB/s</translation>
        </message>
        <message>
            <source>MiB/s</source>
            <translation>MiB/s</translation>
        </message>
        <message>
            <source>GiB/s</source>
            <translation>GiB/s</translation>
        </message>
        <message>
            <source>bit/s</source>
            <translation>bit/s</translation>
        </message>
        <message>
            <source>Mbit/s</source>
            <translation>Mbit/s</translation>
        </message>
        <message>
            <source>Gbit/s</source>
            <translation>Gbit/s</translation>
        </message>
        <message>
            <source>ms</source>
            <translation>ms</translation>
        </message>
        <message>
            <source>s</source>
            <translation>s</translation>
        </message>
        <message>
            <source>min</source>
            <translation>min</translation>
        </message>
        <message>
            <source>h</source>
            <translation>h</translation>
        </message>
        <message>
            <source>days</source>
            <translation>Tage</translation>
        </message>
        <message>
            <source>per second</source>
            <translation>je Sekunde</translation>
        </message>
        <message>
            <source>°C</source>
            <translation>°C</translation>
        </message>
        <message>
            <source>Hz</source>
            <translation>Hz</translation>
        </message>
        <message>
            <source>MHz</source>
            <translation>MHz</translation>
        </message>
        <message>
            <source>GHz</source>
            <translation>GHz</translation>
        </message>
        <message>
            <source>V</source>
            <translation>V</translation>
        </message>
        <message>
            <source>W</source>
            <translation>W</translation>
        </message>
        <message>
            <source>rpm</source>
            <translation>U/min</translation>
        </message>
        <message>
            <source>Unit of: %1</source>
            <translation>Einheit von: %1</translation>
        </message>
    </context>
    <context>
        <name>ui::VerdictPanel</name>
        <message>
            <source>What was seen</source>
            <translation>Was zu sehen war</translation>
        </message>
        <message>
            <source>Trust this certificate for this target…</source>
            <translation>Diesem Zertifikat für dieses Ziel vertrauen …</translation>
        </message>
        <message>
            <source>Trying…</source>
            <translation>Wird erprobt …</translation>
        </message>
        <message>
            <source>It answers, but slowly.</source>
            <translation>Es antwortet, aber langsam.</translation>
        </message>
        <message>
            <source>It works.</source>
            <translation>Es funktioniert.</translation>
        </message>
        <message>
            <source>It does not work (%1).</source>
            <translation>Es funktioniert nicht (%1).</translation>
        </message>
        <message>
            <source>It took %1.</source>
            <translation>Es dauerte %1.</translation>
        </message>
        <message>
            <source>Upside down, this is as it should be.</source>
            <translation>Umgekehrt ist das, wie es sein soll.</translation>
        </message>
        <message>
            <source>Upside down, this counts as down.</source>
            <translation>Umgekehrt gilt das als ausgefallen.</translation>
        </message>
        <message>
            <source>Trust this certificate?</source>
            <translation>Diesem Zertifikat vertrauen?</translation>
        </message>
        <message>
            <source>Trust this certificate, for this target alone?</source>
            <translation>Diesem Zertifikat vertrauen, nur für dieses Ziel?</translation>
        </message>
        <message>
            <source>(not said)</source>
            <translation>(keine Angabe)</translation>
        </message>
        <message>
            <source>It is not trusted because: %1

Issued to: %2
Issued by: %3
SHA-256: %4

Whoever answers with this certificate will be believed, and nobody else. Compare the fingerprint with the one that the server&apos;s administrator tells you.</source>
            <translation>Ihm wird nicht vertraut, weil: %1

Ausgestellt für: %2
Ausgestellt von: %3
SHA-256: %4

Wer mit diesem Zertifikat antwortet, dem wird geglaubt, und sonst niemandem. Den Fingerabdruck mit dem vergleichen, den die Verwaltung des Servers nennt.</translation>
        </message>
        <message>
            <source>Trust it</source>
            <translation>Vertrauen</translation>
        </message>
    </context>
    <context>
        <name>ui::WeeklyWindowsEdit</name>
        <message>
            <source>&amp;Add a time of the week</source>
            <translation>Zeit der Woche &amp;hinzufügen</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <source>Every day</source>
            <translation>Jeden Tag</translation>
        </message>
        <message>
            <source>from</source>
            <translation>von</translation>
        </message>
        <message>
            <source>to</source>
            <translation>bis</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>A time of the week ends at another minute than it begins.</source>
            <translation>Eine Zeit der Woche endet zu einer anderen Minute, als sie beginnt.</translation>
        </message>
    </context>
</TS>
