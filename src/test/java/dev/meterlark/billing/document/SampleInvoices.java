package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.InvoiceNumber;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.IssuedLine;
import dev.meterlark.billing.invoice.IssuedLine.Share;
import dev.meterlark.billing.invoice.Party;
import dev.meterlark.billing.invoice.TaxLine;
import dev.meterlark.billing.invoice.Terms;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Invoices as issuing makes them: plain ones, and those that are hard to set or to express. */
public final class SampleInvoices {

    static final String LONG_NAME = "Grüße & Söhne Überseehandelsgesellschaft ".repeat(250);
    static final String HOSTILE =
            "<img src=\"http://attacker.example/x.png\"> file:///etc/passwd"
                    + " \u0000\u0007\u202Egnp.exe \r\n"
                    + "Bcc: all@example.com \uD800 & </ram:Name>";
    static final String HEBREW = "חברת הענן בע\"מ (ישראל) 2026";
    static final String ARABIC = "شركة السحابة الإلكترونية المحدودة";

    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private SampleInvoices() {}

    /** By what is special about them; made once. */
    static Map<String, IssuedInvoice> all() {
        return Made.ALL;
    }

    private static final class Made {
        static final Map<String, IssuedInvoice> ALL = made();
    }

    private static Map<String, IssuedInvoice> made() {
        Map<String, IssuedInvoice> all = new LinkedHashMap<>();
        all.put("plain", plain());
        all.put("german", new Draft().german().invoice());
        all.put("reverse-charge", new Draft().buyer(french()).taxed("AE", "0", CHARGE).invoice());
        all.put("exempt", new Draft().taxed("E", "0", "Exempt: international body").invoice());
        all.put("out-of-scope", new Draft().buyer(swiss()).taxed("O", "0", SCOPE).invoice());
        all.put("zero-rated", new Draft().taxed("Z", "0", null).invoice());
        all.put("several", new Draft().mixed().invoice());
        all.put("zero", new Draft().line("requests", "0", "0.2 per 1000000", "0").invoice());
        all.put("nothing", new Draft().nothing().invoice());
        all.put("credited", new Draft().credited("100").invoice());
        all.put("credit-note", new Draft().german().correcting("MK-000041").invoice());
        all.put(
                "yen",
                new Draft()
                        .currency("JPY")
                        .line("gb-seconds", "12345.5", "2.5", "30864")
                        .invoice());
        all.put(
                "dinar",
                new Draft().currency("KWD").line("requests", "7", "1.2345", "8.642").invoice());
        all.put("hebrew", new Draft().buyer(named(HEBREW)).invoice());
        all.put("arabic", new Draft().buyer(named(ARABIC)).invoice());
        all.put("east", new Draft().buyer(named("株式会社クラウド 서울 ไทย 😀")).invoice());
        all.put("hostile", new Draft().buyer(named(HOSTILE)).function(HOSTILE).invoice());
        all.put("long", new Draft().buyer(named(LONG_NAME)).function("x".repeat(10_000)).invoice());
        all.put("stranger", new Draft().buyer(stranger()).invoice());
        all.put("huge", huge(3_000));
        return all;
    }

    private static final String CHARGE = "Reverse charge: the recipient is liable for the VAT.";
    private static final String SCOPE =
            "Not subject to VAT: the place of supply is outside the EU.";

