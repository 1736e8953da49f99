<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ui::AcknowledgeDialog</name>
        <message numerus="yes">
            <source>Acknowledge %n alert(s)</source>
            <translation>
                <numerusform>Acknowledge %n alert</numerusform>
                <numerusform>Acknowledge %n alerts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertHistory</name>
        <message numerus="yes">
            <source>%n still firing</source>
            <translation>
                <numerusform>%n still firing</numerusform>
                <numerusform>%n still firing</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not acknowledged</source>
            <translation>
                <numerusform>%n not acknowledged</numerusform>
                <numerusform>%n not acknowledged</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>of %n ended</source>
            <translation>
                <numerusform>of %n ended</numerusform>
                <numerusform>of %n ended</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n flapped</source>
            <translation>
                <numerusform>%n flapped</numerusform>
                <numerusform>%n flapped</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertHours</name>
        <message numerus="yes">
            <source>%n alert(s) began</source>
            <translation>
                <numerusform>%n alert began</numerusform>
                <numerusform>%n alerts began</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::AlertTimeline</name>
        <message numerus="yes">
            <source>%n incident(s)</source>
            <translation>
                <numerusform>%n incident</numerusform>
                <numerusform>%n incidents</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::CompletionSource</name>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n value</numerusform>
                <numerusform>%n values</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n series</source>
            <translation>
                <numerusform>%n series</numerusform>
                <numerusform>%n series</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::ExploreResult</name>
        <message numerus="yes">
            <source>%n value(s) at %1</source>
            <translation>
                <numerusform>%n value at %1</numerusform>
                <numerusform>%n values at %1</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n series</source>
            <translation>
                <numerusform>%n series</numerusform>
                <numerusform>%n series</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::HealthTab</name>
        <message numerus="yes">
            <source>%n check(s)</source>
            <translation>
                <numerusform>%n check</numerusform>
                <numerusform>%n checks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::Presence</name>
        <message numerus="yes">
            <source>%n alert(s) fired</source>
            <translation>
                <numerusform>%n alert fired</numerusform>
                <numerusform>%n alerts fired</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them is over</source>
            <translation>
                <numerusform>%n of them is over</numerusform>
                <numerusform>%n of them are over</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n earlier alert(s) ended</source>
            <translation>
                <numerusform>%n earlier alert ended</numerusform>
                <numerusform>%n earlier alerts ended</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::ProcessPanel</name>
        <message numerus="yes">
            <source>at %1 · %n processes</source>
            <translation>
                <numerusform>at %1 · %n process</numerusform>
                <numerusform>at %1 · %n processes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Kill %n processes?</source>
            <translation>
                <numerusform>Kill %n process?</numerusform>
                <numerusform>Kill %n processes?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Terminate %n processes?</source>
            <translation>
                <numerusform>Terminate %n process?</numerusform>
                <numerusform>Terminate %n processes?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::ThresholdDialog</name>
        <message numerus="yes">
            <source>%n threshold(s) were edited and not saved.</source>
            <translation>
                <numerusform>%n threshold was edited and not saved.</numerusform>
                <numerusform>%n thresholds were edited and not saved.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::ThresholdPreview</name>
        <message numerus="yes">
            <source>It would have fired %n time(s) %1: %2 in all, the longest %3.</source>
            <translation>
                <numerusform>It would have fired %n time %1: %2 in all, the longest %3.</numerusform>
                <numerusform>It would have fired %n times %1: %2 in all, the longest %3.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::TopBar</name>
        <message numerus="yes">
            <source>%n emergency or critical</source>
            <translation>
                <numerusform>%n emergency or critical</numerusform>
                <numerusform>%n emergency or critical</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n critical</source>
            <translation>
                <numerusform>%n critical</numerusform>
                <numerusform>%n critical</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n warning(s)</source>
            <translation>
                <numerusform>%n warning</numerusform>
                <numerusform>%n warnings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::CheckActions</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Check %n of them no more?</source>
            <translation>
                <numerusform>Check %n of them no more?</numerusform>
                <numerusform>Check %n of them no more?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui::CheckDetail</name>
        <message numerus="yes">
            <source>%n outage(s) in 30 days</source>
            <translation>
                <numerusform>%n outage in 30 days</numerusform>
                <numerusform>%n outages in 30 days</numerusform>
            </translation>
        </message>
    </context>
</TS>
