package dev.meterlark.billing.budget;

import dev.meterlark.invocation.SignedWebhooks;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a budget of what was asked for, or says what is wrong with it. */
@Component
class Wishes {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,9})?");
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,190}");
    private static final int MOST_PERCENT = 1_000;
    private static final int MOST_EMAILS = 10;
    private static final int LONGEST_URL = 2_048;
    private static final int SHOWN = 60;

    private final SignedWebhooks webhooks;
    private final BudgetProperties properties;

    Wishes(SignedWebhooks webhooks, BudgetProperties properties) {
        this.webhooks = webhooks;
        this.properties = properties;
    }

    /**
     * @param currency that the account pays in
     */
    Budget checked(BudgetWish wish, Currency currency) {
        Money cap = money("cap", wish.cap(), currency);
        Money warnsOf = money("warnsOf", wish.warnsOf(), currency);
        List<Budget.Alert> alerts = alerts(wish.alerts() == null ? List.of() : wish.alerts());
        if (!alerts.isEmpty() && cap == null && warnsOf == null) {
            throw refused(
                    "alerts are at percentages of warnsOf, or of the cap where there is none: say"
                            + " one of them");
        }
        return new Budget(cap, warnsOf, alerts);
    }

    private static @Nullable Money money(
            String name, BudgetWish.@Nullable Amount wanted, Currency currency) {
        if (wanted == null) {
            return null;
        }
        String amount = wanted.amount();
        if (amount == null || !AMOUNT.matcher(amount).matches()) {
            throw refused(
                    "%s.amount must be a decimal of 0 or more, such as 25.00, with at most 12 digits"
                                    .formatted(name)
                            + " before the point and 9 behind it, was: "
                            + shown(amount));
        }
        if (!currency.getCurrencyCode().equals(wanted.currency())) {
            throw refused(
                    "%s.currency must be %s, which the account pays in, was: %s"
                            .formatted(name, currency.getCurrencyCode(), shown(wanted.currency())));
        }
        return new Money(new BigDecimal(amount).stripTrailingZeros(), currency);
    }

    private List<Budget.Alert> alerts(List<BudgetWish.@Nullable Alert> wanted) {
        if (wanted.size() > properties.maxAlerts()) {
            throw refused(
                    "a budget may have %d alerts, were: %d"
                            .formatted(properties.maxAlerts(), wanted.size()));
        }
        List<Budget.Alert> alerts = new ArrayList<>();
        Set<Integer> percents = new HashSet<>();
        for (BudgetWish.Alert each : wanted) {
            Budget.Alert alert = alert(each);
            if (!percents.add(alert.percent())) {
                throw refused("there are two alerts at %d percent".formatted(alert.percent()));
            }
            alerts.add(alert);
        }
        alerts.sort(Comparator.comparingInt(Budget.Alert::percent));
        return alerts;
    }

    private Budget.Alert alert(BudgetWish.@Nullable Alert wanted) {
        Integer percent = wanted == null ? null : wanted.percent();
        if (wanted == null || percent == null || percent < 1 || percent > MOST_PERCENT) {
            throw refused(
                    "alerts.percent must be 1 to %d, was: %s".formatted(MOST_PERCENT, percent));
        }
        List<String> emails = emails(wanted.emails());
        URI webhook = webhook(wanted.webhook());
        boolean alone = emails.isEmpty() && webhook == null;
        boolean event = wanted.event() == null ? alone : wanted.event();
        if (alone && !event) {
            throw refused(
                    "the alert at %d percent tells nobody: say emails, webhook or event"
                            .formatted(percent));
        }
        return new Budget.Alert(percent, emails, webhook, event);
    }

    private static List<String> emails(@Nullable List<@Nullable String> wanted) {
        if (wanted == null) {
            return List.of();
        }
        if (wanted.size() > MOST_EMAILS) {
            throw refused(
                    "an alert goes to at most %d e-mail addresses, were: %d"
                            .formatted(MOST_EMAILS, wanted.size()));
        }
        List<String> emails = new ArrayList<>();
        for (String each : wanted) {
            if (each == null || !EMAIL.matcher(each).matches()) {
                throw refused("alerts.emails holds no e-mail address: " + shown(each));
            }
            emails.add(each);
        }
        return emails;
    }

    private @Nullable URI webhook(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        String refusal;
        try {
            URI url = new URI(wanted);
            refusal = wanted.length() > LONGEST_URL ? "it is too long" : webhooks.refusal(url);
            if (refusal == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            refusal = "it is no web address";
        }
        throw refused("the webhook %s cannot be sent: %s".formatted(shown(wanted), refusal));
    }

    private static String shown(@Nullable String text) {
        return text == null || text.length() <= SHOWN
                ? String.valueOf(text)
                : text.substring(0, SHOWN) + "…";
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
