package dev.meterlark.console.money;

import dev.meterlark.billing.budget.Budget;
import dev.meterlark.billing.budget.BudgetWish;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A budget as its form has it: what was typed stays, also when it is refused. */
record BudgetForm(String cap, String warnsOf, List<Row> alerts) {

    /** There is one empty row more than alerts, and never less than two. */
    private static final int LEAST_ROWS = 2;

    record Row(String percent, String emails, String webhook, boolean event) {

        static final Row EMPTY = new Row("", "", "", true);

        boolean isEmpty() {
            return percent.isBlank();
        }
    }

    static BudgetForm of(Budget budget) {
        return new BudgetForm(
                text(budget.cap()),
                text(budget.warnsOf()),
                withRoom(budget.alerts().stream().map(BudgetForm::row).toList()));
    }

    private static Row row(Budget.Alert alert) {
        return new Row(
                String.valueOf(alert.percent()),
                String.join(" ", alert.emails()),
                alert.webhook() == null ? "" : alert.webhook().toString(),
                alert.event());
    }

    private static String text(@Nullable Money money) {
        return money == null ? "" : money.plainAmount();
    }

    /** As it was typed. */
    static BudgetForm of(MultiValueMap<String, String> typed) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < typed.getOrDefault("percent", List.of()).size(); i++) {
            Row row =
                    new Row(
                            at(typed, "percent", i),
                            at(typed, "emails", i),
                            at(typed, "webhook", i),
                            !at(typed, "event", i).equals("no"));
            if (!row.isEmpty()) {
                rows.add(row);
            }
        }
        return new BudgetForm(at(typed, "cap", 0), at(typed, "warnsOf", 0), withRoom(rows));
    }

    private static String at(MultiValueMap<String, String> typed, String name, int index) {
        List<String> all = typed.getOrDefault(name, List.of());
        return index < all.size() ? all.get(index).strip() : "";
    }

    private static List<Row> withRoom(List<Row> rows) {
        List<Row> all = new ArrayList<>(rows);
        do {
            all.add(Row.EMPTY);
        } while (all.size() < LEAST_ROWS);
        return all;
    }

    BudgetWish wish(String currency) {
        return new BudgetWish(
                amount(cap, currency),
                amount(warnsOf, currency),
                alerts.stream().filter(each -> !each.isEmpty()).map(BudgetForm::alert).toList());
    }

    private static BudgetWish.@Nullable Amount amount(String typed, String currency) {
        return typed.isBlank() ? null : new BudgetWish.Amount(typed, currency);
    }

    private static BudgetWish.Alert alert(Row row) {
        List<String> emails =
                Arrays.stream(row.emails().split("[\\s,;]+")).filter(e -> !e.isBlank()).toList();
        return new BudgetWish.Alert(
                percent(row.percent()),
                List.copyOf(emails),
                row.webhook().isBlank() ? null : row.webhook(),
                row.event());
    }

    private static int percent(String typed) {
        try {
            return Integer.parseInt(typed.replace("%", "").strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "a percentage must be a whole number, was: "
                            + (typed.length() <= 20 ? typed : typed.substring(0, 20) + "…"));
        }
    }
}
