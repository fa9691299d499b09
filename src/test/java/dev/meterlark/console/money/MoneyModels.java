package dev.meterlark.console.money;

import dev.meterlark.billing.payment.SavedMethods;
import dev.meterlark.console.Chart;
import dev.meterlark.console.Filling;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models of the pages of money. */
public final class MoneyModels {

    private final Filling with;
    private final String text;

    public MoneyModels(Filling with) {
        this.with = with;
        this.text = with.text();
    }

    public Map<String, Map<String, Object>> all() {
        Map<String, Map<String, Object>> all = new HashMap<>(invoices());
        all.putAll(operator());
        all.put("money/costs", costs());
        all.put("money/budgets", budgets());
        all.putAll(books());
        all.put("money/plan", plan());
        all.put("money/plan-change", with.model("offer", offer(false)));
        all.put("money/payment", payment());
        all.put("money/payment-forget", with.model());
        all.putAll(coupons());
        return all;
    }

    private Map<String, Object> costs() {
        var row = new CostRow(text, "1", "2", "0.1", "0.1 USD", "50.0");
        var chart =
                new Chart(
                        "cost-by-day",
                        "Cost by day",
                        Chart.Kind.STACKED,
                        Chart.Unit.money(Currency.getInstance("USD")),
                        List.of(Filling.NOW, Filling.NOW.plusSeconds(86_400)),
                        List.of(
                                new Chart.Series(text, List.of(0.5, 1.25)),
                                new Chart.Series("All others", List.of(0.0, 0.75))));
        var query = new CostQuery(null, null, null, "tag", text);
        return with.model(
                "month",
                month(Filling.NOW),
                "query",
                query,
                "ranges",
                query.ranges(),
                "splits",
                query.splits(),
                "span",
                "2026-11-01 to 2026-11-23",
                "chart",
                chart,
                "rows",
                List.of(row),
                "total",
                row,
                "more",
                3,
                "things",
                List.of(new CostRow.Kept(text, "bucket", "bucket reads", "7 request", "1 USD")),
                "movers",
                List.of(
                        new CostRow.Moved(text, "1 USD", "2 USD", "+1 USD", true),
                        new CostRow.Moved(text, "2 USD", "1 USD", "−1 USD", false)),
                "failures",
                List.of(new CostRow.Aside(text, text, "7", "1 USD")),
                "cold",
                List.of(new CostRow.Aside(text, text, "7", "1 USD")),
                "export",
                "lark usage export > usage.csv");
    }

    private Map<String, Object> budgets() {
        return with.model(
                "month",
                month(Filling.NOW),
                "currency",
                "USD",
                "planCap",
                "5 USD",
                "secret",
                text,
                "form",
                new BudgetForm(text, text, List.of(new BudgetForm.Row(text, text, text, true))));
    }

    private static BookRow.Cost cost(String amount) {
        String money = amount + " USD";
        return new BookRow.Cost(money, money, money, money, money);
    }

    private PlanOffer offer(boolean mine) {
        return new PlanOffer(
                text, text, mine, "25.00 USD", "0.00 USD", text, prices(), Filling.NOW, text);
    }

    private List<PriceText> prices() {
        return List.of(
                new PriceText("Requests", "request", "1 000 000", text),
                new PriceText("Data sent out", "GB", "", text));
    }

    private Map<String, Map<String, Object>> books() {
        var draft = book("draft", "");
        var form = new BookForm(text, text, text, text, text);
        return Map.of(
                "money/operator-plans",
                with.model(
                        "plans",
                        List.of(
                                new BookRow.Offered(
                                        text,
                                        text,
                                        "USD",
                                        "0.00 USD",
                                        text,
                                        List.of(draft, book("published", "good"))),
                                new BookRow.Offered(text, text, "USD", null, "", List.of())),
                        "next",
                        text),
                "money/operator-plan-retention",
                with.model(
                        "plan",
                        text,
                        "wish",
                        new PlanForm(text, text, text, text, text, text, text)),
                "money/operator-plan-new",
                with.model("wish", new PlanForm(text, text, text, text, text, text, text)),
                "money/operator-book-edit",
                with.model("form", form),
                "money/operator-book",
                with.model(
                        "book",
                        draft,
                        "prices",
                        prices(),
                        "month",
                        "2026-10",
                        "accounts",
                        List.of(
                                new BookRow.Compared(Filling.ID, text, cost("1"), cost("2"), true),
                                new BookRow.Compared(
                                        Filling.ID, text, cost("2"), cost("1"), false)),
                        "next",
                        text));
    }

    private Map<String, Map<String, Object>> coupons() {
        var coupon = new CouponRow(text, text, text, "3 months", "1 of 2", Filling.NOW, "open");
        var user = new CouponRow.User(Filling.ID, text, Filling.NOW, "for ever");
        var typed = new CouponRow.Form(text, text, text, text, text, text, text, text);
        return Map.of(
                "money/operator-coupons",
                with.model("coupons", List.of(coupon), "next", text),
                "money/operator-coupon-new",
                with.model("wish", typed),
                "money/operator-coupon",
                with.model("coupon", coupon, "users", List.of(user), "next", text));
    }