    static IssuedInvoice of(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    static IssuedInvoice plain() {
        return new Draft().invoice();
    }

    static IssuedInvoice named(String buyer, String function) {
        return new Draft().buyer(named(buyer)).function(function).invoice();
    }

    /** Each text is a line's and a function's. */
    static IssuedInvoice worded(List<String> texts) {
        Draft draft = new Draft();
        texts.forEach(draft::function);
        draft.usual();
        texts.forEach(text -> draft.add("charge", text, null, "", "", "", "-1.25"));
        return draft.nothing().invoice();
    }

    static IssuedInvoice soldBy(String seller) {
        Draft draft = new Draft();
        draft.seller = seller;
        return draft.invoice();
    }

    static IssuedInvoice huge(int functions) {
        Draft draft = new Draft();
        for (int i = 1; i < functions; i++) {
            draft.function("customer-%05d-import".formatted(i));
        }
        return draft.invoice();
    }

    /** What an account got. */
    public static IssuedInvoice of(AccountId account, String number, String language) {
        Draft draft = new Draft().number(number);
        draft.account = account;
        draft.language = language;
        return draft.invoice();
    }

    static IssuedInvoice at(String number) {
        return new Draft().number(number).invoice();
    }

    private static Party named(String name) {
        return party(name, "10117", "Berlin", "DE", "DE987654321");
    }

    private static Party french() {
        return party("Nuages Réunis SARL", "75002", "Paris", "FR", "FR40303265045");
    }

    /** Who wrote no billing profile. */
    private static Party stranger() {
        return new Party("Acme", List.of(), "", "", "", null, null, null, null, null);
    }

    private static Party swiss() {
        return party("Wolkenwerk AG", "8001", "Zürich", "CH", null);
    }

    private static Party party(
            String name, String code, String city, String country, @Nullable String vatId) {
        return new Party(
                name,
                List.of("Finance", "Unter den Linden 1"),
                city,
                code,
                country,
                vatId,
                "finance@example.com",
                null,
                null,
                "04011000-1234512345-06");
    }

    /** One that is being put together. */
    private static final class Draft {

        private final List<String> functions = new ArrayList<>(List.of("thumbnails"));
        private final List<IssuedLine> lines = new ArrayList<>();
        private AccountId account = new AccountId(new UUID(7, 7));
        private Party buyer = named("Adlershof Analytik GmbH");
        private Currency currency = Currency.getInstance("EUR");
        private String category = "S";
        private String rate = "19";
        private @Nullable String reason;
        private String language = "en";
        private String number = "MK-000042";
        private String credited = "0";
        private @Nullable String corrects;
        private String seller = "Lerchenwerk Cloud GmbH";
        private boolean own = true;

        Draft buyer(Party party) {
            buyer = party;
            return this;
        }

        Draft german() {
            language = "de-DE";
            return this;
        }

        Draft number(String text) {
            number = text;
            return this;
        }

        Draft currency(String code) {
            currency = Currency.getInstance(code);
            return this;
        }

        Draft taxed(String code, String percent, @Nullable String why) {
            category = code;
            rate = percent;
            reason = why;
            return this;
        }

        Draft function(String name) {
            functions.add(name);
            return this;
        }

        Draft credited(String amount) {
            credited = amount;
            return this;
        }

        Draft correcting(String invoice) {
            corrects = invoice;
            return this;
        }

        Draft nothing() {
            own = false;
            return this;
        }

        Draft mixed() {
            usual();
            own = false;
            add("late", "Requests", "requests", "request", "1000000", "0.20 per 1000000", "0.20");
            add("discount", "Coupon WELCOME: 10 %", null, "", "", "", "-12.34");
            return this;
        }

        Draft line(String meter, String quantity, String price, String amount) {
            own = false;
            add("usage", meter, meter, "GB-second", quantity, price, amount);
            return this;
        }

        private void usual() {
            add("fee", "Plan fee", null, "", "", "20 a month", "20.00");
            add(
                    "usage",
                    "Requests",
                    "requests",
                    "request",
                    "123456789",
                    "0.20 per 1000000, after 1000000 a month",
                    "24.4913578");
            add(
                    "usage",
                    "Memory and time of calls",
                    "gb-seconds",
                    "GB-second",
                    "4412345.123456789012",
                    "0.0000166667, after 400000 a month",
                    "66.872563");
            add("usage", "Data sent out", "egress-gb", "GB", "17.25", "0.08", "1.38");
            add("minimum", "Difference to the minimum of the plan", null, "", "", "", "12.256");
        }

        private void add(
                String kind,
                String description,
                @Nullable String meter,
                String unit,
                String quantity,
                String price,
                String precise) {
            boolean late = kind.equals("late");
            YearMonth month = late ? MONTH.minusMonths(1) : MONTH;
            BigDecimal exact = new BigDecimal(precise).setScale(24, RoundingMode.UNNECESSARY);
            lines.add(
                    new IssuedLine(
                            lines.size() + 1,
                            kind,
                            description,
                            meter,
                            unit,
                            quantity,
                            price,
                            exact.toPlainString(),
                            money(exact),
                            category,
                            month.atDay(1),
                            month.atEndOfMonth(),
                            meter == null ? List.of() : shares(quantity, exact)));
        }

        private List<Share> shares(String quantity, BigDecimal precise) {
            BigDecimal count = BigDecimal.valueOf(functions.size());
            String each =
                    new BigDecimal(quantity).divide(count, 12, RoundingMode.DOWN).toPlainString();
            String amount = precise.divide(count, 24, RoundingMode.DOWN).toPlainString();
            return functions.stream()
                    .map(
                            name ->
                                    new Share(
                                            "function",
                                            new UUID(1, 2).toString(),
                                            name,
                                            each,
                                            amount))
                    .toList();
        }

        IssuedInvoice invoice() {
            if (own) {
                usual();
            }
            Money net = money(sum());
            Money tax = money(net.amount().multiply(new BigDecimal(rate)).movePointLeft(2));
            Money gross = net.plus(tax);
            return new IssuedInvoice(
                    new InvoiceNumber(number),
                    corrects == null ? IssuedInvoice.Kind.INVOICE : IssuedInvoice.Kind.CREDIT_NOTE,
                    corrects,
                    account,
                    "123456789012",
                    LocalDate.of(2026, 12, 2),
                    LocalDate.of(2026, 12, 16),
                    BillingPeriod.of(MONTH, ZoneOffset.UTC),
                    seller(),
                    buyer,
                    currency,
                    lines,
                    List.of(new TaxLine(category, new BigDecimal(rate), net, tax, reason)),
                    net,
                    tax,
                    gross,
                    money(new BigDecimal(credited)),
                    money(gross.amount().subtract(new BigDecimal(credited))),
                    new Terms("DE89 3704 0044 0532 0130 00", "COBADEFFXXX", "Commerzbank", 14, ""),
                    language);
        }

        private Party seller() {
            return new Party(
                    seller,
                    List.of("Speicherstraße 12"),
                    "Hamburg",
                    "20457",
                    "DE",
                    "DE123456789",
                    "rechnung@lerchenwerk.example",
                    "+49 40 1234567",
                    "Amtsgericht Hamburg, HRB 12345",
                    null);
        }

        private BigDecimal sum() {
            return lines.stream()
                    .map(line -> line.amount().amount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private Money money(BigDecimal amount) {
            return new Money(amount, currency).rounded();
        }
    }
}
