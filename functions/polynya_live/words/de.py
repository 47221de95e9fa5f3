"""German (shared)."""

from .de_answers import ANSWERS
from .de_owners import OWNERS

WAYS = {
    "January": "Januar",
    "February": "Februar",
    "March": "März",
    "April": "April",
    "May": "Mai",
    "June": "Juni",
    "July": "Juli",
    "August": "August",
    "September": "September",
    "October": "Oktober",
    "November": "November",
    "December": "Dezember",
    "{day} {month} {year}": "{day}. {month} {year}",
    "1 {month} {year}": "1. {month} {year}",
    "{day} {month}": "{day}. {month}",
    "1 {month}": "1. {month}",
    "1,234.56": "1.234,56",
    "{currency}{amount}": "{amount}\N{NO-BREAK SPACE}{currency}",
}
"""How days, numbers and amounts are written: see `writing`."""

GERMAN = {
    **WAYS,
    **ANSWERS,
    **OWNERS,
    "yes": "ja",
    "no": "nein",
    "Skip to the text": "Zum Text springen",
    "Main": "Hauptmenü",
    "Languages": "Sprachen",
    "Back": "Zurück",
    "Further": "Weiter",
    "Pages of this list": "Seiten dieser Liste",
    "Table": "Tabelle",
    "Nothing here yet.": "Hier ist noch nichts.",
    "What others say": "Was andere sagen",
    "What readers say": "Was Leserinnen und Leser sagen",
    "Books": "Bücher",
    "Price": "Preis",
    "First printed": "Erschienen",
    "Pages": "Seiten",
    "On the shelves": "In den Regalen",
    "Everything here has been read by one of us. Open a book to see what other readers say.": (
        "Alles hier hat jemand von uns gelesen. Öffnen Sie ein Buch, um zu sehen, was andere dazu sagen."
    ),
    "See the books": "Zu den Büchern",
    "What’s for lunch?": "Was gibt es mittags?",
    "On the table by the door": "Auf dem Tisch an der Tür",
    "To read with the coffee": "Zum Kaffee zu lesen",
    "(optional)": "(freiwillig)",
    "(only needed for: {answers})": "(nur nötig bei: {answers})",
    "This is taken: please choose another.": "Das ist vergeben: Bitte wählen Sie etwas anderes.",
    "This address has been used already.": "Diese Adresse wurde schon verwendet.",
    "This was sent from your address before, and it is kept. Your words are below, if you meant another one.": (
        "Das kam schon von Ihrer Adresse, und es ist gut aufgehoben. Ihre Worte stehen unten, falls Sie eine andere meinten."
    ),
    "Taken together: please change one of these.": "In dieser Verbindung ist das vergeben: Bitte ändern Sie eines davon.",
    "You have sent this before, and it is kept: there is nothing more to do.": (
        "Das haben Sie schon geschickt, und es ist gut angekommen: Sie brauchen nichts mehr zu tun."
    ),
    "Please choose a day that is not before {min}.": "Bitte einen Tag, der nicht vor dem {min} liegt.",
    "Please choose a day that is not after {max}.": "Bitte einen Tag, der nicht nach dem {max} liegt.",
    "Leave this empty": "Bitte frei lassen",
    "Nothing is sent yet. Please have another look at:": "Noch ist nichts abgeschickt. Bitte sehen Sie noch einmal nach:",
    "It will appear on the page once it has been read.": "Es erscheint auf der Seite, sobald es gelesen wurde.",
    "One answer, please: this has {count}.": "Bitte nur eine Antwort: Hier stehen {count}.",
    "Please fill this in.": "Bitte füllen Sie das aus.",
    "Please choose one.": "Bitte wählen Sie eines.",
    "Please choose at least one.": "Bitte wählen Sie mindestens eines.",
    "Please tick this box.": "Bitte kreuzen Sie das an.",
    "Please write at most {max} characters: this has {length}.": "Bitte höchstens {max} Zeichen: Das sind {length}.",
    "Please write at least {min} characters: this has {length}.": "Bitte mindestens {min} Zeichen: Das sind {length}.",
    "Please write this on one line.": "Bitte schreiben Sie das in eine Zeile.",
    "Please write this in the form that is asked for.": "Bitte schreiben Sie das in der verlangten Form.",
    "Please write an e-mail address, like name@example.org.": "Bitte eine E-Mail-Adresse, wie name@example.org.",
    "Please write one e-mail address only.": "Bitte nur eine E-Mail-Adresse.",
    "Please write a full web address that starts with https:// or http://.": (
        "Bitte eine volle Web-Adresse, die mit https:// oder http:// beginnt."
    ),
    "Please write a number, like 3.": "Bitte eine Zahl, wie 3.",
    "Please write a whole number, like 3.": "Bitte eine ganze Zahl, wie 3.",
    "Please give {min} or more.": "Bitte {min} oder mehr.",
    "Please give {max} or less.": "Bitte {max} oder weniger.",
    "Please give a day of the calendar as year, month and day, like 2027-03-14.": (
        "Bitte einen Tag des Kalenders als Jahr, Monat und Tag, wie 2027-03-14."
    ),
    "Please choose at least {min}: this has {count}.": "Bitte wählen Sie mindestens {min}: Hier stehen {count}.",
    "Please choose at most {max}: this has {count}.": "Bitte wählen Sie höchstens {max}: Hier stehen {count}.",
    "Please choose one of the answers offered.": "Bitte wählen Sie eine der angebotenen Antworten.",
    "This form has no field called “{name}”. You wrote there: {words}": (
        "Dieses Formular hat kein Feld „{name}“. Dort stand: {words}"
    ),
    "“{row}” is not on the list any more. You asked for: {words}": (
        "„{row}“ steht nicht mehr auf der Liste. Sie wollten: {words}"
    ),
    "The page you wrote this for is not here any more. Your words are below, so that you can take them along.": (
        "Die Seite, für die Sie das geschrieben haben, gibt es nicht mehr. Ihre Worte stehen unten, zum Mitnehmen."
    ),
    "One more step: please look through what you wrote and post it again.": (
        "Noch ein Schritt: Bitte lesen Sie durch, was Sie geschrieben haben, und schicken Sie es noch einmal ab."
    ),
    "This was sent already, with other words. If you want to send these as well, please post them again.": (
        "Das wurde schon abgeschickt, mit anderen Worten. Wenn auch diese ankommen sollen, schicken Sie sie bitte noch einmal ab."
    ),
    "There is not enough room for this: {left} of {places} places can be had. Your words are below; would fewer do?": (
        "Dafür reicht der Platz nicht: noch {left} von {places} Plätzen frei. Ihre Worte stehen unten; genügen weniger?"
    ),
    "There is no room left for this: all places are taken. Your words are below, so that you can take them along.": (
        "Dafür ist kein Platz mehr: alle Plätze sind vergeben. Ihre Worte stehen unten, damit Sie sie mitnehmen können."
    ),
    "Somebody was faster: this is taken. Your words are below; please choose another.": (
        "Jemand war schneller: Das ist vergeben. Ihre Worte stehen unten; bitte wählen Sie etwas anderes."
    ),
    "You have posted this several times already. Please wait a while, and then post it again.": (
        "Sie haben das schon mehrmals abgeschickt. Bitte warten Sie etwas und versuchen Sie es dann noch einmal."
    ),
    "We could not keep this just now. Your words are below: please post them again in a little while.": (
        "Wir konnten das gerade nicht aufnehmen. Ihre Worte stehen unten: Bitte schicken Sie sie gleich noch einmal ab."
    ),
    "Our notebook is closed for a moment: your words are kept, and will be on the page in a little while.": (
        "Unser Buch ist gerade zu: Ihre Worte sind gut aufgehoben und stehen in Kürze auf der Seite."
    ),
    "That did not get through. Your words are still here: please try again in a moment.": (
        "Das ist nicht angekommen. Ihre Worte sind noch da: Bitte versuchen Sie es gleich noch einmal."
    ),
    "Work it out": "Ausrechnen",
    "{left} of {places} places left": "noch {left} von {places} Plätzen frei",
    "All places are taken": "alle Plätze sind vergeben",
    "This is closed at present.": "Das ist zurzeit geschlossen.",
    "Search": "Suche",
    "{average} of {best} stars, from {count}": "{average} von {best} Sternen, Stimmen: {count}",
    "No stars yet": "Noch keine Sterne",
    "Show these stars elsewhere": "Diese Sterne anderswo zeigen",
    "A picture for your own page; it follows what readers say within a minute:": (
        "Ein Bild für Ihre eigene Seite; es folgt binnen einer Minute dem, was hier gesagt wird:"
    ),
    "Also in pixels:": "Auch in Pixeln:",
    "And for programs:": "Und für Programme:",
    "{count} star": "{count} Stern",
    "{count} stars": "{count} Sterne",
    "{value} of {best}": "{value} von {best}",
    "{average} out of {best}, from {count}": "{average} von {best}, Stimmen: {count}",
    "Back to {title}": "Zurück zu „{title}“",
    "Back to the page before": "Zurück zur Seite davor",
    "Frozen pages, open water.": "Gefrorene Seiten, offenes Wasser.",
    "Made with Polynya.": "Gemacht mit Polynya.",
    "{count} minutes to read": "{count} Minuten Lesezeit",
    "last changed": "zuletzt geändert",
    "Part {part} of {count}": "Teil {part} von {count}",
    "Before this": "Davor",
    "Read on": "Weiterlesen",
    "Edit this page": "Diese Seite bearbeiten",
    "Posts": "Beiträge",
    "With the kettle on": "Das Wasser kocht schon",
    "Five short posts on how a site like this works, to be read in order.": (
        "Fünf kurze Beiträge darüber, wie eine solche Website arbeitet, der Reihe nach zu lesen."
    ),
    "What are you looking for?": "Was suchen Sie?",
    "All there is, by lists": "Alles, nach Listen",
    "1 page": "1 Seite",
    "{count} pages": "{count} Seiten",
    "The index did not arrive. The lists below lead everywhere.": (
        "Das Verzeichnis ist nicht angekommen. Die Listen darunter führen überallhin."
    ),
    "Open water here, and no page": "Hier ist offenes Wasser und keine Seite",
    "What you were looking for has drifted off, or it never stood at this address.": (
        "Was Sie gesucht haben, ist davongetrieben, oder es stand nie an dieser Adresse."
    ),
    "Look at the address once more for a slip of the keys. Otherwise the way back is short:": (
        "Sehen Sie sich die Adresse noch einmal auf Tippfehler an. Sonst ist der Weg zurück kurz:"
    ),
    "to the front page": "zur Startseite",
    "Not out yet:": "Noch nicht erschienen:",
    "Not found": "Nicht gefunden",
    "Note": "Hinweis",
    "Tip": "Tipp",
    "Important": "Wichtig",
    "Warning": "Warnung",
    "Caution": "Vorsicht",
    "done": "erledigt",
    "to do": "offen",
    "Back to the text": "Zurück zum Text",
    "On this page": "Auf dieser Seite",
    "Footnotes": "Fußnoten",
    "Formula": "Formel",
    "Page {number} of {count}": "Seite {number} von {count}",
    # Pages and fragments of the bookshop
    "{average} of {best} stars": "{average} von {best} Sternen",
    "Your order so far": "Ihre Bestellung bisher",
    "Dish": "Gericht",
    "Servings": "Portionen",
    "Sum": "Betrag",
    "Nothing chosen yet.": "Noch nichts gewählt.",
    "You said": "Sie sagten",
    "Louder": "Lauter",
    "Backwards": "Rückwärts",
    "Serving": "Portion",
    "Contains": "Enthält",
    "Contains {names}": "Enthält {names}",
    "none of the common allergens": "keines der üblichen Allergene",
    "From the half room with the stove": "Aus dem halben Zimmer mit dem Ofen",
    "Cooked in the morning, served until it is gone. Prices include everything but the view.": (
        "Am Morgen gekocht und serviert, bis es alle ist. Im Preis ist alles enthalten außer der Aussicht."
    ),
    "Order ahead": "Vorbestellen",
    "vegan": "vegan",
    "to {time}": "bis {time}",
    "1 place in all": "1 Platz insgesamt",
    "{places} places in all": "{places} Plätze insgesamt",
    "Everybody else": "Alle anderen",
    "The board": "Die Tafel",
    "Player": "Wer",
    "Right, of {count}": "Richtig, von {count}",
    "Nobody yet.": "Noch niemand.",
    "The cork is bare. Yours would be the first.": "Der Kork ist leer. Ihrer wäre der erste Zettel.",
    # Forms that do not say otherwise
    "Send": "Abschicken",
    "Thank you.": "Danke.",
    "Please choose from the answers offered.": "Bitte wählen Sie aus den angebotenen Antworten.",
    "Passkeys": "Passkeys",
    "Passkey": "Passkey",
    "add a passkey": "fügen Sie einen Passkey hinzu",
    "Add a passkey": "Einen Passkey hinzufügen",
    "With a passkey": "Mit einem Passkey",
    "Sign in": "Anmelden",
    "Sign in with a passkey": "Mit einem Passkey anmelden",
    "If you look after this site and have added a passkey, this is the quicker way.": (
        "Wenn Sie diese Website betreuen und einen Passkey hinzugefügt haben, geht es so schneller."
    ),
    "A passkey signs you in by finger, face or PIN of your device. The mailed link goes on working.": (
        "Ein Passkey meldet Sie mit Finger, Gesicht oder PIN Ihres Geräts an. Der Link in der E-Mail gilt weiterhin."
    ),
    "There is none yet.": "Es gibt noch keinen.",
    "Added on {day}.": "Hinzugefügt am {day}.",
    "Last used on {day}.": "Zuletzt benutzt am {day}.",
    "Never used.": "Noch nie benutzt.",
    "Remove": "Entfernen",
    "Your browser cannot make one here: that takes JavaScript, a recent browser and an address with https.": (
        "Ihr Browser kann hier keinen anlegen: Das braucht JavaScript, einen neueren Browser und eine Adresse mit https."
    ),
    "What is it called?": "Wie soll er heißen?",
    "So that you know it again, for instance “Laptop”.": "Damit Sie ihn wiedererkennen, zum Beispiel „Laptop“.",
    "Your account": "Ihr Konto",
    "That did not work. Please try again.": "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    "That did not work. Please try again, or have a link mailed to you.": (
        "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder lassen Sie sich einen Link schicken."
    ),
    "This passkey was not accepted here. Please try again, or have a link mailed to you.": (
        "Dieser Passkey wurde hier nicht angenommen. Versuchen Sie es noch einmal, oder lassen Sie sich einen Link schicken."
    ),
    "This passkey could not be added. Please try again.": (
        "Dieser Passkey konnte nicht hinzugefügt werden. Bitte versuchen Sie es noch einmal."
    ),
    "You have as many passkeys as an account may have. Please remove one first.": (
        "Sie haben so viele Passkeys, wie ein Konto haben darf. Bitte entfernen Sie zuerst einen."
    ),
    "Please wait a little.": "Bitte warten Sie ein wenig.",
}
