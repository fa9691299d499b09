package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Line;
import dev.meterlark.billing.rating.Quantity;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.billing.rating.Share;
import dev.meterlark.billing.rating.Used;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Looks at what is about to be issued, as a bookkeeper would: a wrong invoice is never issued. */
final class Bounds {

    /** Of the last digit that is kept, for what two roundings differ by. */
    private static final BigDecimal LAST_DIGIT = BigDecimal.ONE.movePointLeft(23);

    private final InvoiceProperties properties;

    Bounds(InvoiceProperties properties) {
        this.properties = properties;
    }

    /** Why a person has to look at it. */
    record Objection(Parking reason, String detail) {}

    /**
     * @param lastNets of the account's last months, in the same currency
     * @param accepted the amount up to which a person said yes; null when nobody was asked
     */
    Optional<Objection> check(
            Rated rated, List<BigDecimal> lastNets, @Nullable BigDecimal accepted) {
        return reconciled(rated)
                .or(() -> negative(rated))
                .or(() -> unusual(rated.net(), lastNets, accepted));
    }

    private static Optional<Objection> negative(Rated rated) {
        return rated.net().amount().signum() < 0
                ? objection(Parking.NEGATIVE, "it would come to " + rated.net())
                : Optional.empty();
    }

    private Optional<Objection> unusual(
            Money net, List<BigDecimal> lastNets, @Nullable BigDecimal accepted) {
        BigDecimal least =
                properties.usualAtLeast().movePointLeft(net.currency().getDefaultFractionDigits());
        BigDecimal usual = lastNets.stream().reduce(least, BigDecimal::max);
        BigDecimal most = usual.multiply(BigDecimal.valueOf(properties.usualMultiple()));
        if (net.amount().compareTo(most) <= 0
                || accepted != null && net.amount().compareTo(accepted) <= 0) {
            return Optional.empty();
        }
        return objection(
                Parking.UNUSUAL,
                "it would come to %s, which is more than %d times the usual %s"
                        .formatted(net, properties.usualMultiple(), usual.toPlainString()));
    }

    private static Optional<Objection> reconciled(Rated rated) {
        for (Line line : rated.lines()) {
            Optional<Objection> wrong = reconciled(line);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        BigDecimal lines = sum(rated.lines().stream().map(line -> line.amount().amount()).toList());
        BigDecimal taxes = sum(rated.taxes().stream().map(tax -> tax.amount().amount()).toList());
        boolean sound =
                lines.compareTo(rated.net().amount()) == 0
                        && taxes.compareTo(rated.tax().amount()) == 0
                        && rated.net().plus(rated.tax()).rounded().equals(rated.gross().rounded())
                        && rated.payable()
                                .plus(rated.credited())
                                .rounded()
                                .equals(rated.gross().rounded());
        return sound
                ? Optional.empty()
                : objection(
                        Parking.UNRECONCILED,
                        "lines of %s, net %s, tax %s, gross %s, credited %s and payable %s do not fit"
                                .formatted(
                                        lines.toPlainString(),
                                        rated.net(),
                                        rated.tax(),
                                        rated.gross(),
                                        rated.credited(),
                                        rated.payable()));
    }

    private static Optional<Objection> reconciled(Line line) {
        int digits = line.amount().currency().getDefaultFractionDigits();
        BigDecimal halfUnit = new BigDecimal("0.5").movePointLeft(digits).add(LAST_DIGIT);
        BigDecimal off = line.amount().amount().subtract(line.precise()).abs();
        if (off.compareTo(halfUnit) > 0) {
            return objection(line, "its amount is no rounding of " + line.precise());
        }
        Quantity quantity = line.quantity();
        if (quantity == null) {
            return Optional.empty();
        }
        BigDecimal shares = sum(line.shares().stream().map(Share::precise).toList());
        if (shares.compareTo(line.precise()) != 0) {
            return objection(line, "its shares come to " + shares.toPlainString());
        }
        BigInteger fresh =
                used(line, line.segment().used())
                        .subtract(used(line, line.segment().billed().used()));
        if (!fresh.equals(quantity.raw())) {
            return objection(line, "%s were used and not billed".formatted(fresh));
        }
        return line.shares().stream()
                .filter(share -> share.quantity().raw().signum() < 0)
                .findFirst()
                .flatMap(
                        share ->
                                objection(
                                        line,
                                        "less was used by %s than was billed of it"
                                                .formatted(share.thing().name())));
    }

    private static BigInteger used(Line line, List<Used> used) {
        return used.stream()
                .filter(each -> each.meter() == line.meter())
                .map(Used::raw)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static Optional<Objection> objection(Line line, String what) {
        Quantity quantity = line.quantity();
        return objection(
                Parking.UNRECONCILED,
                "the line %s of %s%s over %s does not reconcile: %s"
                        .formatted(
                                line.description(),
                                line.segment().period().month(),
                                quantity == null ? "" : " of " + quantity.raw(),
                                line.amount(),
                                what));
    }

    private static Optional<Objection> objection(Parking reason, String detail) {
        return Optional.of(new Objection(reason, detail));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
