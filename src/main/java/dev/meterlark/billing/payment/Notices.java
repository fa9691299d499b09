package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.List;

/** What an account is told of what it owes: put into the outbox with the step that it tells of. */
@Component
class Notices {

    private final Letterbox letterbox;
    private final Errands errands;

    Notices(Letterbox letterbox, Errands errands) {
        this.letterbox = letterbox;
        this.errands = errands;
    }

    record Notice(List<String> to, String subject, String text) {

        byte[] bytes() {
            return JsonMapper.shared().writeValueAsBytes(this);
        }

        static Notice read(byte[] bytes) {
            return JsonMapper.shared().readValue(bytes, Notice.class);
        }
    }

    /**
     * @return whether somebody is told
     */
    boolean reminder(Receivable of, int number, int reminders, String next, Instant now) {
        return tell(
                of.account(),
                "Reminder: invoice %s is not paid".formatted(of.invoice()),
                """
                Dear %s,

                invoice %s of %s was due on %s. %s of it is still open.

                This is reminder %d of %d. %s
                If the payment is on its way, please take no notice of this.
                """
                        .formatted(
                                of.payer(),
                                of.invoice(),
                                of.issued(),
                                of.due(),
                                new Money(of.open(), of.currency()),
                                number,
                                reminders,
                                next),
                now);
    }

    boolean suspended(Receivable of, Instant now) {
        return tell(
                of.account(),
                "Your account is suspended: invoice %s is not paid".formatted(of.invoice()),
                """
                Dear %s,

                invoice %s was due on %s, and %s of it is still open. The account is suspended
                from now on: its functions are not called, and its keys are refused. Nothing of it
                is deleted.

                It works again by itself as soon as all that is overdue is paid.
                """
                        .formatted(
                                of.payer(),
                                of.invoice(),
                                of.due(),
                                new Money(of.open(), of.currency())),
                now);
    }

    void reopened(AccountId account, Instant now) {
        tell(
                account,
                "Your account works again",
                """
                All that was overdue is paid. The account works again.
                """,
                now);
    }

    private boolean tell(AccountId account, String subject, String text, Instant now) {
        List<String> to = letterbox.configured() ? letterbox.recipients(account) : List.of();
        if (to.isEmpty()) {
            return false;
        }
        errands.notice(account, subject, new Notice(to, subject, text).bytes(), now);
        return true;
    }
}