    private BookRow book(String state, String mood) {
        return new BookRow(text, text, state, mood, Filling.NOW, "25.00 USD", "0.00 USD", "USD");
    }

    private Map<String, Object> plan() {
        return with.model(
                "name",
                text,
                "fee",
                "25.00 USD",
                "minimum",
                "0.00 USD",
                "hardCap",
                "0.00 USD",
                "kept",
                text,
                "currency",
                "USD",
                "book",
                text,
                "prices",
                prices(),
                "next",
                new PlanPages.Next(Filling.NOW, text),
                "offers",
                List.of(offer(true), offer(false)));
    }

    private Map<String, Object> payment() {
        return with.model(
                "form",
                new ProfileForm(text, text, text, text, text, text, text, text, text),
                "saved",
                new SavedMethods.Saved(text, true),
                "credits",
                List.of(new PaymentRow.Held(text, "5 USD", Filling.NOW, true)),
                "coupons",
                List.of(new PaymentRow.Used(text, text, "20 %", text)),
                "payments",
                List.of(new PaymentRow.Entry(Filling.NOW, "receipt", text, "5 USD")),
                "next",
                text);
    }

    private MonthSoFar month(Instant stopped) {
        return new MonthSoFar(
                "2026-11",
                "22.51 USD",
                "1.40 USD",
                "31.00 USD",
                "25.00 USD",
                true,
                "90.0",
                "5.6",
                true,
                stopped,
                List.of(text));
    }

    private Map<String, Map<String, Object>> operator() {
        return Map.of(
                "money/operator-money",
                operatorMoney(),
                "money/operator-account",
                operatorAccount());
    }

    private Map<String, Object> operatorMoney() {
        return with.model(
                "aging",
                List.of(new MoneyRow.Aging(1, "1", "2", "3", "4", "5")),
                "unpaid",
                List.of(owed()),
                "nextUnpaid",
                text,
                "parked",
                List.of(
                        new MoneyRow.Parked(
                                Filling.ID, text, "2026-10", "unusual", text, Filling.NOW)),
                "nextParked",
                text,
                "months",
                List.of(
                        new MoneyRow.Month(
                                "2026-11", "1 EUR", "1 EUR", "2 EUR", "0 EUR", "2 EUR", "0 EUR")),
                "accounts",
                List.of(
                        new MoneyRow.Account(
                                Filling.ID, text, text, "open", "7", "1 USD", List.of(balance()))),
                "next",
                text);
    }

    private Map<String, Object> operatorAccount() {
        var entry =
                new MoneyRow.Entry(
                        Filling.ID,
                        Filling.NOW,
                        text,
                        "receipt",
                        text,
                        text,
                        "5 EUR",
                        "5 EUR",
                        text,
                        true);
        return with.model(
                "id",
                Filling.ID,
                "name",
                text,
                "balances",
                List.of(balance()),
                "invoices",
                List.of(owed()),
                "next",
                text,
                "payments",
                List.of(entry),
                "nextPayment",
                text,
                "debits",
                List.of(new MoneyRow.Debit(text, "5 EUR", text)),
                "assigned",
                List.of(new BookRow.Assigned(Filling.NOW, text, text, true)),
                "plans",
                List.of(text));
    }

    private MoneyRow.Unpaid owed() {
        LocalDate due = LocalDate.of(2026, 11, 2);
        return new MoneyRow.Unpaid(
                Filling.ID, text, text, due, 21, "100 EUR", "0 EUR", "100 EUR", "open", text);
    }

    private static MoneyRow.Balance balance() {
        return new MoneyRow.Balance("100 EUR", "100 EUR", true, "7 EUR");
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
        var sheet =
                new InvoiceSheet(
                        "2026-11-01 to 2026-11-30", Filling.NOW.toString(), text, lines, sums);
        return Map.of(
                "money/invoices",
                with.model(
                        "invoices",
                        List.of(invoice("to be paid", "warn"), invoice("paid", "good")),
                        "next",
                        text,
                        "drafts",
                        List.of(sheet)),
                "money/operator-invoice",
                with.model(
                        "id",
                        Filling.ID,
                        "name",
                        text,
                        "invoice",
                        invoice("to be paid", "warn"),
                        "correctable",
                        true,
                        "sheet",
                        sheet,
                        "noXml",
                        text),
                "money/invoice",
                with.model(
                        "invoice",
                        invoice("to be paid", "warn"),
                        "sheet",
                        sheet,
                        "noXml",
                        text,
                        "pay",
                        new HowToPay("1 EUR", true, text, text, text, text, text)));
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
}
