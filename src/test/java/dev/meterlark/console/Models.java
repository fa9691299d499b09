package dev.meterlark.console;

import dev.meterlark.account.AuditRecordView;
import dev.meterlark.account.InvitationOffer;
import dev.meterlark.account.InvitationView;
import dev.meterlark.account.MemberView;
import dev.meterlark.account.NewApiKey;
import dev.meterlark.account.SignUp;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.PersonId;
import dev.meterlark.worker.ControlReading;
import dev.meterlark.worker.ControlReading.Holds;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RuntimeOffer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model for every page, with one given text wherever a text of somebody else is shown. */
final class Models {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    private final String text;

    Models(String text) {
        this.text = text;
    }

    Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>();
        all.putAll(functions());
        all.putAll(account());
        all.putAll(doors());
        all.putAll(money());
        all.putAll(invoices());
        return all;
    }

    private Map<String, Map<String, Object>> money() {
        LocalDate due = LocalDate.of(2026, 11, 2);
        var owed =
                new MoneyRow.Unpaid(
                        ID, text, text, due, 21, "100 EUR", "0 EUR", "100 EUR", "open", text);
        var balance = new MoneyRow.Balance("100 EUR", "100 EUR", true, "7 EUR");
        var entry =
                new MoneyRow.Entry(
                        ID, NOW, text, "receipt", text, text, "5 EUR", "5 EUR", text, true);
        return Map.of(
                "operator-money",
                model(
                        "aging",
                        List.of(new MoneyRow.Aging(1, "1", "2", "3", "4", "5")),
                        "unpaid",
                        List.of(owed),
                        "nextUnpaid",
                        text,
                        "parked",
                        List.of(new MoneyRow.Parked(ID, text, "2026-10", "unusual", text, NOW)),
                        "months",
                        List.of(
                                new MoneyRow.Month(
                                        "2026-11", "1 EUR", "1 EUR", "2 EUR", "0 EUR", "2 EUR",
                                        "0 EUR")),
                        "accounts",
                        List.of(
                                new MoneyRow.Account(
                                        ID, text, text, "open", "7", "1 USD", List.of(balance))),
                        "next",
                        text),
                "operator-account",
                model(
                        "id",
                        ID,
                        "name",
                        text,
                        "balances",
                        List.of(balance),
                        "invoices",
                        List.of(owed),
                        "next",
                        text,
                        "payments",
                        List.of(entry),
                        "nextPayment",
                        text,
                        "debits",
                        List.of(new MoneyRow.Debit(text, "5 EUR", text))));
    }

    private Map<String, Map<String, Object>> functions() {
        List<CallRow> calls = List.of(callRow(true), callRow(false));
        return Map.of(
                "functions",
                model("functions", List.of(functionRow()), "more", false),
                "function-new",
                model(
                        "runtimes",
                        choices(),
                        "starters",
                        List.of(),
                        "form",
                        form(),
                        "problem",
                        text),
                "function",
                model(
                        "fn",
                        head(),
                        "month",
                        usage(),
                        "event",
                        text,
                        "call",
                        call(),
                        "calls",
                        calls,
                        "log",
                        new LogText(text, null),
                        "answer",
                        new AnswerText(text, text)),
                "calls",
                model("fn", head(), "calls", calls, "next", text),
                "call",
                model(
                        "call",
                        call(),
                        "log",
                        new LogText(text, text),
                        "answer",
                        new AnswerText(text, text)),
                "environment",
                model("fn", head(), "variables", List.of(text, "B"), "count", 2),
                "settings",
                model(
                        "fn",
                        head(),
                        "runtimes",
                        choices(),
                        "form",
                        form(),
                        "urlForm",
                        new UrlForm(text, text, text, text, text, "on", text)),
                "logs",
                model(
                        "fn",
                        head(),
                        "lines",
                        List.of(Map.of("time", NOW, "call", text, "text", text))));
    }

    private Map<String, Map<String, Object>> account() {
        return Map.of(
                "usage",
                model("since", text, "total", usage(), "items", List.of(usage())),
                "members",
                model(
                        "members",
                        List.of(member()),
                        "invitations",
                        List.of(invitation()),
                        "roles",
                        List.of("owner", text),
                        "link",
                        text),
                "keys",
                model("keys", List.of(key()), "scopes", scopes(), "made", newKey()),
                "audit",
                model("records", List.of(auditRecord()), "next", text),
                "isolation",
                isolation(),
                "operator",
                model(
                        "accounts",
                        List.of(accountRow()),
                        "isolation",
                        new IsolationReport("T1", text, text),
                        "runtimes",
                        offers(),
                        "link",
                        text));
    }

    private Map<String, Map<String, Object>> invoices() {
        var share = new InvoiceSheet.Share("function", text, "12 requests", "0.0012");
        var lines =
                List.of(
                        new InvoiceSheet.Line(
                                1, text, text, "12 requests", text, "0.01 EUR", List.of(share), 7),
                        new InvoiceSheet.Line(2, text, null, "", "", "−3.00 EUR", List.of(), 0));
        var sums =
                List.of(
                        new InvoiceSheet.Sum(text, "0.01 EUR", false),
                        new InvoiceSheet.Sum("To pay", "0.01 EUR", true));
        var sheet = new InvoiceSheet("2026-11-01 to 2026-11-30", NOW.toString(), text, lines, sums);
        return Map.of(
                "invoices",
                model(
                        "invoices",
                        List.of(invoice("to be paid", "warn"), invoice("paid", "good")),
                        "next",
                        text,
                        "drafts",
                        List.of(sheet)),
                "invoice",
                model("invoice", invoice("to be paid", "warn"), "sheet", sheet));
    }

    private InvoiceRow invoice(String state, String mood) {
        return new InvoiceRow(
                text,
                "Invoice",
                "2026-11",
                "2026-12-02",
                "2026-12-16",
                state,
                mood,
                "1\u2009234.00 EUR",
                "1\u2009234.00 EUR",
                text,
                "a".repeat(64));
    }

    private Map<String, Object> isolation() {
        List<IsolationPage.Row> rows = new ArrayList<>();
        for (Holds holds : Holds.values()) {
            rows.add(IsolationPage.Row.of(new ControlReading("C1", text, holds, text, text)));
        }
        return model(
                "isolation",
                new IsolationReport("T1", text, text),
                "holding",
                1,
                "failing",
                1,
                "open",
                2,
                "controls",
                rows);
    }

    private Map<String, Map<String, Object>> doors() {
        return Map.of(
                "sign-in",
                model("email", text, "problem", text, "next", text, "signUpOpen", true),
                "sign-up",
                model(
                        "form",
                        new SignUp(text, text, text, text, text),
                        "tokenNeeded",
                        true,
                        "first",
                        true,
                        "open",
                        true),
                "invitation",
                model("offer", new InvitationOffer(text, text, text, true), "token", text),
                "password-reset",
                model("token", text),
                "welcome",
                model("account", Map.of("name", text), "key", newKey()),
                "refused",
                model("title", text, "text", text));
    }

    private Map<String, Object> model(Object... pairs) {
        Map<String, Object> model = new HashMap<>();
        var caller =
                new Caller(AccountId.random(), text, text, text, EnumSet.allOf(Permission.class));
        model.put("shell", new Shell(caller, text, null));
        model.put("url", "http://localhost:8080");
        model.put("codeLimit", "50 MiB");
        model.put("codeLimitBytes", 52_428_800);
        for (int i = 0; i < pairs.length; i += 2) {
            model.put((String) pairs[i], pairs[i + 1]);
        }
        return model;
    }

    private FunctionRow functionRow() {
        return new FunctionRow(text, text, true, NOW, "128", "12", true, "3.184 USD");
    }

    private FunctionHead head() {
        return new FunctionHead(
                text, text, text, text, text, 128, 3, 1, 0, text, text, text, true, true, text,
                "4.2 MiB", NOW);
    }

    private CallRow callRow(boolean ok) {
        return new CallRow(
                UUID.randomUUID().toString(),
                NOW,
                new Outcome(ok, false, text),
                "3 ms",
                "4 ms",
                "0.1 USD",
                true,
                text);
    }

    private CallView call() {
        return new CallView(
                UUID.randomUUID().toString(),
                text,
                NOW,
                new Outcome(false, false, text),
                text,
                text,
                text,
                "3 ms",
                "4 ms",
                "0.1 USD",
                text,
                true,
                PhaseBar.of(1, 2, 3, 4),
                text,
                text,
                "1 of 128 MiB",
                "1 ms",
                "1 B in, 2 B out");
    }

    private UsageRow usage() {
        return new UsageRow(text, "1", "2", "3 ms", "0.1", "0.1 USD", "50.0");
    }

    private Map<String, Object> form() {
        var names =
                "name runtime code file handler memoryMb timeout description concurrency"
                        + " maxConcurrency egress keepWarm";
        return Stream.of(names.split(" ")).collect(Collectors.toMap(name -> name, _ -> text));
    }

    private List<RuntimeOffer> offers() {
        return List.of(new RuntimeOffer("nodejs20", "nodejs", text));
    }

    private List<Runtimes.Choice> choices() {
        return offers().stream().map(Runtimes.Choice::of).toList();
    }

    private MemberView member() {
        return new MemberView(PersonId.random(), text, "owner", NOW);
    }

    private InvitationView invitation() {
        return new InvitationView(UUID.randomUUID(), text, text, NOW, NOW);
    }

    private KeysPage.Row key() {
        return new KeysPage.Row(text, text, text, NOW, null, false);
    }

    private static List<KeysPage.Scope> scopes() {
        return Arrays.stream(Permission.values()).map(KeysPage.Scope::of).toList();
    }

    private NewApiKey newKey() {
        return new NewApiKey(text, text, text);
    }

    private AuditRecordView auditRecord() {
        return new AuditRecordView(1, NOW, text, text, text, Map.of(), text);
    }

    private OperatorPage.Row accountRow() {
        return new OperatorPage.Row(
                UUID.randomUUID().toString(), text, text, text, "open", false, NOW);
    }
}
