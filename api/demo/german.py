"""What recruiter and candidate write to each other in German; slots as in letters."""

from api.demo.lists import lines

GERMAN = {
    "greeting": lines("""
Hallo {first},
Guten Tag {first},
Liebe/r {first},
Moin {first},
Servus {first},
"""),
    "opening": lines("""
dein Profil ist mir bei der Suche nach {skill} gleich aufgefallen.
wir kennen uns noch nicht: Ich besetze Stellen rund um {skill} in {city}.
ein früherer Kollege von dir meinte, ich solle mich einmal melden.
für {client} suche ich jemanden als {role}.
Glückwunsch zur neuen Aufgabe bei {company}!
du bekommst sicher viele Nachrichten, deshalb halte ich mich kurz.
beim Treffen zu {skill} in {city} haben wir uns leider verpasst.
seit unserem letzten Gespräch ist viel passiert.
"""),
    "pitch": lines("""
{client} wächst und braucht Verstärkung mit Erfahrung in {skill}.
Vier-Tage-Woche, zwei Tage davon zu Hause, unbefristet.
Das Gehalt liegt zwischen 68 und 85 Tsd. Euro, je nach Erfahrung.
Es ist eine Nachfolge: Die Kollegin geht im {month} in den Ruhestand.
Das Team ist klein, und niemand ist in den letzten drei Jahren gegangen.
Schichtdienst ist freiwillig, Wochenenden werden doppelt vergütet.
Der Betriebsrat ist stark, der Kaffee leider nicht.
Die Größe des Teams wäre überschaubar, die Verantwortung groß.
"""),
    "ask": lines("""
Hättest du am {day} eine Viertelstunde Zeit?
Darf ich dir die Stellenbeschreibung schicken?
Ist das gerade überhaupt ein Thema für dich?
Kennst du vielleicht jemanden, für den das passt?
Wollen wir im {month} einen Kaffee trinken?
Ein kurzes „nein, danke“ ist völlig in Ordnung.
Unter welcher Nummer erreiche ich dich am besten?
"""),
    "closing": lines("""
Viele Grüße, {me}
Herzliche Grüße aus {city}, {me}
Beste Grüße
Schönes Wochenende, {me}
Danke und bis bald, {me}
"""),
    "reminder": lines("""
Ich wollte nur kurz nachfragen, ob meine Nachricht angekommen ist.
Letzter Versuch, dann gebe ich Ruhe, versprochen.
{client} entscheidet am {day}, deshalb frage ich noch einmal.
Kein Druck, aber die Stelle wird am {day} besetzt.
"""),
    "yes": lines("""
Danke für die Nachricht, das klingt spannend.
Gerne, am {day} nach 17 Uhr passt es gut.
Ich bin bei {company} zufrieden, höre mir aber gern alles an.
Wie hoch wäre denn das Gehalt?
Meine Kündigungsfrist beträgt drei Monate zum Quartalsende, geht das?
Schick mir bitte die Beschreibung, ich lese sie heute Abend.
Nur in Teilzeit, sonst gern!
"""),
    "not_now": lines("""
Danke, aber ich habe erst im {month} gewechselt.
Im Moment nicht, frag mich gern in einem halben Jahr wieder.
Wir bauen gerade ein Haus, da wechsle ich lieber nicht.
Ich bin in Elternzeit und melde mich danach.
"""),
    "no": lines("""
Nein, danke.
Bitte keine weiteren Anfragen zu {skill}.
Zu {client} möchte ich nicht zurück.
Das liegt unter meinem jetzigen Gehalt.
Ich habe letzte Woche woanders unterschrieben, tut mir leid.
"""),
    "answer": lines("""
Vielen Dank für die offenen Worte.
Ich frage bei {client} nach und melde mich bis {day}.
Wunderbar, die Einladung für {day} ist unterwegs.
Alles klar, ich notiere mir den {month}.
Teilzeit ist möglich, ich habe zweimal nachgefragt.
Kein Problem, wir bleiben in Kontakt.
"""),
    "process": lines("""
{client} möchte dich kennenlernen: Passt dir {day} um 10 Uhr?
Anbei die Einladung zum zweiten Gespräch.
Besonders gefallen hat, wie du {skill} erklärt hast.
Magst du mir bis {day} deine Zeugnisse schicken?
Der Probetag wird bezahlt; bitte den Ausweis mitbringen.
Es verzögert sich leider ein wenig, die Geschäftsführerin ist krank.
Der Vertrag ist unterwegs, bitte lies den Absatz über Überstunden genau.
Leider haben sie sich für eine interne Bewerbung entschieden.
Dein erster Tag wäre der erste {month}, wenn das für dich passt.
"""),
    "catch_up": lines("""
Alles Gute zum Geburtstag! 🎉
Wie waren die ersten hundert Tage bei {company}?
Frohe Weihnachten und einen guten Rutsch!
Lange nichts gehört: Geht es dir gut?
Ich bin am {day} in {city}, Mittagessen?
"""),
    "thanks": lines("""
Danke, wie lieb!
Alles bestens, viel zu tun wie immer.
Sehr gern, bis {day}!
Die Stimmung ist so lala, lass uns lieber telefonieren.
"""),
    "subject": lines("""
{role} in {city}
Deine Erfahrung mit {skill}
Kurze Frage, {first}
Einladung zum Gespräch bei {client}
Stelle als {role} (m/w/d)
"""),
}
