"""German for the inbox, and for what is mailed to owners (shared)."""

OWNERS = {
    # The list
    "Inbox": "Eingang",
    "You are {who}.": "Sie sind {who}.",
    "States": "Stand",
    "Waiting": "Offen",
    "Approved": "Freigegeben",
    "Rejected": "Abgelehnt",
    "Private": "Privat",
    "All": "Alle",
    "Words": "Worte",
    "Form": "Formular",
    "every form": "alle Formulare",
    "Held because": "Grund",
    "any reason, or none": "mit oder ohne Grund",
    "Page": "Seite",
    "Find": "Suchen",
    "Show all again": "Wieder alle zeigen",
    "Submissions that wait": "Offene Einsendungen",
    "Approved submissions": "Freigegebene Einsendungen",
    "Rejected submissions": "Abgelehnte Einsendungen",
    "Private submissions": "Private Einsendungen",
    "All submissions": "Alle Einsendungen",
    "All on this page": "Alle auf dieser Seite",
    "With those ticked:": "Mit den angekreuzten:",
    "Approve": "Freigeben",
    "Reject": "Ablehnen",
    "Nothing fits among the newest.": "Unter den neuesten passt nichts.",
    "Look among the older ones": "Unter den älteren suchen",
    "Nothing fits what you look for.": "Nichts passt zu dem, was Sie suchen.",
    "Nothing waits. Enjoy the quiet.": "Nichts wartet. Genießen Sie die Ruhe.",
    "Nothing is here.": "Hier ist nichts.",
    "Pages of the list": "Seiten der Liste",
    "Newest": "Neueste",
    "Older": "Ältere",
    "Frozen {when}.": "Eingefroren {when}.",
    "What is frozen in is told as of the last deployment.": (
        "Was eingefroren ist, steht hier nach dem Stand der letzten Auslieferung."
    ),
    "A page comes or goes by its date on {when}: freeze then.": (
        "Am {when}, kommt oder geht eine Seite nach ihrem Datum: Frieren Sie dann ein."
    ),
    "Keys": "Tasten",
    "next, one before": "weiter, zurück",
    "approve": "freigeben",
    "reject": "ablehnen",
    "edit or reply": "bearbeiten oder antworten",
    "tick": "ankreuzen",
    "undo": "zurücknehmen",
    "search": "suchen",
    "this list": "diese Liste",
    "Keys do something": "Tasten sind eingeschaltet",
    # Charts
    "Figures": "Zahlen",
    "{count} in the last {days} days.": "{count} in den letzten {days} Tagen.",
    "{count} in the last {days} days, most of them on {day}: {most}.": (
        "{count} in den letzten {days} Tagen, die meisten am {day}: {most}."
    ),
    "Only the newest are counted.": "Gezählt sind nur die neuesten.",
    "Why something was held": "Warum etwas zurückgehalten wurde",
    "Nothing was held for a reason of its own": "Nichts wurde aus eigenem Grund zurückgehalten",
    "(of the newest {count})": "(von den neuesten {count})",
    # A row, folded and opened
    "Tick {title}, {ago}": "{title}, {ago}: ankreuzen",
    "{form} on {page}": "{form} zu {page}",
    "{form} on {page}, which is gone": "{form} zu {page}, und das gibt es nicht mehr",
    "No. {number}": "Nr. {number}",
    "Empty: its sender has withdrawn what it said.": "Leer: Wer es geschickt hat, hat alles zurückgezogen.",
    "Held: {reason}": "Zurückgehalten: {reason}",
    "Close": "Schließen",
    "Edit": "Bearbeiten",
    "Edit or reply": "Bearbeiten oder antworten",
    "Back to the inbox": "Zurück zum Eingang",
    "This submission": "Diese Einsendung",
    "Reply": "Antworten",
    "The reply": "Die Antwort",
    "Your reply, shown under it on its page": "Ihre Antwort; sie steht auf der Seite darunter",
    "Change the reply": "Antwort ändern",
    "Not to be edited, for others were turned away because of it: {labels}. "
    "Reject the submission and let its sender post another.": (
        "Nicht zu bearbeiten, denn anderen wurde deswegen abgesagt: {labels}. Lehnen Sie die Einsendung ab, und lassen Sie "
        "eine neue schicken."
    ),
    "Keep the edit": "Änderung speichern",
    "What was done with it": "Was damit geschehen ist",
    "{act} by {who}, {when}": "{act} von {who}, {when}",
    "{label} before": "{label}, vorher",
    # What a row says of itself
    "waiting": "offen",
    "approved": "freigegeben",
    "rejected": "abgelehnt",
    "private": "privat",
    "edited": "bearbeitet",
    "replied": "beantwortet",
    "taken back": "zurückgenommen",
    "live: the page loads it; the next freeze writes it into the page": (
        "live: Die Seite lädt es nach; das nächste Einfrieren schreibt es in die Seite"
    ),
    "frozen in: it is part of the page": "eingefroren: Es ist Teil der Seite",
    "frozen in as it was before; the next freeze writes the change into the page": (
        "eingefroren, wie es vorher war; das nächste Einfrieren schreibt die Änderung in die Seite"
    ),
    "still frozen in: the next freeze takes it out of the page": (
        "noch eingefroren: Das nächste Einfrieren nimmt es aus der Seite"
    ),
    "Mail to you": "Mail an Sie",
    "Mail receipt": "Mail mit dem Beleg",
    "Mail to confirm the address": "Mail zur Bestätigung der Adresse",
    "Mail digest": "Mail am Morgen",
    "{mail}: {fate}": "{mail}: {fate}",
    "to be sent": "geht noch hinaus",
    "sent": "verschickt",
    "failed": "gescheitert",
    "did not go out once, is tried again {when}": "ging einmal nicht hinaus, nächster Versuch am {when}",
    "did not go out {count} times, is tried again {when}": "ging {count}-mal nicht hinaus, nächster Versuch am {when}",
    "just now": "gerade eben",
    "1 second ago": "vor 1 Sekunde",
    "{count} seconds ago": "vor {count} Sekunden",
    "1 minute ago": "vor 1 Minute",
    "{count} minutes ago": "vor {count} Minuten",
    "1 hour ago": "vor 1 Stunde",
    "{count} hours ago": "vor {count} Stunden",
    "1 day ago": "vor 1 Tag",
    "{count} days ago": "vor {count} Tagen",
    "1 week ago": "vor 1 Woche",
    "{count} weeks ago": "vor {count} Wochen",
    "more than a month ago": "vor mehr als einem Monat",
    # Why something was held
    "a machine filled in the hidden field": "eine Maschine hat das versteckte Feld ausgefüllt",
    "sent faster than people type": "schneller abgeschickt, als Menschen tippen",
    "the page had been open for more than a day": "die Seite war länger als einen Tag offen",
    "sent without JavaScript, so nothing proves that the page was seen": (
        "ohne JavaScript geschickt, also belegt nichts, dass die Seite gesehen wurde"
    ),
    "many links": "viele Links",
    "a word that you have listed": "ein Wort von Ihrer Liste",
    "mostly capital letters": "überwiegend Großbuchstaben",
    "the same over and over": "immer wieder dasselbe",
    "typed into the form as it was before, which did not ask for all that it asks for now": (
        "in das Formular von vorher getippt, das noch nicht alles gefragt hat, was es jetzt fragt"
    ),
    "nobody has confirmed the address: not yet, or not in time": "niemand hat die Adresse bestätigt: noch nicht, oder zu spät",
    # What was done, or why not
    "“{name}”": "„{name}“",
    "{count} submissions": "{count} Einsendungen",
    "{what}: {acts}.": "{what}: {acts}.",
    "and": "und",
    "Taken back: {what} is as before.": "Zurückgenommen: {what} ist wie vorher.",
    "Taken back: {what} are as before.": "Zurückgenommen: {what} sind wie vorher.",
    "Your reply to {what} is kept.": "Ihre Antwort auf {what} ist gespeichert.",
    "1 is left as it is, for somebody has changed it meanwhile: please look again.": (
        "1 bleibt, wie sie ist, denn jemand hat sie inzwischen geändert: Bitte sehen Sie noch einmal hin."
    ),
    "{count} are left as they are, for somebody has changed them meanwhile: please look again.": (
        "{count} bleiben, wie sie sind, denn jemand hat sie inzwischen geändert: Bitte sehen Sie noch einmal hin."
    ),
    "Undo": "Zurücknehmen",
    "(for {seconds} seconds)": "(noch {seconds} s)",
    "Nothing was ticked.": "Nichts war angekreuzt.",
    "Somebody else was faster: this is {state} now, and your press has changed nothing. Here it is as it stands.": (
        "Jemand anderes war schneller: Das ist jetzt {state}, und Ihr Klick hat nichts geändert. So steht es jetzt:"
    ),
    "It is too late to take this back.": "Zum Zurücknehmen ist es zu spät.",
    "This is private: it is not shown anywhere, so there is nothing to approve or to reply to.": (
        "Das ist privat und wird nirgends gezeigt: Es gibt nichts freizugeben und nichts zu beantworten."
    ),
    "There is no room for this any more: what it asks for was given away meanwhile.": (
        "Dafür ist kein Platz mehr: Was gewünscht war, ist inzwischen vergeben."
    ),
    "The form of this submission is not declared any more.": "Das Formular dieser Einsendung gibt es nicht mehr.",
    "Only one can be edited or replied to at a time.": "Bearbeiten und beantworten lässt sich nur eine auf einmal.",
    "This asks for something that the inbox does not do.": "Das ist etwas, was der Eingang nicht tut.",
    "That did not get through. Please try again in a moment.": (
        "Das ist nicht angekommen. Bitte versuchen Sie es gleich noch einmal."
    ),
    "This is not there any more, or your session is over: please sign in again.": (
        "Das gibt es nicht mehr, oder Ihre Anmeldung ist abgelaufen: Bitte melden Sie sich neu an."
    ),
    "That did not work. Please load the page anew and try again.": (
        "Das hat nicht geklappt. Bitte laden Sie die Seite neu, und versuchen Sie es noch einmal."
    ),
    # The link in a mail
    "This link is not ours, or too old, or what it was for is not here any more.": (
        "Dieser Link ist nicht von uns oder zu alt, oder es gibt nicht mehr, wofür er war."
    ),
    "This was changed after the mail was written. Please look at it in the inbox.": (
        "Das wurde geändert, nachdem die Mail geschrieben war. Bitte sehen Sie es sich im Eingang an."
    ),
    "This link was used before. Please look into the inbox.": (
        "Dieser Link wurde schon benutzt. Bitte sehen Sie in den Eingang."
    ),
    "This is approved.": "Das ist freigegeben.",
    "This is rejected.": "Das ist abgelehnt.",
    "This is private.": "Das ist privat.",
    "On {page}": "Auf der Seite {page}",
    "Held because: {reasons}": "Zurückgehalten: {reasons}",
    "Take it back": "Zurücknehmen",
    "Open the inbox": "Den Eingang öffnen",
    # Mails
    "{count} new: {day}": "{count} neu: {day}",
    "It waits for you.": "Das wartet auf Sie.",
    "Look at it, and approve or reject it": "Ansehen, freigeben oder ablehnen",
    "Look at it, and approve or reject it, within seven days": (
        "Ansehen, freigeben oder ablehnen, innerhalb von sieben Tagen"
    ),
    "It shows.": "Das wird gezeigt.",
    "It shows already.": "Das wird schon gezeigt.",
    "Take it back, within seven days": "Zurücknehmen, innerhalb von sieben Tagen",
    "And {count} more, in the inbox.": "Und {count} mehr, im Eingang.",
    "The inbox:": "Der Eingang:",
    "In the terminal:": "Im Terminal:",
    "or": "oder",
}
