package dev.meterlark.billing;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.billing.rating.Meter;
import dev.meterlark.billing.rating.MeterPrice;
import dev.meterlark.billing.rating.Price;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Step;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * The price of one meter as requests, answers and the database have it; numbers are decimal
 * strings.
 *
 * @param unit singular, in answers; nobody need say it
 * @param kind {@code flat}, {@code per-unit}, {@code graduated}, {@code volume} or {@code package}
 * @param amount what {@code per} units cost, or a package, or a month
 * @param per 1 when it is left out
 * @param size units in a package
 * @param included units a month that cost nothing; 0 when it is left out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceTerms(
        @Nullable String meter,
        @Nullable String unit,
        @Nullable String kind,
        @Nullable String amount,
        @Nullable String per,
        @Nullable String size,
        @Nullable List<@Nullable StepTerms> steps,
        @Nullable String included) {

    private static final String KINDS = "flat, per-unit, graduated, volume or package";

    /**
     * @param upTo the last unit of a whole month in the step; left out in the last step
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepTerms(@Nullable String upTo, @Nullable String amount, @Nullable String per) {

        static StepTerms of(Step step) {
            BigDecimal upTo = step.upTo();
            return new StepTerms(
                    upTo == null ? null : plain(upTo), plain(step.amount()), plain(step.per()));
        }

        Step step() {
            return new Step(
                    upTo == null ? null : Decimals.read("upTo", upTo),
                    Decimals.read("amount", amount),
                    perOf(per));
        }
    }

    /** Of every meter that has a price. */
    public static List<PriceTerms> of(PriceBook book) {
        return book.prices().entrySet().stream()
                .map(each -> of(each.getKey(), each.getValue()))
                .toList();
    }

    public static PriceTerms of(Meter meter, MeterPrice price) {
        String included = plain(price.included());
        return switch (price.price()) {
            case Price.Flat(var amount) ->
                    of(meter, "flat", plain(amount), null, null, null, included);
            case Price.PerUnit(var amount, var per) ->
                    of(meter, "per-unit", plain(amount), plain(per), null, null, included);
            case Price.Graduated(var steps) ->
                    of(meter, "graduated", null, null, null, steps, included);
            case Price.Volume(var steps) -> of(meter, "volume", null, null, null, steps, included);
            case Price.Package(var size, var amount) ->
                    of(meter, "package", plain(amount), null, plain(size), null, included);
        };
    }

    private static PriceTerms of(
            Meter meter,
            String kind,
            @Nullable String amount,
            @Nullable String per,
            @Nullable String size,
            @Nullable List<Step> steps,
            String included) {
        return new PriceTerms(
                meter.wireName(),
                meter.unit(),
                kind,
                amount,
                per,
                size,
                steps == null ? null : List.copyOf(steps.stream().map(StepTerms::of).toList()),
                included);
    }

    /**
     * @throws RefusedException when there is no such meter
     */
    public Meter ofMeter() {
        String name = meter == null ? "" : meter;
        return Meter.of(name)
                .orElseThrow(
                        () -> refused("there is no meter by that name: " + Decimals.shown(name)));
    }

    /**
     * @throws RefusedException when it is no price
     */
    public MeterPrice price() {
        try {
            return new MeterPrice(
                    priceOfKind(),
                    included == null ? BigDecimal.ZERO : Decimals.read("included", included));
        } catch (IllegalArgumentException e) {
            throw refused("the price of %s: %s".formatted(meter, e.getMessage()));
        }
    }

    private Price priceOfKind() {
        return switch (kind == null ? "" : kind) {
            case "flat" -> new Price.Flat(Decimals.read("amount", amount));
            case "per-unit" -> new Price.PerUnit(Decimals.read("amount", amount), perOf(per));
            case "graduated" -> new Price.Graduated(readSteps());
            case "volume" -> new Price.Volume(readSteps());
            case "package" ->
                    new Price.Package(Decimals.read("size", size), Decimals.read("amount", amount));
            default ->
                    throw new IllegalArgumentException(
                            "its kind must be %s, was: %s"
                                    .formatted(KINDS, Decimals.shown(String.valueOf(kind))));
        };
    }

    private List<Step> readSteps() {
        return (steps == null ? List.<@Nullable StepTerms>of() : steps)
                .stream()
                        .map(each -> each == null ? new StepTerms(null, null, null) : each)
                        .map(StepTerms::step)
                        .toList();
    }

    private static BigDecimal perOf(@Nullable String per) {
        return per == null ? BigDecimal.ONE : Decimals.read("per", per);
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
