"""German for what functions answer and mail (shared)."""

ANSWERS = {
    "Please look again": "Bitte noch einmal ansehen",
    # Problems
    "This could not be read": "Das ließ sich nicht lesen",
    "Something in this request is not as it should be. Your browser still has your words: go back, and they are there.": (
        "An dieser Anfrage stimmt etwas nicht. Ihr Browser hat Ihre Worte noch: Gehen Sie zurück, dann sind sie wieder da."
    ),
    "Your browser still has your words: go back, and they are there.": (
        "Ihr Browser hat Ihre Worte noch: Gehen Sie zurück, dann sind sie wieder da."
    ),
    "There is nothing here": "Hier ist nichts",
    "This address leads nowhere, or not any more.": "Diese Adresse führt nirgendwohin, oder nicht mehr.",
    "This does not work this way": "So geht das nicht",
    "This address is for something else.": "Diese Adresse ist für etwas anderes da.",
    "This is too much at once": "Das ist zu viel auf einmal",
    "Please shorten your words a little and post them again. Your browser still has your words: go back, and they are there.": (
        "Bitte kürzen Sie ein wenig und schicken Sie es noch einmal ab. Ihr Browser hat Ihre Worte noch: Gehen Sie zurück, "
        "dann sind sie wieder da."
    ),
    "This is not a form": "Das ist kein Formular",
    "Please post it from the page it is on.": "Bitte schicken Sie es von der Seite ab, auf der es steht.",
    "Something went wrong here": "Hier ist etwas schiefgegangen",
    "It is our mistake, and we have noted it. Please try again. "
    "Your browser still has your words: go back, and they are there.": (
        "Das ist unser Fehler, und er ist vermerkt. Bitte versuchen Sie es noch einmal. Ihr Browser hat Ihre Worte noch: Gehen "
        "Sie zurück, dann sind sie wieder da."
    ),
    "Not just now": "Gerade nicht",
    "Our notebook does not open at the moment. Please try again in a little while.": (
        "Unser Buch lässt sich gerade nicht öffnen. Bitte versuchen Sie es gleich noch einmal."
    ),
    "A form can only be posted from the page it is on, and your browser did not say that it was. "
    "Please open that page and post the form there.": (
        "Ein Formular lässt sich nur von der Seite abschicken, auf der es steht, und Ihr Browser hat das nicht bestätigt. "
        "Bitte öffnen Sie diese Seite und schicken Sie es dort ab."
    ),
    "“{row}” costs {now} now; on your page it was {before}. If that suits you, please post it again.": (
        "„{row}“ kostet jetzt {now}; auf Ihrer Seite waren es {before}. Wenn Ihnen das recht ist, schicken Sie es bitte noch "
        "einmal ab."
    ),
    "As it was typed": "Wie es getippt wurde",
    # Links in mails
    "This link is too old, or what it was for is not here any more. If you still want it, please ask for it again.": (
        "Dieser Link ist zu alt, oder es gibt nicht mehr, wofür er war. Wenn Sie es noch möchten, bitten Sie noch einmal darum."
    ),
    "Is this your address, and do you want this?": "Ist das Ihre Adresse, und möchten Sie das?",
    "Yes, confirm": "Ja, bestätigen",
    "Thank you, your address is confirmed.": "Danke, Ihre Adresse ist bestätigt.",
    "Leave": "Abmelden",
    "Do you want us to forget your address?": "Sollen wir Ihre Adresse vergessen?",
    "Yes, forget it": "Ja, vergessen",
    "We have forgotten your address.": "Wir haben Ihre Adresse vergessen.",
    # The account
    "A passkey was added to your account": "Ihrem Konto wurde ein Passkey hinzugefügt",
    "A passkey was removed from your account": "Aus Ihrem Konto wurde ein Passkey entfernt",
    "If it was not you, sign out everywhere and look through your passkeys:": (
        "Wenn Sie das nicht waren, melden Sie sich überall ab, und sehen Sie Ihre Passkeys durch:"
    ),
    "If mail can reach this address, a link to sign in is on its way. It works once, for fifteen minutes.": (
        "Wenn Post diese Adresse erreicht, ist ein Link zum Anmelden unterwegs. Er gilt einmal und fünfzehn Minuten lang."
    ),
    "Please give exactly one e-mail address, like name@example.org.": "Bitte genau eine E-Mail-Adresse, wie name@example.org.",
    "This link was used before, or is too old. Please ask for another one.": (
        "Dieser Link wurde schon benutzt oder ist zu alt. Bitte lassen Sie sich einen neuen schicken."
    ),
    "You are not signed in. If you have just followed a link to sign in, your browser keeps no cookies of this site: "
    "please allow them, and ask for another link.": (
        "Sie sind nicht angemeldet. Wenn Sie eben einem Link zum Anmelden gefolgt sind, behält Ihr Browser keine Cookies dieser "
        "Website: Bitte erlauben Sie sie, und lassen Sie sich einen neuen Link schicken."
    ),
    "Do you want to sign in here as {email}?": "Möchten Sie sich hier als {email} anmelden?",
    "Yes, sign in": "Ja, anmelden",
    "You are signed in as {email}.": "Sie sind als {email} angemeldet.",
    "Look into the inbox": "Sehen Sie in den Eingang",
    "Sign out": "Abmelden",
    "Sign out everywhere": "Überall abmelden",
    "Your name": "Ihr Name",
    "We greet you with it, and forms fill it in. Nobody else sees it before you send one.": (
        "Damit begrüßen wir Sie, und Formulare tragen ihn ein. Sonst sieht ihn niemand, bevor Sie eines abschicken."
    ),
    "Keep this name": "Diesen Namen merken",
    "Your change is kept.": "Die Änderung ist gespeichert.",
    "Your name is kept as you wrote it.": "Der Name ist gespeichert, wie er eingegeben wurde.",
    "It is withdrawn.": "Es ist zurückgezogen.",
    "It is withdrawn. It leaves the pages when they are next frozen.": (
        "Es ist zurückgezogen. Die Seiten verlässt es beim nächsten Einfrieren."
    ),
    "What you have sent": "Was Sie geschickt haben",
    "Nothing. What you send while you are signed in is listed here.": (
        "Nichts. Was Sie schicken, während Sie angemeldet sind, steht hier."
    ),
    "Nothing more. What you send while you are signed in is listed here.": (
        "Nichts weiter. Was Sie schicken, während Sie angemeldet sind, steht hier."
    ),
    "Older ones": "Ältere",
    "The newest": "Die neuesten",
    "Leave for good": "Für immer gehen",
    "You can have your account deleted, and all that you have sent with it.": (
        "Sie können Ihr Konto löschen lassen, samt allem, was Sie damit geschickt haben."
    ),
    "Delete your account": "Ihr Konto löschen",
    "Do you want to delete the account of {email}?": "Möchten Sie das Konto von {email} löschen?",
    "We erase your name and all that you have sent while you were signed in: it cannot be brought back. What is shown on "
    "pages leaves them when they are next frozen, and you are signed out everywhere.": (
        "Wir löschen Ihren Namen und alles, was Sie angemeldet geschickt haben: Es lässt sich nicht zurückholen. Was auf Seiten "
        "steht, verlässt sie beim nächsten Einfrieren, und Sie sind überall abgemeldet."
    ),
    "Yes, erase everything": "Ja, alles löschen",
    "Stay": "Bleiben",
    "Goodbye": "Auf Wiedersehen",
    "Your account is deleted, and all that you have sent is erased. It leaves the pages when they are next frozen.": (
        "Ihr Konto ist gelöscht, samt allem, was Sie geschickt haben. Die Seiten verlässt es beim nächsten Einfrieren."
    ),
    "Hello, {name}": "Hallo, {name}",
    "number {number}": "Nummer {number}",
    "it waits to be read.": "es wartet darauf, gelesen zu werden.",
    "it is shown.": "es wird gezeigt.",
    "it is not shown.": "es wird nicht gezeigt.",
    "it has arrived, and is private.": "es ist angekommen und bleibt unter uns.",
    "Change": "Ändern",
    "Withdraw": "Zurückziehen",
    "Do you want to take this back? We erase it, and it cannot be brought back.": (
        "Möchten Sie das zurückziehen? Wir löschen es, und es lässt sich nicht zurückholen."
    ),
    "It leaves its page when that is next frozen.": "Die Seite verlässt es, wenn sie das nächste Mal einfriert.",
    "Yes, withdraw it": "Ja, zurückziehen",
    "Keep it": "Behalten",
    "Keep the change": "Änderung speichern",
    "Leave it as it is": "So lassen, wie es ist",
    "Too late": "Zu spät",
    "This was withdrawn or erased meanwhile, so there is nothing to change any more. "
    "Your words are below, so that you can take them along.": (
        "Das wurde inzwischen zurückgezogen oder gelöscht, es gibt also nichts mehr zu ändern. Ihre Worte stehen unten, damit "
        "Sie sie mitnehmen können."
    ),
    "This can not be changed any more. You can still withdraw it, and send it anew.": (
        "Das lässt sich nicht mehr ändern. Sie können es aber zurückziehen und neu schicken."
    ),
    "You are not signed in any more, and nothing is changed yet. Your words are below: please sign in, in another tab, and "
    "send them again.": (
        "Sie sind nicht mehr angemeldet, und noch ist nichts geändert. Ihre Worte stehen unten: Bitte melden Sie sich in einem "
        "anderen Tab an, und schicken Sie sie noch einmal."
    ),
    "You have changed things many times in a short while. Please wait a little.": (
        "Sie haben in kurzer Zeit viel geändert. Bitte warten Sie ein wenig."
    ),
    "Your e-mail address": "Ihre E-Mail-Adresse",
    "Mail me a link": "Link schicken",
    # Mails
    "Please confirm: {title}": "Bitte bestätigen: {title}",
    "Somebody, we hope you, gave us this address.": "Jemand, hoffentlich Sie, hat uns diese Adresse gegeben.",
    "If it was you, open this page and confirm:": "Wenn Sie es waren, öffnen Sie diese Seite und bestätigen Sie:",
    "We keep it for you for 24 hours. Please confirm it by then: after that others may have it.": (
        "Wir halten es 24 Stunden lang für Sie frei. Bitte bestätigen Sie es bis dahin: Danach können es andere haben."
    ),
    "It counts once you follow the link in the mail that we have sent you.": (
        "Es zählt, sobald Sie dem Link in der Mail folgen, die wir Ihnen geschickt haben."
    ),
    "If it was not, do nothing: nothing more will come.": "Wenn nicht, brauchen Sie nichts zu tun: Es kommt nichts weiter.",
    "Keep this mail. To leave at any time:": "Heben Sie diese Mail auf. Abmelden können Sie sich jederzeit:",
    "Somebody, we hope you, wants to sign in.": "Jemand, hoffentlich Sie, möchte sich anmelden.",
    "If it was you, open this page within fifteen minutes:": (
        "Wenn Sie es waren, öffnen Sie diese Seite innerhalb von fünfzehn Minuten:"
    ),
    "If it was not, do nothing: without this link nobody gets in.": (
        "Wenn nicht, brauchen Sie nichts zu tun: Ohne diesen Link kommt niemand hinein."
    ),
    "We have it.": "Es ist angekommen.",
    "We have it. This is what you chose:": "Es ist angekommen. Das haben Sie gewählt:",
    "Total": "Summe",
    "This is what you chose:": "Das haben Sie gewählt:",
    "Number": "Nummer",
}
