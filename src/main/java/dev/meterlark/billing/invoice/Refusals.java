package dev.meterlark.billing.invoice;

import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.YearMonth;

/** What is said to whoever asks for what cannot be. */
final class Refusals {

    private Refusals() {}

    static RefusedException noInvoice() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such invoice");
    }

    static RefusedException noAccount() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such account");
    }

    static RefusedException noParked() {
        return new RefusedException(ErrorCode.NOT_FOUND, "there is no such parked month");
    }

    static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }

    static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }

    static RefusedException notOver(BillingPeriod period) {
        return conflict(
                "%s is not over: it ends at %s; until then ask for an interim invoice"
                        .formatted(period.month(), period.to()));
    }

    static RefusedException before(YearMonth month, YearMonth first) {
        return invalid(
                "%s is not billed: the account's invoices begin with %s".formatted(month, first));
    }

    static RefusedException closed(CloseRows.Close close) {
        String month = close.period().toString();
        return switch (close.state()) {
            case BILLED ->
                    conflict(
                            "%s was finalised before, as %s; what came in since goes on the next invoice"
                                    .formatted(month, close.number()));
            case NOTHING ->
                    conflict(
                            "%s was closed before, with nothing to bill; what came in since goes on the next invoice"
                                    .formatted(month));
            case PARKED ->
                    conflict(
                            "%s is parked: %s; look at it, and unpark it"
                                    .formatted(month, close.detail()));
            case REOPENED, VOIDED -> conflict("%s is being closed; ask again".formatted(month));
        };
    }

    static void objection(Bounds.Objection objection) {
        throw conflict("no invoice is issued: " + objection.detail());
    }
}
