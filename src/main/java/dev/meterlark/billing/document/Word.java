package dev.meterlark.billing.document;

import java.util.Locale;

/** What the documents say by themselves, in each language that they speak. */
enum Word {
    INVOICE("Invoice", "Rechnung"),
    CREDIT_NOTE("Credit note", "Rechnungskorrektur"),
    CORRECTS(
            "This credit note corrects invoice %s.",
            "Diese Rechnungskorrektur berichtigt die Rechnung %s."),
    PERIOD_OF("For the period from %s to %s", "Für den Zeitraum vom %s bis %s"),
    NUMBER("Number", "Nummer"),
    DATE("Date", "Datum"),
    DUE("Due", "Fällig"),
    PERIOD("Period", "Zeitraum"),
    ACCOUNT("Account", "Konto"),
    CORRECTED("Corrects", "Berichtigt"),
    YOUR_ORDER("Your order", "Ihre Bestellung"),
    YOUR_VAT_ID("Your VAT ID", "Ihre USt-IdNr."),
    VAT_ID("VAT ID", "USt-IdNr."),
    POSITION("No.", "Nr."),
    DESCRIPTION("Description", "Bezeichnung"),
    QUANTITY("Quantity", "Menge"),
    PRICE("Price", "Preis"),
    VAT("VAT", "USt."),
    AMOUNT("Amount in %s", "Betrag in %s"),
    NOTHING("Nothing was used in this period.", "In diesem Zeitraum wurde nichts genutzt."),
    NET("Net", "Netto"),
    VAT_ON("VAT %s %% on %s", "USt. %s %% auf %s"),
    NO_VAT_ON("No VAT on %s", "Keine USt. auf %s"),
    TOTAL("Total", "Gesamtbetrag"),
    CREDITED("Paid from your credit", "Aus Ihrem Guthaben bezahlt"),
    PAYABLE("To pay", "Zu zahlen"),
    GIVEN_BACK("Credited to you", "Erstattungsbetrag"),
    PAYMENT("Payment", "Zahlung"),
    REVERSE_CHARGE(
            "Reverse charge: the recipient is liable for the VAT.",
            "Steuerschuldnerschaft des Leistungsempfängers."),
    NOT_REGISTERED(
            "Not subject to VAT: the seller is not registered for it.",
            "Es wird keine Umsatzsteuer ausgewiesen: Der Anbieter ist nicht dafür registriert."),
    OUTSIDE(
            "Outside the scope of VAT: supplied where the buyer is established.",
            "Nicht steuerbar: Der Leistungsort liegt beim Empfänger."),
    PLEASE_PAY("Please pay %s by %s.", "Bitte zahlen Sie %s bis zum %s."),
    WITHIN("Payable within %d days.", "Zahlbar innerhalb von %d Tagen."),
    NOTHING_TO_PAY("Nothing is left to pay.", "Es ist nichts mehr zu zahlen."),
    NO_PAYMENT(
            "The amount is set off against what is open, or paid back.",
            "Der Betrag wird mit offenen Forderungen verrechnet oder erstattet."),
    ACCOUNT_OF("Account holder", "Kontoinhaber"),
    IBAN("IBAN", "IBAN"),
    BIC("BIC", "BIC"),
    BANK("Bank", "Bank"),
    REFERENCE("Reference", "Zweck"),
    KIND("Kind", "Art"),
    IN_UNITS("%d · %s, in %s", "%d · %s, in %s"),
    DETAIL("Usage in detail", "Nutzung im Einzelnen"),
    DETAIL_TEXT(
            "What each function, bucket, table and queue has in the lines above, before their"
                    + " rounding.",
            "Was jede Funktion, jeder Bucket, jede Tabelle und jede Queue an den Zeilen oben hat,"
                    + " vor deren Rundung."),
    USED_BY("Used by", "Genutzt von"),
    UNROUNDED("%s, not rounded", "%s, ungerundet"),
    MORE(
            "%s further parts are not shown here; the CSV file has all.",
            "%s weitere Anteile stehen nicht hier, sondern in der CSV-Datei."),
    PAGE("Page %d of %d", "Seite %d von %d"),
    FUNCTION("Function", "Funktion"),
    BUCKET("Bucket", "Bucket"),
    TABLE("Table", "Tabelle"),
    QUEUE("Queue", "Queue"),
    REQUESTS("Requests", "Aufrufe"),
    GB_SECONDS("Memory and time of calls", "Speicher und Zeit der Aufrufe"),
    CPU_SECONDS("Computing time of calls", "Rechenzeit der Aufrufe"),
    EGRESS_GB("Data sent out", "Ausgehende Daten"),
    BUCKET_GB_MONTHS("Objects stored", "Gespeicherte Objekte"),
    TABLE_GB_MONTHS("Table items stored", "Gespeicherte Tabelleneinträge"),
    STORAGE_REQUESTS("Requests to storage", "Zugriffe auf Speicher"),
    PROVISIONED_GB_SECONDS("Memory kept ready", "Bereitgehaltener Speicher"),
    UNIT_REQUESTS("requests", "Aufrufe"),
    UNIT_GB_SECONDS("GB-seconds", "GB-Sekunden"),
    UNIT_CPU_SECONDS("CPU-seconds", "CPU-Sekunden"),
    UNIT_GB_MONTHS("GB-months", "GB-Monate"),
    FEE("Plan fee", "Grundgebühr"),
    MINIMUM("Difference to the minimum of the plan", "Differenz zum Mindestumsatz"),
    LATE("%s, of an earlier period", "%s, aus einem früheren Zeitraum"),
    MAIL_TEXT(
            "Please find attached %1$s %2$s of %3$s over %4$s for the period from %5$s to %6$s.",
            "Im Anhang erhalten Sie die %1$s %2$s vom %3$s über %4$s für den Zeitraum vom %5$s bis"
                    + " %6$s."),
    MAIL_LINK("In the console: %s", "In der Konsole: %s");

    private final String english;
    private final String german;

    Word(String english, String german) {
        this.english = english;
        this.german = german;
    }

    String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case GERMAN -> german;
        };
    }

    String in(Language language, Object... values) {
        return String.format(Locale.ROOT, in(language), values);
    }
}
