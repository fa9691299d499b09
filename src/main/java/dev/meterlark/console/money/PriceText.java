package dev.meterlark.console.money;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;
import dev.meterlark.console.Show;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The price of one meter, as people read it.
 *
 * @param included units a month that cost nothing; empty for none
 * @param price in words
 */
record PriceText(String label, String unit, String included, String price) {

    private static final String FREE = "nothing";

    static List<PriceText> of(PriceBook book) {
        return book.prices().entrySet().stream()
                .map(each -> of(each.getKey(), each.getValue()))
                .toList();
    }

    private static PriceText of(Meter meter, MeterPrice price) {
        return new PriceText(
                meter.label(),
                meter.unit(),
                price.included().signum() == 0 ? "" : Show.grouped(price.included()),
                words(price.price(), meter.unit()));
    }

    private static String words(Price price, String unit) {
        return switch (price) {
            case Price.Flat(var amount) -> plain(amount) + " a month, however much";
            case Price.PerUnit(var amount, var per) -> rate(amount, per, unit);
            case Price.Graduated(var steps) -> steps(steps, unit);
            case Price.Volume(var steps) -> steps(steps, unit) + ", for all of them";
            case Price.Package(var size, var amount) ->
                    plain(amount) + " for each begun " + Show.grouped(size);
        };
    }

    private static String steps(List<Step> steps, String unit) {
        return steps.stream()
                .map(
                        each -> {
                            BigDecimal upTo = each.upTo();
                            String rate = rate(each.amount(), each.per(), unit);
                            return upTo == null ? rate : rate + " up to " + Show.grouped(upTo);
                        })
                .collect(Collectors.joining(", then "));
    }

    private static String rate(BigDecimal amount, BigDecimal per, String unit) {
        if (amount.signum() == 0) {
            return FREE;
        }
        return per.compareTo(BigDecimal.ONE) == 0
                ? plain(amount) + " a " + unit
                : plain(amount) + " per " + Show.grouped(per);
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() < 2
                ? amount.setScale(2).toPlainString()
                : amount.stripTrailingZeros().toPlainString();
    }
}
